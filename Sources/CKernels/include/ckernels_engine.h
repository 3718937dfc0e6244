/* The loops of a network's convolutions, like all kernels at several levels of the instruction set.
 *
 * A feature map lies in blocks of 16 channels: (blocks, rows, columns, 16), so that a vector is the
 * 16 channels of one place and no patches have to be gathered. Its rows and blocks may lie further
 * apart than they are long: a border of zeros is the padding of the convolution that reads it.
 * Steps and strides are in floats.
 *
 * Where every block has room for more channels than there are, `lanes` says how many of the 16 are
 * in use, a multiple of 4: the others are not computed, or not all of them. They are zero in maps,
 * and nobody reads them in sums.
 *
 * These functions work on parts of memory that several threads share, so they take plain pointers;
 * the sizes were checked once, when the work was planned. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The channels that lie side by side. */
#define CKERNELS_BLOCK 16

/* Lets the other thread of a core run while this one looks for something. */
static inline void ckernels_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/* Does so many rounds of multiplications and additions that need no memory, which is the best that
 * the level can do, and returns how many floating-point operations that were. For measuring. */
double ckernels_peak(size_t rounds);

/* A product of every pixel of a line with all weights. */
typedef struct {
    size_t pixels, pixel_step;     /* the pixels of the line, and from one's input to the next's */
    size_t planes, plane_step;     /* the input of a pixel: planes of ... */
    size_t rows, row_step;         /* ... rows of ... */
    size_t length;                 /* ... so many floats side by side */
    size_t blocks, lanes;          /* of outputs; those of a block that are wanted, 4 to 16 */
    size_t out_step, weights_step; /* from one block's outputs and weights to the next's */
    bool adds;                     /* to what `out` has, instead of taking its place */
} ckernels_product_step;

/* out[b][p][o] = sum over planes q, rows r, floats k of
 *     in[p * pixel_step + q * plane_step + r * row_step + k] * weights[b][q][r][k][o]
 * for `lanes` outputs o of every block b, and perhaps for others up to 16. It is a matrix product
 * where planes = rows = 1, and a convolution's row where the input of neighbouring pixels
 * overlaps. */
void ckernels_product(
    float *out, const float *in, const float *weights, const ckernels_product_step *step);

/* A picture's samples as normalised floats with a border of zeros:
 *     out[y][x][c] = picture[y][x][c] * scale[c] + shift[c]
 * out: the first inner float, rows `out_step` apart. picture: (side, side, 3). */
void ckernels_picture(
    float *out, size_t out_step, const uint8_t *picture, size_t side, const float scale[3],
    const float shift[3]);

/* Where the sums of some output rows go. */
typedef struct {
    size_t blocks, lanes;         /* of the sums; of a block's places those that are in use */
    size_t rows, columns;         /* of the sums; even when pooled */
    size_t sums_step, sums_row;   /* from one block's sums, and one row's, to the next's */
    size_t plane_step, row_step;  /* of the output */
    bool rectified, pooled;
} ckernels_store_step;

/* Where sums are positive: a bit of each of a block's 16 outputs, (blocks, rows, columns). */
typedef struct {
    uint16_t *first;
    size_t plane, row; /* from one block and one row to the next */
} ckernels_sign_map;

/* The end of a convolution: v = sums + bias, at least 0 if rectified, the mean of 2x2 if pooled.
 * sums: blocks of rows of (columns, 16). bias: (blocks, 16). */
void ckernels_store(
    float *out, const float *sums, const float *bias, const ckernels_store_step *step);

/* The end of a residual block, onto what `out` holds: v = out + sums + bias, at least 0 if
 * rectified. Never pooled. */
void ckernels_add(
    float *out, const float *sums, const float *bias, const ckernels_store_step *step);

/* Windows over one block of a map. */
typedef struct {
    size_t height, width;         /* of the output */
    size_t in_height, in_width;   /* of the input */
    size_t side, stride, before;  /* of a window; how far the first begins before the map */
    size_t in_row_step, out_row_step;
} ckernels_largest_step;

/* The largest under each place of a window: out[y][x][o] = maximum over i, j < side of
 *     in[y * stride + i - before][x * stride + j - before][o], as far as it is inside of the map.
 * Every window must have a part inside. */
void ckernels_largest(float *out, const float *in, const ckernels_largest_step *step);

/* Some rows of a distance map; `other` is laid out as the step says, or NULL for zeros. */
typedef struct {
    size_t map_step; /* from one row of the map to the next */
    float scale;     /* one over the channels */
} ckernels_distance_step;

