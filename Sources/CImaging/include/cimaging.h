/* What Imaging asks of C: the codecs whose libraries speak setjmp, and the loops over every byte of
 * a frame.
 *
 * No function here exits, prints, or jumps across its caller: libjpeg's and libpng's jumps end in
 * the function that set them up, which answers with a fault. Arrays carry their lengths, so Swift
 * sees spans. Pictures are RGB, 8 bits, (height, width, 3), without gaps between rows. */
#pragma once

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No side of a picture is longer, in pixels. */
enum { cimaging_side_max = 16384 };
/* No picture has more pixels. */
enum { cimaging_pixels_max = 1 << 26 };

/* Why bytes did not become a picture. */
typedef enum {
    CIMAGING_FINE = 0,
    CIMAGING_PREMATURE_END, /* the bytes end before the picture does */
    CIMAGING_DAMAGED,       /* what is there contradicts itself */
    CIMAGING_NOT_A_PICTURE, /* no signature of this kind of file */
    CIMAGING_UNSUPPORTED,   /* a kind that is never used for photographs of parts: CMYK, 12 bits */
    CIMAGING_TOO_LARGE,     /* beyond the limits above, or the codec's share of memory */
    CIMAGING_WRONG_SIZE,    /* another size than the caller was told */
    CIMAGING_NO_MEMORY,
} cimaging_fault;

/* The size that a file's header states, or why there is none. */
typedef struct {
    cimaging_fault fault;
    size_t width, height;
} cimaging_size;

/* The part of a frame that is wanted, in pixels; it lies within the frame. */
typedef struct {
    size_t frame_width, frame_height;
    size_t x, y, width, height;
} cimaging_window;

/* --- JPEG, through libjpeg --- */

typedef struct cimaging_jpeg cimaging_jpeg;

/* A decoder; NULL when there is no memory. It keeps its memory from picture to picture. */
cimaging_jpeg *cimaging_jpeg_create(void);
void cimaging_jpeg_destroy(cimaging_jpeg *jpeg);

/* Reads the header. */
cimaging_size cimaging_jpeg_size(
    cimaging_jpeg *jpeg, const uint8_t *__counted_by(count) bytes __noescape, size_t count);

/* Decodes the whole frame and keeps the window: the faults of a frame count wherever they are.
 * rgb_count: 3 * window.width * window.height. */
cimaging_fault cimaging_jpeg_decode(
    cimaging_jpeg *jpeg, const uint8_t *__counted_by(count) bytes __noescape, size_t count,
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count, cimaging_window window);

/* --- PNG, through libpng --- */

/* Reads the header. */
cimaging_size cimaging_png_size(
    const uint8_t *__counted_by(count) bytes __noescape, size_t count);

/* Reads a picture of any PNG kind as RGB: 16 bits scaled to 8, palettes and grey spread out,
 * transparency dropped. rgb_count: 3 * width * height, as cimaging_png_size said. */
cimaging_fault cimaging_png_read(
    const uint8_t *__counted_by(count) bytes __noescape, size_t count,
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count);

/* Bytes that hold any RGB picture of this size as a PNG file. */
size_t cimaging_png_room(size_t width, size_t height);

/* Writes a picture as a PNG file. The bytes written, 0 on a fault (no memory, no room). */
size_t cimaging_png_write(
    uint8_t *__counted_by(room) file __noescape, size_t room,
    const uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count, size_t width,
    size_t height);

/* --- Bayer, through libv4lconvert --- */

typedef struct cimaging_bayer cimaging_bayer;

/* A converter that speaks to no device; NULL when the library refuses. */
cimaging_bayer *cimaging_bayer_create(void);
void cimaging_bayer_destroy(cimaging_bayer *bayer);

/* Interpolates a whole frame of 8-bit Bayer samples.
 * rgb_count: 3 * width * height. count: the last row may lack its padding. */
