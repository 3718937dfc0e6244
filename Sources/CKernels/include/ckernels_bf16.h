/* The loops of convolutions on bfloat16, the upper half of a float, with sums in floats.
 *
 * A feature map lies in blocks of 32 channels, (blocks, rows, columns, 32), which is what a place
 * gives to a tile of 16 places. A block of sums still has 16 outputs: two of them fill a block of
 * the map. Steps and strides are in numbers, whichever they are; the rest as in
 * ckernels_engine.h. */
#pragma once

#include "ckernels_engine.h"

/* As `ckernels_peak`: rounds of four products of tiles that need no memory. */
double ckernels_bf16_peak(size_t rounds);

/* A product of tiles of 16 pixels with all weights. */
typedef struct {
    size_t tiles;                  /* of pixels; two of them are a pair, which is done at once */
    size_t line_step, pixel_step;  /* from one row's and one pixel's input to that of the next */
    size_t tile_step, pair_step;   /* from a pair's first tile to its second and to the next */
    size_t planes, plane_step;     /* the input of a pixel: planes of ... */
    size_t rows, row_step;         /* ... rows of ... */
    size_t length;                 /* ... so many numbers side by side, a multiple of 32 */
    size_t group;                  /* planes whose weights meet all tiles before the next planes' */
    size_t blocks;                 /* of 16 outputs */
    size_t out_step, weights_step; /* from one block's sums and weights to the next's */
    size_t weights_gap;            /* numbers between one row's weights and the next row's */
    bool adds;                     /* whether the product is added to what `out` holds */
} ckernels_tile_step;

/* The products of every pixel p of every tile t, whose input begins at
 *     from = in + t / 2 * pair_step + t % 2 * tile_step + p * pixel_step
 * with weights in pairs:
 *     out[b][t][p][o] = sum over planes q, rows r, numbers k of
 *         from[q * plane_step + r * row_step + k] * weights[b][q][r][k / 2][o][k % 2]
 * Tiles are always whole: `out` has room for them, and `in` is read for all their pixels. */
void ckernels_bf16_product(
    float *out, const uint16_t *in, const uint16_t *weights, const ckernels_tile_step *step);

/* Some rows of a convolution whose sums never leave the first cache: of each pair of tiles the
 * products with two blocks of weights, all planes at once, which end as `ckernels_store` does.
 * When pooled, a pair's second tile is the row below. Otherwise, where `line_step` is that of
 * `sums_row / 16` pixels, the rows are one line, and pixels behind `columns` are left out.
 * `tiles` and `group` have no part in it; `out_step` must be 512. `in` is read for whole tiles. */
void ckernels_bf16_convolve(
    uint16_t *out, const uint16_t *in, const uint16_t *weights, const float *bias,
    const ckernels_tile_step *tile, const ckernels_store_step *store);

/* `ckernels_nearest` of some rows of products, which are one line and never leave the first cache.
 * `tiles` and `group` have no part in it; `out_step` must be 512. `in` is read for whole tiles. */
void ckernels_bf16_nearest(
    float *map, const uint16_t *in, const uint16_t *weights, const float *bias,
    const float *vectors, const ckernels_tile_step *tile, const ckernels_store_step *store,
    const ckernels_nearest_step *nearest);

/* A picture's samples twice, each time with a fourth number that is left as it is:
 *     out[y][x][c] = out[y][x][4 + c] = sample - 128
 * which is exact. Weights of two parts find a sample for each, and fill the tile.
 * out: the first inner number, rows `out_step` apart. picture: (side, side, 3). */
void ckernels_bf16_picture(uint16_t *out, size_t out_step, const uint8_t *picture, size_t side);

/* One block of a map of floats, and where its parts go. */
typedef struct {
    size_t rows, columns;
    size_t in_row_step, out_row_step;
} ckernels_split_step;

/* 16 channels of floats as sums of two: high = again = in, rounded to the nearest, and
 * low = in - high, rounded too. */
void ckernels_bf16_split(
    uint16_t *high, uint16_t *again, uint16_t *low, const float *in,
    const ckernels_split_step *step);

/* As `ckernels_store`, rounded to the nearest, ties to even. */
void ckernels_bf16_store(
    uint16_t *out, const float *sums, const float *bias, const ckernels_store_step *step);

/* As `ckernels_distance`. */
void ckernels_bf16_distance(
    float *map, const float *sums, const float *bias, const uint16_t *other,
    const ckernels_store_step *step, const ckernels_distance_step *distance);

/* As `ckernels_enlarge`. */
void ckernels_bf16_enlarge(uint16_t *out, const uint16_t *in, const ckernels_enlarge_step *step);

/* As `ckernels_window_means`, over 16 channels of one block. */
void ckernels_bf16_window_means(
    double *means, const uint16_t *in, size_t kernel, size_t height, size_t width,
    size_t row_step);
