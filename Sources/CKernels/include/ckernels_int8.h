/* The loops of convolutions on bytes: maps of whole numbers from 0 to 255, weights from -127 to
 * 127, whole sums that become floats at the end.
 *
 * What one step of a map's numbers is worth, for each of its channels, is a part of the weights, as
 * is what one step of the output's is worth. A feature map lies in blocks of 64 channels, (blocks,
 * rows, columns, 64), which is what a place gives to a tile of 16 places; four blocks of sums fill
 * a block of the map. Steps and strides are in numbers; the rest as in ckernels_bf16.h. */
#pragma once

#include "ckernels_bf16.h"

/* As `ckernels_bf16_peak`. */
double ckernels_int8_peak(size_t rounds);

/* As `ckernels_bf16_product`, for a `length` that is a multiple of 64 and weights in fours, each
 * block's sums times `scale`, one of every output:
 *     out[b][t][p][o] = scale[b][o] * sum over planes q, rows r, numbers k of
 *         from[q * plane_step + r * row_step + k] * weights[b][q][r][k / 4][o][k % 4]
 * where the weights' bytes have a sign. */
void ckernels_int8_product(
    float *out, const uint8_t *in, const uint8_t *weights, const float *scale,
    const ckernels_tile_step *step);

/* The largest size of an output's weights, (channels, taps), each times its channel's unit. */
float ckernels_int8_largest(
    const float *weights, const float *units, size_t channels, size_t taps);

/* An output's weights for that, the nearest whole numbers from -127 to 127, ties away from zero,
 * and 0 for what is not finite:
 *     out[c / 64][t][c % 64 / 4][16][c % 4] = weights[c][t] * units[c] / unit
 * losses[c], unless NULL, is what rounding takes from a channel's weights, summed. */
void ckernels_int8_weights(
    uint8_t *out, float *losses, const float *weights, const float *units, float unit,
    size_t channels, size_t taps);

/* As `ckernels_store`, rounded to the nearest whole number from 0 to 255. */
void ckernels_int8_store(
    uint8_t *out, const float *sums, const float *bias, const ckernels_store_step *step);

/* As `ckernels_winograd_store`, rounded in the same way. */
void ckernels_int8_winograd_store(
    uint8_t *out, const float *m, const float *bias, const ckernels_tiles *tiles,
    const ckernels_store_step *step);

/* As `ckernels_bf16_convolve`, with the products of `ckernels_int8_product` and the end of
 * `ckernels_int8_store`. */
void ckernels_int8_convolve(
    uint8_t *out, const uint8_t *in, const uint8_t *weights, const float *scale, const float *bias,
    const ckernels_tile_step *tile, const ckernels_store_step *store);

/* The same with the end of `ckernels_bf16_store`. */
void ckernels_int8_convolve_bf16(
    uint16_t *out, const uint8_t *in, const uint8_t *weights, const float *scale,
    const float *bias, const ckernels_tile_step *tile, const ckernels_store_step *store);

/* The same as `ckernels_int8_convolve`, with the products of `ckernels_bf16_product`. */
void ckernels_bf16_convolve_int8(
    uint8_t *out, const uint16_t *in, const uint16_t *weights, const float *bias,
    const ckernels_tile_step *tile, const ckernels_store_step *store);

/* A picture's samples, of which a place has those of four rows, each with a fourth number that is
 * left as it is:
 *     out[y][x][r][c] = sample of row y + r, column x
 * Four places side by side are what a kernel of 4 x 4 reads, and a tile's depth. What lies outside
 * of the picture is left as it is.
 * out: the first inner number, rows `out_step` apart, and `border` rows more above them.
 * picture: (side, side, 3). */
void ckernels_int8_picture(
    uint8_t *out, size_t out_step, const uint8_t *picture, size_t side, size_t border);

/* As `ckernels_enlarge`, rounded to the nearest whole number. */
void ckernels_int8_enlarge(uint8_t *out, const uint8_t *in, const ckernels_enlarge_step *step);

/* As `ckernels_window_means`, over 16 channels of one block. */
void ckernels_int8_window_means(
    double *means, const uint8_t *in, size_t kernel, size_t height, size_t width,
    size_t row_step);
