#include "cjpegwriter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static void set_kind(struct jpeg_compress_struct *info, cjpegwriter_kind kind) {
    info->input_components = kind.cmyk ? 4 : kind.grey ? 1 : 3;
    info->in_color_space = kind.cmyk ? JCS_CMYK : kind.grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, kind.quality, TRUE);
    if (!kind.grey && !kind.cmyk) {
        info->comp_info[0].h_samp_factor = kind.horizontal;
        info->comp_info[0].v_samp_factor = kind.vertical;
    }
    if (kind.progressive) jpeg_simple_progression(info);
    info->restart_in_rows = kind.restart_rows;
}

size_t cjpegwriter_write(
    uint8_t *file, size_t room, const uint8_t *rgb, size_t count, size_t width,
    cjpegwriter_kind kind) {
    struct jpeg_compress_struct info;
    struct jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = (JDIMENSION)width;
    info.image_height = (JDIMENSION)(count / 3 / width);
    set_kind(&info, kind);
    jpeg_start_compress(&info, TRUE);
    JSAMPROW row = calloc(width, 4);
    for (size_t y = 0; y < info.image_height; y++) {
        for (size_t x = 0; x < width; x++)
            for (int c = 0; c < info.input_components; c++)
                row[x * (size_t)info.input_components + (size_t)c] =
                    rgb[3 * (y * width + x) + (size_t)(c % 3)];
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const bool fits = size <= room;
    if (fits) memcpy(file, bytes, size);
    free(row);
    free(bytes);
    return fits ? size : 0;
}
