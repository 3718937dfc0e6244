#include "ckernels.h"
#include "ckernels_bf16.h"
#include "ckernels_int8.h"
#include "ckernels_engine.h"
#include "ckernels_learning.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

struct engine {
    double (*peak)(size_t);
    void (*product)(float *, const float *, const float *, const ckernels_product_step *);
    void (*picture)(float *, size_t, const uint8_t *, size_t, const float *, const float *);
    void (*store)(float *, const float *, const float *, const ckernels_store_step *);
    void (*add)(float *, const float *, const float *, const ckernels_store_step *);
    void (*largest)(float *, const float *, const ckernels_largest_step *);
    void (*distance)(
        float *, const float *, const float *, const float *, const ckernels_store_step *,
        const ckernels_distance_step *);
    void (*nearest)(
        float *, const float *, const float *, const float *, const ckernels_store_step *,
        const ckernels_nearest_step *);
    void (*winograd_input)(float *, const float *, const ckernels_tiles *);
    void (*winograd_store)(
        float *, const float *, const float *, const ckernels_tiles *, const ckernels_store_step *);
    void (*winograd_distance)(
        float *, const float *, const float *, const float *, const ckernels_tiles *,
        const ckernels_store_step *, const ckernels_distance_step *);
    void (*winograd_weights)(float *, size_t, const float *, size_t, size_t);
    void (*enlarge)(float *, const float *, const ckernels_enlarge_step *);
    void (*window_means)(double *, const float *, size_t, size_t, size_t, size_t);
    void (*matrix_vector)(double *, const float *, const double *, size_t, size_t);
    double (*bf16_peak)(size_t);
    void (*bf16_product)(
        float *, const uint16_t *, const uint16_t *, const float *, const ckernels_tile_step *);
    void (*bf16_nearest)(
        float *, const uint16_t *, const uint16_t *, const float *, const float *,
        const ckernels_tile_step *, const ckernels_store_step *, const ckernels_nearest_step *);
    void (*bf16_convolve)(
        uint16_t *, const uint16_t *, const uint16_t *, const float *, const float *,
        const ckernels_tile_step *, const ckernels_store_step *,
        const ckernels_sign_map *);
    void (*bf16_picture)(uint16_t *, size_t, const uint8_t *, size_t);
    void (*bf16_split)(
        uint16_t *, uint16_t *, uint16_t *, const float *, const ckernels_split_step *);
    void (*bf16_store)(uint16_t *, const float *, const float *, const ckernels_store_step *);
    void (*bf16_distance)(
        float *, const float *, const float *, const uint16_t *, const ckernels_store_step *,
        const ckernels_distance_step *);
    void (*bf16_enlarge)(uint16_t *, const uint16_t *, const ckernels_enlarge_step *);
    void (*bf16_window_means)(double *, const uint16_t *, size_t, size_t, size_t, size_t);
    void (*bf16_convolve_int8)(
        uint8_t *, const uint16_t *, const uint16_t *, const float *, const float *,
        const ckernels_tile_step *, const ckernels_store_step *,
        const ckernels_sign_map *);
    double (*int8_peak)(size_t);
    void (*int8_convolve)(
        uint8_t *, const uint8_t *, const uint8_t *, const float *, const float *,
        const ckernels_tile_step *, const ckernels_store_step *,
        const ckernels_sign_map *);
    void (*int8_convolve_bf16)(
        uint16_t *, const uint8_t *, const uint8_t *, const float *, const float *,
        const ckernels_tile_step *, const ckernels_store_step *,
        const ckernels_sign_map *);
    void (*int8_picture)(uint8_t *, size_t, const uint8_t *, size_t, size_t);
    void (*int8_enlarge)(uint8_t *, const uint8_t *, const ckernels_enlarge_step *);
    void (*int8_product)(
        float *, const uint8_t *, const uint8_t *, const float *, const ckernels_tile_step *);
    void (*int8_winograd_store)(
        uint8_t *, const float *, const float *, const ckernels_tiles *,
        const ckernels_store_step *);
    void (*int8_store)(uint8_t *, const float *, const float *, const ckernels_store_step *);
    float (*int8_largest)(const float *, const float *, size_t, size_t);
    void (*int8_weights)(
        uint8_t *, float *, const float *, const float *, float, size_t, size_t);
    void (*int8_window_means)(double *, const uint8_t *, size_t, size_t, size_t, size_t);
};

