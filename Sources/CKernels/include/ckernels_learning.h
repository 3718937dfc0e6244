/* The loops of learning: what gradients need beyond the engine's kernels.
 *
 * Feature maps and their gradients lie in blocks of 16 channels as in ckernels_engine.h. A
 * convolution's weights lie as (output blocks, input blocks, K, K, 16 inputs, 16 outputs); a
 * "pair" is the part of one output block and one input block. Steps are in floats. Plain
 * pointers, because several threads work on parts of the same memory. */
#pragma once

#include "ckernels_bf16.h"

/* Winograd's filtering turned round. With Y = A' [U . V] A, U = G g G' and V = B' d B, the
 * gradients of weights and input follow from M = A dY A':
 *     dg = G' (sum over tiles of V . M) G        dd = B (U . M) B'
 * so both take as few products as the convolution itself. */

/* v[i * N + j][block][first + t][16] = (B' d B)[i][j] of tile t: as `ckernels_winograd_input`, but
 * with the tiles of a block side by side. v: (N * N, blocks, all, 16). */
void ckernels_winograd_planes(float *v, const float *in, const ckernels_tiles *tiles);

/* m[i * N + j][first + t][channel] = (A dY A')[i][j] of the 4x4 tile t at in + 64 * t.
 * m: (N * N, all, blocks * 16). */
void ckernels_winograd_spread(float *m, const float *in, const ckernels_tiles *tiles);

/* Adds B W B' of every tile of a row to one block of a gradient, where neighbours overlap.
 * w: the block's (all, 16) of the first of N * N places, which lie `w_step` apart. */
void ckernels_winograd_gather(
    float *out, const float *w, size_t w_step, const ckernels_tiles *tiles);

/* U = G g G' of one pair, twice: u[i * N + j][16 inputs][16 outputs], its places `u_step` apart,
 * and t[i * N + j][16 outputs][16 inputs], `t_step` apart. weights: (K, K, 16, 16). */
void ckernels_winograd_pair(
    float *u, size_t u_step, float *t, size_t t_step, const float *weights, size_t kernel);

/* dg = G' S G of one pair: sums[i * N + j][16 outputs][16 inputs], places `step` apart, become
 * gradient (K, K, 16 inputs, 16 outputs), which is written. */
void ckernels_winograd_pair_gradient(
    float *gradient, const float *sums, size_t step, size_t kernel);

/* A pair turned by half a turn, inputs and outputs exchanged: the weights of the input's gradient.
 *     flipped[K - 1 - i][K - 1 - j][o][c] = weights[i][j][c][o] */
void ckernels_flipped_pair(float *flipped, const float *weights, size_t kernel);

/* The end of a convolution turned round, one block. With y its rectified result before pooling:
 *     d[r][c] = scale * g'[r][c] where y[r][c] > 0 or nothing is rectified, else 0
 * where g' is g, or a quarter of g[r / 2][c / 2] after pooling. Adds the sums of d to bias (16). */
typedef struct {
    size_t rows, columns;    /* of d; even if pooled */
    size_t g_row, y_row;     /* from one row to the next */
    size_t d_row, d_pixel;   /* from one row and one place to the next: d may have gaps */
    float scale;
    bool rectified, pooled;
} ckernels_end_step;

void ckernels_end_gradient(
    float *d, float *bias, const float *g, const float *y, const ckernels_end_step *step);

/* out[r][c] = the mean of in[2r ..< 2r + 2][2c ..< 2c + 2], one block. */
void ckernels_pool(
    float *out, size_t out_row, const float *in, size_t in_row, size_t rows, size_t columns);

/* The transpose of `ckernels_enlarge`, one block: adds each element of `out` to those of `in` that
 * it was taken from, by their shares. */
void ckernels_enlarge_gradient(float *in, const float *out, const ckernels_enlarge_step *step);

/* Makes each element of a block zero with probability threshold / 2^32 and scales the others.
 * Which ones follows from `seed` and the element's place alone. */
typedef struct {
    size_t rows, columns, row;
    uint32_t seed, threshold;
    float scale;
} ckernels_dropout_step;

void ckernels_dropout(float *map, const ckernels_dropout_step *step);

/* gradient[i] = (adds ? gradient[i] : 0) + scale * (a[i] - b[i]); b may be NULL for zeros.
 * Returns the sum of the squared differences. */
double ckernels_squared_error(
    float *gradient, const float *a, const float *b, size_t count, float scale, bool adds);

