#include "jpeg_memory.h"

#include "cimaging.h"

#include <jerror.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

struct cimaging_jpeg {
    struct jpeg_decompress_struct info;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    struct jpeg_memory memory; /* `info.client_data` */
    jmp_buf out;
    cimaging_fault fault;
    size_t padding; /* bytes skipped before the end marker, if only that was odd */
};

/* No camera sends more scans; each costs a pass over the frame. */
enum { scans_max = 64 };

static cimaging_jpeg *jpeg_of(j_common_ptr info) {
    return (cimaging_jpeg *)((char *)info - offsetof(cimaging_jpeg, info));
}

static _Noreturn void leave(cimaging_jpeg *jpeg, cimaging_fault fault) {
    jpeg->fault = fault;
    longjmp(jpeg->out, 1);
}

static cimaging_fault fault_of(int code) {
    switch (code) {
        case JERR_INPUT_EMPTY:
        case JERR_INPUT_EOF:
        case JWRN_JPEG_EOF: return CIMAGING_PREMATURE_END;
        case JERR_NO_SOI: return CIMAGING_NOT_A_PICTURE;
        case JERR_ARITH_NOTIMPL:
        case JERR_BAD_PRECISION:
        case JERR_COMPONENT_COUNT:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_NOTIMPL:
        case JERR_NOT_COMPILED:
        case JERR_SOF_UNSUPPORTED: return CIMAGING_UNSUPPORTED;
        case JERR_IMAGE_TOO_BIG:
        case JERR_WIDTH_OVERFLOW: return CIMAGING_TOO_LARGE;
        case JERR_OUT_OF_MEMORY: return CIMAGING_NO_MEMORY;
        default: return CIMAGING_DAMAGED;
    }
}

static void on_error(j_common_ptr info) { leave(jpeg_of(info), fault_of(info->err->msg_code)); }

/* libjpeg goes on after a warning and fills what is missing with grey; we do not. Bytes between the
 * last block and the end marker are let pass here and looked at in `padding_is_empty`. */
static void on_message(j_common_ptr info, int level) {
    if (level >= 0) return;
    cimaging_jpeg *jpeg = jpeg_of(info);
    const struct jpeg_error_mgr *errors = info->err;
    if (errors->msg_code == JWRN_JFIF_MAJOR || errors->msg_code == JWRN_ADOBE_XFORM) return;
    if (errors->msg_code == JWRN_EXTRANEOUS_DATA && errors->msg_parm.i[1] == JPEG_EOI) {
        jpeg->padding = (size_t)errors->msg_parm.i[0];
        return;
    }
    leave(jpeg, fault_of(errors->msg_code));
}

static void on_output(j_common_ptr info) { (void)info; }

static void on_progress(j_common_ptr info) {
    if (((j_decompress_ptr)info)->input_scan_number > scans_max)
        leave(jpeg_of(info), CIMAGING_UNSUPPORTED);
}

cimaging_jpeg *cimaging_jpeg_create(void) {
    cimaging_jpeg *jpeg = calloc(1, sizeof *jpeg);
    if (jpeg == NULL) return NULL;
    jpeg->info.err = jpeg_std_error(&jpeg->errors);
    jpeg->errors.error_exit = on_error;
    jpeg->errors.emit_message = on_message;
    jpeg->errors.output_message = on_output;
    jpeg->info.client_data = &jpeg->memory;
    if (setjmp(jpeg->out)) {
        if (jpeg->info.mem != NULL) jpeg_destroy_decompress(&jpeg->info);
        free(jpeg);
        return NULL;
    }
    jpeg_create_decompress(&jpeg->info);
    jpeg->progress.progress_monitor = on_progress;
    jpeg->info.progress = &jpeg->progress;
    static const uint8_t nothing[1];
    jpeg_mem_src(&jpeg->info, nothing, sizeof nothing); /* makes the source, which stays */
    jpeg_memory_install(&jpeg->info);
    return jpeg;
}

