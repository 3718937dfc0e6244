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

/* As `ckernels_product`, for a `length` that is a multiple of 32 and weights in pairs:
 *     out[b][p][o] = sum over planes q, rows r, numbers k of
 *         in[p * pixel_step + q * plane_step + r * row_step + k]
 *         * weights[b][q][r][k / 2][o][k % 2]
 * All 16 outputs of a block are computed, of whole tiles of 16 pixels: `out` must have room for
 * `pixels` rounded up to 16, and what lies behind the last pixel of `in` is read as if there were
 * so many. `lanes` and `adds` have no part in it. */
void ckernels_bf16_product(
    float *out, const uint16_t *in, const uint16_t *weights, const ckernels_product_step *step);

/* A picture's samples twice, each time with a fourth number that is left as it is:
 *     out[y][x][c] = out[y][x][4 + c] = sample - 128
 * which is exact. Weights of two parts find a sample for each, and fill the tile.
 * out: the first inner number, rows `out_step` apart. picture: (side, side, 3). */
void ckernels_bf16_picture(uint16_t *out, size_t out_step, const uint8_t *picture, size_t side);

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