/* The same where (a[i] - b[i])^2 >= least, and 0 elsewhere; `kept` tells how many there were. */
double ckernels_hard_error(
    float *gradient, const float *a, const float *b, size_t count, float scale, float least,
    size_t *kept);

/* One step of Adam with L2 decay. `first` and `second` are the moments.
 *     g = gradient + decay * w;  m = b1 * m + (1 - b1) * g;  v = b2 * v + (1 - b2) * g^2
 *     w = w - rate * m / (sqrt(v) * root + epsilon)
 * with rate = learning rate / (1 - b1^t) and root = 1 / sqrt(1 - b2^t).
 * Source: D. Kingma and J. Ba, Adam, 2015. */
typedef struct {
    float rate, root, beta1, beta2, epsilon, decay;
} ckernels_adam_step;

void ckernels_adam(
    float *weights, float *first, float *second, const float *gradient, size_t count,
    const ckernels_adam_step *step);

/* Tiles take bfloat16. With outputs in the place of a tile's pixels, inputs in that of its outputs,
 * and columns as what a product sums over, the weights' gradient is a product of tiles too: for
 * each tap (i, j)
 *     sums[o][c] = sum over rows y, columns x of d[y][x][o] * in[y + i][x + j][c] */

/* One block of 16 channels, rounded, as a half of a block of 32. */
void ckernels_bf16_rounded(uint16_t *out, const float *in, const ckernels_split_step *step);

/* Where sums are positive, bias added: before pooling that is all of a map that its gradient needs.
 * The step says how `sums` lie. */
void ckernels_signs(
    const ckernels_sign_map *signs, const float *sums, const float *bias,
    const ckernels_store_step *step);

/* `ckernels_bf16_convolve`, pooled, and the signs. */
void ckernels_bf16_convolve_signs(
    uint16_t *out, const ckernels_sign_map *signs, const uint16_t *in, const uint16_t *weights,
    const float *bias, const ckernels_tile_step *tile, const ckernels_store_step *store);

/* What tells where a result was positive. */
typedef enum {
    CKERNELS_NOT_RECTIFIED,  /* nothing does, and all counts */
    CKERNELS_OF_SIGNS,       /* bits, of before pooling */
    CKERNELS_OF_HALVES,      /* the result in bfloat16, 32 a place */
    CKERNELS_OF_FLOATS,      /* the result in floats, 16 a place */
} ckernels_positive;

typedef struct {
    size_t rows, columns;      /* of d; even if pooled */
    size_t g_row, y_row;       /* from one row to the next, in numbers of g and of y */
    size_t d_row, d_pixel;     /* from one row and one place to the next: d may have gaps */
    size_t line, across_row;   /* of `across`: from one channel and one row to the next */
    float scale;
    ckernels_positive positive;
    bool pooled, halves;       /* halves: g is in bfloat16, 32 a place */
} ckernels_tile_end_step;

/* As `ckernels_end_gradient`, for tiles: one block of d rounded, as a half of a block of 32, unless
 * d is NULL, and again with a row's channels one after the other, across[y][c][x], filled up with
 * zeros to whole 16 columns. */
void ckernels_bf16_end_gradient(
    uint16_t *d, uint16_t *across, float *bias, const void *g, const void *y,
    const ckernels_tile_end_step *step);

/* A half of a block of 32 with columns in pairs: out[y][x / 2][c][x % 2]; behind an odd last column
 * is zero. `in_step` is from one column to the next. */
void ckernels_bf16_pairs(
    uint16_t *out, const uint16_t *in, size_t in_step, const ckernels_split_step *step);

/* A pair's weights for tiles, in pairs of inputs, and turned by half a turn, in pairs of outputs;
 * with T = K * K taps, each a half of 512 numbers:
 *     forward[t][c / 2][o][c % 2] = turned[T - 1 - t][o / 2][c][o % 2] = weights[t][c][o] */
void ckernels_bf16_pair(
    uint16_t *forward, uint16_t *turned, const float *weights, size_t kernel);

/* Of such sums, the T taps `step` apart, the gradient of one pair, which is written:
 *     gradient[t][c][o] = sums[t][o][c] */
void ckernels_bf16_pair_gradient(
    float *gradient, const float *sums, size_t step, size_t kernel);

/* The same for a picture in bfloat16, 8 numbers a place of which the first 4 count, and a kernel
 * of at most 4 columns: a row of it is one block of inputs, 4 for each of its columns.
 *     out[y][x / 2][4 * j + c][x % 2] = in[y][x + j][c] */
void ckernels_bf16_patches(
    uint16_t *out, const uint16_t *in, size_t kernel, const ckernels_split_step *step);