bool cimaging_bayer_convert(
    cimaging_bayer *bayer, uint32_t four_cc,
    const uint8_t *__counted_by(count) bytes __noescape, size_t count, size_t bytes_per_row,
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count, size_t width,
    size_t height);

/* --- Rows of uncompressed frames; rgb holds 3 * width bytes ---
 *
 * YUV is BT.601, limited range, in the usual 8-bit fixed point, chroma shared by its pixels:
 *     c = y - 16, d = u - 128, e = v - 128
 *     r = (298 c         + 409 e + 128) >> 8, clipped to 0 ... 255
 *     g = (298 c - 100 d - 208 e + 128) >> 8
 *     b = (298 c + 516 d         + 128) >> 8
 * phase: 1 when the row's first pixel is the second of its chroma pair, else 0. */

void cimaging_yuyv_row(
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count,
    const uint8_t *__counted_by(count) pairs __noescape, size_t count, size_t phase);

void cimaging_nv12_row(
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count,
    const uint8_t *__counted_by(count) luma __noescape, size_t count,
    const uint8_t *__counted_by(chroma_count) chroma __noescape, size_t chroma_count,
    size_t phase);

void cimaging_yu12_row(
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count,
    const uint8_t *__counted_by(count) luma __noescape, size_t count,
    const uint8_t *__counted_by(chroma_count) u __noescape,
    const uint8_t *__counted_by(chroma_count) v __noescape, size_t chroma_count, size_t phase);

void cimaging_grey_row(
    uint8_t *__counted_by(rgb_count) rgb __noescape, size_t rgb_count,
    const uint8_t *__counted_by(width) grey __noescape, size_t width);

void cimaging_bgr_row(
    uint8_t *__counted_by(count) rgb __noescape, const uint8_t *__counted_by(count) bgr __noescape,
    size_t count);

/* rgb to rgb. */
void cimaging_copy(
    uint8_t *__counted_by(count) to __noescape, const uint8_t *__counted_by(count) from __noescape,
    size_t count);

/* --- Loops over a picture --- */

/* Uses level 0 (baseline), 1 (x86-64-v3) or 2 (x86-64-v4) of the instruction set from now on; the
 * best at first. False, and no change, when the processor lacks it. For tests. */
bool cimaging_use_level(int level);

/* One pass of the resize along the rows:
 *     out[y][d][c] = sum over t of weights[d][t] * in[y][starts[d] + t][c]
 * in 22-bit fixed point, rounded and clipped. weights: (out_width, taps).
 * Source: ALGORITHMS 1.1 (Pillow's bilinear resize). */
void cimaging_resize_rows(
    uint8_t *__counted_by(out_count) out __noescape, size_t out_count,
    const uint8_t *__counted_by(in_count) in __noescape, size_t in_count,
    const int32_t *__counted_by(out_width) starts __noescape, size_t out_width,
    const int32_t *__counted_by(weight_count) weights __noescape, size_t weight_count,
    size_t in_width);

/* The same along the columns. weights: (out_height, taps). */
void cimaging_resize_columns(
    uint8_t *__counted_by(out_count) out __noescape, size_t out_count,
    const uint8_t *__counted_by(in_count) in __noescape, size_t in_count,
    const int32_t *__counted_by(out_height) starts __noescape, size_t out_height,
    const int32_t *__counted_by(weight_count) weights __noescape, size_t weight_count);

/* Sums over a picture. */
typedef struct {
    uint64_t sum;       /* of all samples */
    uint64_t saturated; /* pixels with a sample of at least `bright` */
    uint64_t dark;      /* pixels with no sample above `dim` */
} cimaging_levels;

cimaging_levels cimaging_measure(
    const uint8_t *__counted_by(count) rgb __noescape, size_t count, uint8_t bright, uint8_t dim);

/* 64 bits that differ when the bytes differ, but for chance; no defence against intent. */
uint64_t cimaging_hash(const uint8_t *__counted_by(count) bytes __noescape, size_t count);
