/* The hot loops. Every function is written once, in kernels.inc, and compiled at several levels of
 * the instruction set; the first call picks the best level the processor has.
 *
 * Arrays are dense and row-major. `__counted_by` states an array's length and `__noescape` that it
 * is not kept, so Swift sees spans, checked on entry, and no pointer crosses the boundary. Where a
 * length does not follow from the other arguments it is an argument of its own, and the one Swift
 * function that calls the kernel checks it. */
#pragma once

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CKERNELS_BASELINE = 0,    /* x86-64, or any other processor */
    CKERNELS_AVX2 = 1,        /* x86-64-v3 */
    CKERNELS_AVX2_VNNI = 2,   /* x86-64-v3, and products of bytes: AVX-VNNI */
    CKERNELS_AVX512 = 3,      /* x86-64-v4 */
    CKERNELS_AVX512_VNNI = 4, /* x86-64-v4, and products of bytes */
    CKERNELS_AMX = 5,         /* x86-64-v4, and products of bytes and of bfloat16 in tiles */
} ckernels_level;

/* The level in use. */
ckernels_level ckernels_level_in_use(void);

/* Uses `level` from now on. False, and no change, when the processor lacks it. For tests. */
bool ckernels_use_level(ckernels_level level);

/* The sides of planes before and after a change of size; at most 1024 columns each. */
typedef struct {
    size_t planes, height, width, new_height, new_width;
} ckernels_resize_step;

/* Bilinear change of size, half-pixel centres ("align_corners = false"), no antialiasing:
 *     s = max((d + 0.5) * in / out - 0.5, 0), i = floor(s), i' = min(i + 1, in - 1), f = s - i
 *     out[d] = (1 - f) * in[i] + f * in[i'], along rows and along columns.
 * out: (planes, new_height, new_width). input: (planes, height, width). */
void ckernels_resize(
    float *__counted_by(out_count) out __noescape, size_t out_count,
    const float *__counted_by(input_count) input __noescape, size_t input_count,
    ckernels_resize_step step);

/* The index of the largest value that counts; side * side if none does. Element (y, x) counts
 * unless ignored[place[y]][place[x]] is not zero; a shorter `ignored` ignores nothing.
 * A value that is not a number is larger than any.
 * values, ignored: (side, side). place: (side), each in 0 ..< side. */
size_t ckernels_maximum(
    const float *__counted_by(side * side) values __noescape,
    const uint8_t *__counted_by(ignored_count) ignored __noescape, size_t ignored_count,
    const int32_t *__counted_by(side) place __noescape, size_t side);

/* The squared norm of the solution z of L * z = x, where L is lower triangular:
 *     z[i] = (x[i] - sum over j < i of L[i][j] * z[j]) / L[i][i]
 * x: (n), z takes its place. lower: (n, n). */
double ckernels_solved_square(
    double *__counted_by(n) x __noescape,
    const double *__counted_by(n * n) lower __noescape, size_t n);

/* The Cholesky factor of a symmetric matrix, in place: L with L * L' = A, zero above the diagonal.
 * Only the lower triangle is read. The first row at which A is not positive definite; n if it is.
 * matrix: (n, n). */
size_t ckernels_cholesky(double *__counted_by(n * n) matrix __noescape, size_t n);

/* The value at place `index` if the values stood in ascending order; all are finite.
 * Three passes, each counting by 11 bits of the values' order-keeping integer form. */
float ckernels_ordered(
    const float *__counted_by(count) values __noescape, size_t count, size_t index);

/* How many values from the first on are finite. */
size_t ckernels_finite_prefix(const float *__counted_by(count) values __noescape, size_t count);

/* Takes whole blocks of 64 bytes into the state of SHA-256. Source: FIPS 180-4, 6.2.2. */
void ckernels_sha256(
    uint32_t *__counted_by(8) state __noescape,
    const uint8_t *__counted_by(64 * blocks) bytes __noescape, size_t blocks);

/* Half precision (IEEE 754 binary16), rounded to the nearest, ties to even; what is too large
 * becomes infinite. halves, values: (count). */
void ckernels_halved(
    uint16_t *__counted_by(count) halves __noescape,
    const float *__counted_by(count) values __noescape, size_t count);

/* From half precision back, exactly, and then normalised: values[i] = halves[i] * scale + shift.
 * values, halves: (count). */
void ckernels_widened(
    float *__counted_by(count) values __noescape,
    const uint16_t *__counted_by(count) halves __noescape, size_t count, float scale, float shift);

/* The sum of numbers in half precision, and of their squares, in double precision. */
typedef struct {
    double sum, squares;
} ckernels_sums;
ckernels_sums ckernels_half_sums(
    const uint16_t *__counted_by(count) halves __noescape, size_t count);