struct learning {
    void (*winograd_planes)(float *, const float *, const ckernels_tiles *);
    void (*winograd_spread)(float *, const float *, const ckernels_tiles *);
    void (*winograd_gather)(float *, const float *, size_t, const ckernels_tiles *);
    void (*winograd_pair)(float *, size_t, float *, size_t, const float *, size_t);
    void (*winograd_pair_gradient)(float *, const float *, size_t, size_t);
    void (*flipped_pair)(float *, const float *, size_t);
    void (*end_gradient)(
        float *, float *, const float *, const float *, const ckernels_end_step *);
    void (*pool)(float *, size_t, const float *, size_t, size_t, size_t);
    void (*enlarge_gradient)(float *, const float *, const ckernels_enlarge_step *);
    void (*dropout)(float *, const ckernels_dropout_step *);
    double (*squared_error)(float *, const float *, const float *, size_t, float, bool);
    double (*hard_error)(
        float *, const float *, const float *, size_t, float, float, size_t *);
    void (*adam)(float *, float *, float *, const float *, size_t, const ckernels_adam_step *);
    void (*bf16_rounded)(uint16_t *, const float *, const ckernels_split_step *);
    void (*signs)(
        const ckernels_sign_map *, const float *, const float *, const ckernels_store_step *);
    void (*bf16_end_gradient)(
        uint16_t *, uint16_t *, float *, const void *, const void *,
        const ckernels_tile_end_step *);
    void (*bf16_pairs)(uint16_t *, const uint16_t *, size_t, const ckernels_split_step *);
    void (*bf16_pair)(uint16_t *, uint16_t *, const float *, size_t);
    void (*bf16_pair_gradient)(float *, const float *, size_t, size_t);
    void (*bf16_patches)(uint16_t *, const uint16_t *, size_t, const ckernels_split_step *);
};

struct kernels {
    const struct engine *engine;
    const struct learning *learning;
    void (*resize)(float *, const float *, const ckernels_resize_step *);
    size_t (*maximum)(const float *, const uint8_t *, const int32_t *, size_t);
    double (*solved_square)(double *, const double *, size_t);
    size_t (*cholesky)(double *, size_t);
    float (*ordered)(const float *, size_t, size_t);
    size_t (*finite_prefix)(const float *, size_t);
    void (*sha256)(uint32_t *, const uint8_t *, size_t);
    void (*halved)(uint16_t *, const float *, size_t);
    void (*widened)(float *, const uint16_t *, size_t, float, float);
    ckernels_sums (*half_sums)(const uint16_t *, size_t);
};

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The matrices of Winograd's F(4x4, KxK), computed from the points that ckernels_engine.h names.
 * Each row of B' is scaled by a power of two to a largest element of about 1, its row of G by the
 * inverse, so that no product is much larger than its result. */