/* map[y][x] = scale * sum over blocks b and channels o of
 *     (sums[b][y][x][o] + bias[b][o] - other[b][y][x][o])^2
 * Source: EfficientAD, Algorithm 2. */
void ckernels_distance(
    float *map, const float *sums, const float *bias, const float *other,
    const ckernels_store_step *step, const ckernels_distance_step *distance);

/* Some rows of a map of distances to the nearest of many vectors. */
typedef struct {
    size_t map_step; /* from one row of the map to the next */
    size_t planes;   /* blocks of the channels that the vectors have */
    float scale;     /* one over the channels */
    bool first;      /* whether the map has nothing yet */
} ckernels_nearest_step;

/* map[y][x] = the smaller of what is there, unless it is the first, and
 *     scale * (sum over blocks p and channels c of vectors[p][y][x][c]^2
 *              + 2 * minimum over blocks b and outputs o of (sums[b][y][x][o] + bias[b][o]))
 * which is the squared distance to the nearest v, scaled, where sums are the products with -v and
 * bias is half the sum of v's squares. At least 0; not a number if a sum is none or infinite. All
 * 16 outputs of a block count; the step lays `vectors` out, and its `lanes` have no part in it.
 * Source: PatchCore (Roth et al., CVPR 2022), the distance to the nearest of a memory. */
void ckernels_nearest(
    float *map, const float *sums, const float *bias, const float *vectors,
    const ckernels_store_step *step, const ckernels_nearest_step *nearest);

/* Winograd's minimal filtering F(4x4, KxK) for kernels of K = 3 and 4: a tile of 4x4 outputs takes
 * N x N products, N = K + 3, instead of 16 * K * K.
 *     Y = A' [ (G g G') . (B' d B) ] A,  with a dot for the product of like elements
 * over the points 0, 1, -1, 1/2, -2 and infinity, and -1/2 too where K = 4.
 * Source: A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, 2015. */

/* One row of tiles among all that are worked on together. */
typedef struct {
    size_t kernel, blocks;       /* 3 or 4; blocks of channels */
    size_t lanes;                /* those of a block that are in use, of the input */
    size_t tiles, first, all;    /* tiles of the row, its first one's number, all tiles */
    size_t plane_step, row_step; /* of the feature map */
} ckernels_tiles;

/* v[i * N + j][first + t][channel] = (B' d B)[i][j] of tile t, whose input begins at in + 64 * t.
 * v: (N * N, all, blocks * 16). */
void ckernels_winograd_input(float *v, const float *in, const ckernels_tiles *tiles);

/* The outputs A' m A of a row of tiles, ended as `ckernels_store` does: `rows` at most 4, and
 * `columns` at most 4 * tiles, are kept. m: (N * N, blocks, all, 16). */
void ckernels_winograd_store(
    float *out, const float *m, const float *bias, const ckernels_tiles *tiles,
    const ckernels_store_step *step);

/* The distance map of a row of tiles, as `ckernels_distance`. */
void ckernels_winograd_distance(
    float *map, const float *m, const float *bias, const float *other, const ckernels_tiles *tiles,
    const ckernels_store_step *step, const ckernels_distance_step *distance);

/* u[i * N + j][c][o] = (G g G')[i][j] for 16 outputs o of one block and every input c, rows of one
 * (i, j) `step` apart. weights: (inputs, kernel, kernel, 16). Summed in double precision. */
void ckernels_winograd_weights(
    float *u, size_t step, const float *weights, size_t kernel, size_t inputs);

/* Bilinear change of size of one block, as `ckernels_resize`, from tables: row y of the output is
 * (1 - f) * row first + f * row second, with first = rows[2 * y], second = rows[2 * y + 1] and
 * f = row_shares[y]; columns alike. */
typedef struct {
    size_t height, width; /* of the output */
    size_t lanes;         /* those of the block that are in use */
    const int32_t *rows, *columns;
    const float *row_shares, *column_shares;
    size_t in_row_step, out_row_step;
} ckernels_enlarge_step;

void ckernels_enlarge(float *out, const float *in, const ckernels_enlarge_step *step);

/* The mean under each place of a window that slides over one block:
 *     means[i * kernel + j][o] = mean over y < height, x < width of in[y + i][x + j][o]
 * in: rows `row_step` apart. means: (kernel * kernel, 16). Summed in double precision. */
void ckernels_window_means(
    double *means, const float *in, size_t kernel, size_t height, size_t width, size_t row_step);

/* y[r] = sum over c of matrix[r][c] * x[c], in double precision. matrix: (rows, columns). */
void ckernels_matrix_vector(
    double *y, const float *matrix, const double *x, size_t rows, size_t columns);