void cimaging_jpeg_destroy(cimaging_jpeg *jpeg) {
    if (jpeg == NULL) return;
    jpeg_memory_remove(&jpeg->info);
    jpeg_destroy_decompress(&jpeg->info);
    free(jpeg);
}

/* Reads the header into `info`; under the caller's setjmp. */
static void read_header(cimaging_jpeg *jpeg, const uint8_t *bytes, size_t count) {
    j_decompress_ptr info = &jpeg->info;
    jpeg->fault = CIMAGING_FINE;
    jpeg->padding = 0;
    jpeg_memory_begin(info);
    jpeg_mem_src(info, bytes, count);
    jpeg_read_header(info, TRUE);
    const size_t width = info->image_width, height = info->image_height;
    if (width > cimaging_side_max || height > cimaging_side_max ||
        width * height > cimaging_pixels_max)
        leave(jpeg, CIMAGING_TOO_LARGE);
    if (info->num_components != 1 && info->num_components != 3) leave(jpeg, CIMAGING_UNSUPPORTED);
}

/* Forgets the picture and keeps the memory for the next one. */
static void end(cimaging_jpeg *jpeg) {
    jpeg_abort_decompress(&jpeg->info);
    jpeg_memory_end(&jpeg->info);
}

cimaging_size cimaging_jpeg_size(cimaging_jpeg *jpeg, const uint8_t *bytes, size_t count) {
    if (setjmp(jpeg->out) == 0) read_header(jpeg, bytes, count);
    const cimaging_size size = {
        jpeg->fault, jpeg->info.image_width, jpeg->info.image_height};
    end(jpeg);
    return size;
}

/* Whether the bytes skipped before the end marker, where the source stands now, are all zero: some
 * cameras fill up to a whole number of words. Anything else means that blocks went astray. */
static bool padding_is_empty(const cimaging_jpeg *jpeg, const uint8_t *bytes) {
    const uint8_t *marker = jpeg->info.src->next_input_byte - 2;
    if (jpeg->padding > (size_t)(marker - bytes)) return false;
    for (size_t i = 1; i <= jpeg->padding; i++)
        if (marker[-(ptrdiff_t)i] != 0) return false;
    return true;
}

/* Decodes every row and copies the window's part; under the caller's setjmp. */
static void read_rows(cimaging_jpeg *jpeg, uint8_t *rgb, cimaging_window window) {
    j_decompress_ptr info = &jpeg->info;
    const size_t row_bytes = 3 * window.width;
    const bool whole = window.width == window.frame_width;
    JSAMPARRAY spare = info->mem->alloc_sarray(
        (j_common_ptr)info, JPOOL_IMAGE, (JDIMENSION)(3 * window.frame_width), 1);
    while (info->output_scanline < info->output_height) {
        const size_t y = info->output_scanline;
        const bool wanted = y >= window.y && y - window.y < window.height;
        uint8_t *target = wanted ? rgb + (y - window.y) * row_bytes : NULL;
        JSAMPROW row = whole && wanted ? target : spare[0];
        jpeg_read_scanlines(info, &row, 1);
        if (wanted && !whole) memcpy(target, row + 3 * window.x, row_bytes);
    }
}

cimaging_fault cimaging_jpeg_decode(
    cimaging_jpeg *jpeg, const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count,
    cimaging_window window) {
    if (rgb_count != 3 * window.width * window.height) return CIMAGING_WRONG_SIZE;
    j_decompress_ptr info = &jpeg->info;
    if (setjmp(jpeg->out) == 0) {
        read_header(jpeg, bytes, count);
        if (info->image_width != window.frame_width || info->image_height != window.frame_height)
            leave(jpeg, CIMAGING_WRONG_SIZE);
        info->out_color_space = JCS_RGB;
        jpeg_start_decompress(info);
        read_rows(jpeg, rgb, window);
        jpeg_finish_decompress(info);
        if (!padding_is_empty(jpeg, bytes)) leave(jpeg, CIMAGING_DAMAGED);
    }
    end(jpeg);
    return jpeg->fault;
}