static const float input_6[6][6] = {
    {0.5f, -0.75f, -1, 0.75f, 0.5f, 0}, {0, -0.5f, 0.25f, 1.25f, 0.5f, 0},
    {0, 0.5f, -1.25f, 0.25f, 0.5f, 0},  {0, -1, -0.5f, 1, 0.5f, 0},
    {0, 0.5f, -1, -0.5f, 1, 0},         {0, 0.5f, -0.75f, -1, 0.75f, 0.5f},
};
static const double weights_6[6][3] = {
    {2, 0, 0},
    {2 / 3.0, 2 / 3.0, 2 / 3.0},
    {-2 / 3.0, 2 / 3.0, -2 / 3.0},
    {-32 / 15.0, -16 / 15.0, -8 / 15.0},
    {1 / 15.0, -2 / 15.0, 4 / 15.0},
    {0, 0, 2},
};
static const float output_6[4][6] = {
    {1, 1, 1, 1, 1, 0},
    {0, 1, -1, 0.5f, -2, 0},
    {0, 1, 1, 0.25f, 4, 0},
    {0, 1, -1, 0.125f, -8, 1},
};
static const float input_7[7][7] = {
    {0.25f, 0.125f, -1.25f, -0.625f, 1, 0.5f, 0},
    {0, -0.125f, -0.1875f, 0.4375f, 0.75f, 0.25f, 0},
    {0, 0.25f, -0.125f, -1.125f, 0.5f, 0.5f, 0},
    {0, -0.5f, -1.25f, 0, 1.25f, 0.5f, 0},
    {0, 0.25f, 0, -1.25f, 0, 1, 0},
    {0, 0.5f, -0.75f, -1, 0.75f, 0.5f, 0},
    {0, 0.25f, 0.125f, -1.25f, -0.625f, 1, 0.5f},
};
static const double weights_7[7][4] = {
    {4, 0, 0, 0},
    {8 / 9.0, 8 / 9.0, 8 / 9.0, 8 / 9.0},
    {4 / 3.0, -4 / 3.0, 4 / 3.0, -4 / 3.0},
    {-32 / 15.0, -16 / 15.0, -8 / 15.0, -4 / 15.0},
    {-2 / 45.0, 4 / 45.0, -8 / 45.0, 16 / 45.0},
    {-32 / 9.0, 16 / 9.0, -8 / 9.0, 4 / 9.0},
    {0, 0, 0, 2},
};
/* The same as floats, for weights that change with every step of learning. */
static const float kernels_6[6][3] = {
    {2, 0, 0},
    {2 / 3.0f, 2 / 3.0f, 2 / 3.0f},
    {-2 / 3.0f, 2 / 3.0f, -2 / 3.0f},
    {-32 / 15.0f, -16 / 15.0f, -8 / 15.0f},
    {1 / 15.0f, -2 / 15.0f, 4 / 15.0f},
    {0, 0, 2},
};
static const float kernels_7[7][4] = {
    {4, 0, 0, 0},
    {8 / 9.0f, 8 / 9.0f, 8 / 9.0f, 8 / 9.0f},
    {4 / 3.0f, -4 / 3.0f, 4 / 3.0f, -4 / 3.0f},
    {-32 / 15.0f, -16 / 15.0f, -8 / 15.0f, -4 / 15.0f},
    {-2 / 45.0f, 4 / 45.0f, -8 / 45.0f, 16 / 45.0f},
    {-32 / 9.0f, 16 / 9.0f, -8 / 9.0f, 4 / 9.0f},
    {0, 0, 0, 2},
};
static const float output_7[4][7] = {
    {1, 1, 1, 1, 1, 1, 0},
    {0, 1, -1, 0.5f, -2, -0.5f, 0},
    {0, 1, 1, 0.25f, 4, 0.25f, 0},
    {0, 1, -1, 0.125f, -8, -0.125f, 1},
};

/* The products are most of the work: the thread sanitizer would make them twenty times slower. */
#define UNWATCHED __attribute__((no_sanitize("thread")))

#define TILE_INSTRUCTIONS 0
#define BYTE_INSTRUCTIONS 0
#define LEVEL(name) name##_baseline
#define FLOATS 4
#define PIXELS 2
#define BLOCKS 1
#include "levels.inc"

#if defined(__x86_64__)
#include "amx.inc"

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL(name) name##_avx2
#define FLOATS 8
#define PIXELS 6
#define BLOCKS 1
#include "levels.inc"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LEVEL(name) name##_avx512
#define FLOATS 16
#define PIXELS 12
#define BLOCKS 2
#include "levels.inc"
#pragma clang attribute pop

