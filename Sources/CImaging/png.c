#include "cimaging.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* A file in memory, being read or written. */
struct file {
    const uint8_t *bytes;
    uint8_t *room;
    size_t count, at;
    cimaging_fault fault;
};

/* No text or profile that a picture carries may take more memory. */
enum { chunk_bytes_max = 8 << 20 };

static void on_error(png_structp png, png_const_charp message) {
    (void)message;
    struct file *file = png_get_error_ptr(png);
    if (file->fault == CIMAGING_FINE) file->fault = CIMAGING_DAMAGED;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void read_bytes(png_structp png, png_bytep out, size_t count) {
    struct file *file = png_get_io_ptr(png);
    if (count > file->count - file->at) {
        file->fault = CIMAGING_PREMATURE_END;
        png_error(png, "end");
    }
    memcpy(out, file->bytes + file->at, count);
    file->at += count;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
    struct file *file = png_get_io_ptr(png);
    if (count > file->count - file->at) png_error(png, "room");
    memcpy(file->room + file->at, bytes, count);
    file->at += count;
}

static void flush_bytes(png_structp png) { (void)png; }

/* Starts to read; NULL when there is no memory or no PNG signature. */
static png_structp begin_reading(struct file *file, png_infop *info) {
    if (file->count < 8 || png_sig_cmp(file->bytes, 0, 8) != 0) {
        file->fault = CIMAGING_NOT_A_PICTURE;
        return NULL;
    }
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, file, on_error, on_warning);
    *info = png == NULL ? NULL : png_create_info_struct(png);
    if (*info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        file->fault = CIMAGING_NO_MEMORY;
        return NULL;
    }
    png_set_read_fn(png, file, read_bytes);
    png_set_user_limits(png, 1u << 30, 1u << 30); /* ours, below, name the fault */
    png_set_chunk_malloc_max(png, chunk_bytes_max);
    return png;
}

/* Reads the header; under the caller's setjmp. */
static cimaging_size read_header(png_structp png, png_infop info) {
    png_read_info(png, info);
    const size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    const bool fits = width <= cimaging_side_max && height <= cimaging_side_max &&
        width * height <= cimaging_pixels_max;
    return (cimaging_size){fits ? CIMAGING_FINE : CIMAGING_TOO_LARGE, width, height};
}

cimaging_size cimaging_png_size(const uint8_t *bytes, size_t count) {
    struct file file = {.bytes = bytes, .count = count};
    png_infop info = NULL;
    png_structp png = begin_reading(&file, &info);
    if (png == NULL) return (cimaging_size){file.fault, 0, 0};
    cimaging_size size = {0};
    if (setjmp(png_jmpbuf(png)) == 0)
        size = read_header(png, info);
    else
        size = (cimaging_size){file.fault, 0, 0};
    png_destroy_read_struct(&png, &info, NULL);
    return size;
}

/* Asks for 8-bit RGB of every kind of PNG. */
static void set_transforms(png_structp png) {
    png_set_scale_16(png);
    png_set_palette_to_rgb(png);
    png_set_expand_gray_1_2_4_to_8(png);
    png_set_gray_to_rgb(png);
    png_set_strip_alpha(png);
}

/* Reads all rows into rgb; under the caller's setjmp. */
static void read_rows(png_structp png, png_infop info, uint8_t *rgb, size_t height) {
    set_transforms(png);
    const int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    const size_t row_bytes = 3 * (size_t)png_get_image_width(png, info);
    if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "row");
    for (int pass = 0; pass < passes; pass++)
        for (size_t y = 0; y < height; y++) png_read_row(png, rgb + y * row_bytes, NULL);
    png_read_end(png, NULL);
}

cimaging_fault cimaging_png_read(
    const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
    struct file file = {.bytes = bytes, .count = count};
    png_infop info = NULL;
    png_structp png = begin_reading(&file, &info);
    if (png == NULL) return file.fault;
    if (setjmp(png_jmpbuf(png)) == 0) {
        const cimaging_size size = read_header(png, info);
        if (size.fault != CIMAGING_FINE)
            file.fault = size.fault;
        else if (rgb_count != 3 * size.width * size.height)
            file.fault = CIMAGING_WRONG_SIZE;
        else
            read_rows(png, info, rgb, size.height);
    }
    png_destroy_read_struct(&png, &info, NULL);
    return file.fault;
}

size_t cimaging_png_room(size_t width, size_t height) {
    const size_t raw = (3 * width + 1) * height;
    return raw + raw / 100 + height + 4096; /* what deflate and the chunks may add */
}

size_t cimaging_png_write(
    uint8_t *room, size_t room_count, const uint8_t *rgb, size_t rgb_count, size_t width,
    size_t height) {
    if (width == 0 || height == 0 || rgb_count != 3 * width * height) return 0;
    struct file file = {.room = room, .count = room_count};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &file, on_error, on_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return 0;
    }
    if (setjmp(png_jmpbuf(png)) == 0) {
        png_set_write_fn(png, &file, write_bytes, flush_bytes);
        png_set_IHDR(
            png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
            PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_compression_level(png, 3); /* twice as fast as the default, 5 % larger */
        png_write_info(png, info);
        for (size_t y = 0; y < height; y++) png_write_row(png, rgb + y * 3 * width);
        png_write_end(png, NULL);
    }
    png_destroy_write_struct(&png, &info);
    return file.fault == CIMAGING_FINE ? file.at : 0;
}