#undef BYTE_INSTRUCTIONS
#define BYTE_INSTRUCTIONS 1
#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v3,avxvnni"))), apply_to = function)
#define LEVEL(name) name##_avx2_vnni
#define FLOATS 8
#define PIXELS 6
#define BLOCKS 1
#include "levels.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v4,avx512vnni"))), apply_to = function)
#define LEVEL(name) name##_avx512_vnni
#define FLOATS 16
#define PIXELS 12
#define BLOCKS 2
#include "levels.inc"
#pragma clang attribute pop

#undef BYTE_INSTRUCTIONS
#define BYTE_INSTRUCTIONS 0
#undef TILE_INSTRUCTIONS
#define TILE_INSTRUCTIONS 1
#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v4,avx512bf16,amx-tile,amx-bf16,amx-int8"))), \
    apply_to = function)
#define LEVEL(name) name##_amx
#define FLOATS 16
#define PIXELS 12
#define BLOCKS 2
#include "levels.inc"
#pragma clang attribute pop

#include "sha256.inc"

/* The best level, NULL where the processor lacks it. */
static const struct kernels *kernels_at(ckernels_level level) {
    switch (level) {
        case CKERNELS_BASELINE: return &kernels_baseline;
        case CKERNELS_AVX2: return __builtin_cpu_supports("x86-64-v3") ? &kernels_avx2 : NULL;
        case CKERNELS_AVX2_VNNI:
            return __builtin_cpu_supports("x86-64-v3") && __builtin_cpu_supports("avxvnni")
                ? &kernels_avx2_vnni
                : NULL;
        case CKERNELS_AVX512: return __builtin_cpu_supports("x86-64-v4") ? &kernels_avx512 : NULL;
        case CKERNELS_AVX512_VNNI:
            return __builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni")
                ? &kernels_avx512_vnni
                : NULL;
        case CKERNELS_AMX:
            return __builtin_cpu_supports("x86-64-v4") && may_use_tiles() ? &kernels_amx : NULL;
    }
    return NULL;
}

#else

static const struct kernels *kernels_at(ckernels_level level) {
    return level == CKERNELS_BASELINE ? &kernels_baseline : NULL;
}

#endif

static _Atomic(const struct kernels *) in_use;

static const struct kernels *kernels(void) {
    const struct kernels *k = atomic_load_explicit(&in_use, memory_order_relaxed);
    if (k != NULL) return k;
    for (int level = CKERNELS_AMX; k == NULL; level--) k = kernels_at((ckernels_level)level);
    atomic_store_explicit(&in_use, k, memory_order_relaxed);
    return k;
}

ckernels_level ckernels_level_in_use(void) {
    for (int level = CKERNELS_AMX; level > CKERNELS_BASELINE; level--)
        if (kernels_at((ckernels_level)level) == kernels()) return (ckernels_level)level;
    return CKERNELS_BASELINE;
}

bool ckernels_use_level(ckernels_level level) {
    const struct kernels *k = kernels_at(level);
    if (k == NULL) return false;
    atomic_store_explicit(&in_use, k, memory_order_relaxed);
    return true;
}

void ckernels_resize(
    float *out, size_t out_count, const float *input, size_t input_count,
    ckernels_resize_step step) {
    (void)out_count, (void)input_count;
    kernels()->resize(out, input, &step);
}

size_t ckernels_maximum(
    const float *values, const uint8_t *ignored, size_t ignored_count, const int32_t *place,
    size_t side) {
    return kernels()->maximum(values, ignored_count == side * side ? ignored : NULL, place, side);
}

double ckernels_solved_square(double *x, const double *lower, size_t n) {
    return kernels()->solved_square(x, lower, n);
}

size_t ckernels_cholesky(double *matrix, size_t n) { return kernels()->cholesky(matrix, n); }

float ckernels_ordered(const float *values, size_t count, size_t index) {
    return kernels()->ordered(values, count, index);
}

size_t ckernels_finite_prefix(const float *values, size_t count) {
    return kernels()->finite_prefix(values, count);
}

void ckernels_sha256(uint32_t *state, const uint8_t *bytes, size_t blocks) {
#if defined(__x86_64__)
    static _Atomic(int) instructions = -1;
    int has = atomic_load_explicit(&instructions, memory_order_relaxed);
    if (has < 0) atomic_store_explicit(&instructions, has = has_sha(), memory_order_relaxed);
    /* Not at the baseline, so that tests of that level run the plain definition everywhere. */
    if (has && kernels() != &kernels_baseline) {
        sha256_instructions(state, bytes, blocks);
        return;
    }
#endif
    kernels()->sha256(state, bytes, blocks);
}

void ckernels_halved(uint16_t *halves, const float *values, size_t count) {
    kernels()->halved(halves, values, count);
}

void ckernels_widened(
    float *values, const uint16_t *halves, size_t count, float scale, float shift) {
    kernels()->widened(values, halves, count, scale, shift);
}

ckernels_sums ckernels_half_sums(const uint16_t *halves, size_t count) {
    return kernels()->half_sums(halves, count);
}

double ckernels_peak(size_t rounds) { return kernels()->engine->peak(rounds); }

void ckernels_product(
    float *out, const float *in, const float *weights, const ckernels_product_step *step) {
    kernels()->engine->product(out, in, weights, step);
}

void ckernels_picture(
    float *out, size_t out_step, const uint8_t *picture, size_t side, const float scale[3],
    const float shift[3]) {
    kernels()->engine->picture(out, out_step, picture, side, scale, shift);
}

void ckernels_store(
    float *out, const float *sums, const float *bias, const ckernels_store_step *step) {
    kernels()->engine->store(out, sums, bias, step);
}

void ckernels_add(
    float *out, const float *sums, const float *bias, const ckernels_store_step *step) {
    kernels()->engine->add(out, sums, bias, step);
}

void ckernels_largest(float *out, const float *in, const ckernels_largest_step *step) {
    kernels()->engine->largest(out, in, step);
}

void ckernels_distance(
    float *map, const float *sums, const float *bias, const float *other,
    const ckernels_store_step *step, const ckernels_distance_step *distance) {
    kernels()->engine->distance(map, sums, bias, other, step, distance);
}

void ckernels_nearest(
    float *map, const float *sums, const float *bias, const float *vectors,
    const ckernels_store_step *step, const ckernels_nearest_step *nearest) {
    kernels()->engine->nearest(map, sums, bias, vectors, step, nearest);
}

void ckernels_winograd_input(float *v, const float *in, const ckernels_tiles *tiles) {
    kernels()->engine->winograd_input(v, in, tiles);
}

void ckernels_winograd_store(
    float *out, const float *m, const float *bias, const ckernels_tiles *tiles,
    const ckernels_store_step *step) {
    kernels()->engine->winograd_store(out, m, bias, tiles, step);
}

void ckernels_winograd_distance(
    float *map, const float *m, const float *bias, const float *other, const ckernels_tiles *tiles,
    const ckernels_store_step *step, const ckernels_distance_step *distance) {
    kernels()->engine->winograd_distance(map, m, bias, other, tiles, step, distance);
}

void ckernels_winograd_weights(
    float *u, size_t step, const float *weights, size_t kernel, size_t inputs) {
    kernels()->engine->winograd_weights(u, step, weights, kernel, inputs);
}

void ckernels_enlarge(float *out, const float *in, const ckernels_enlarge_step *step) {
    kernels()->engine->enlarge(out, in, step);
}

void ckernels_window_means(
    double *means, const float *in, size_t kernel, size_t height, size_t width, size_t row_step) {
    kernels()->engine->window_means(means, in, kernel, height, width, row_step);
}

void ckernels_matrix_vector(
    double *y, const float *matrix, const double *x, size_t rows, size_t columns) {
    kernels()->engine->matrix_vector(y, matrix, x, rows, columns);
}

#include "tile_calls.inc"

#include "learning_calls.inc"
