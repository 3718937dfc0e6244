#include "cimaging.h"

#include <stdatomic.h>
#include <string.h>

struct loops {
    void (*yuyv_row)(uint8_t *, const uint8_t *, size_t, size_t);
    void (*nv12_row)(uint8_t *, const uint8_t *, const uint8_t *, size_t, size_t);
    void (*yu12_row)(
        uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *, size_t, size_t);
    void (*resize_rows)(
        uint8_t *, const uint8_t *, const int32_t *, const int32_t *, size_t, size_t, size_t,
        size_t);
    void (*resize_columns)(
        uint8_t *, const uint8_t *, const int32_t *, const int32_t *, size_t, size_t, size_t);
    cimaging_levels (*measure)(const uint8_t *, size_t, uint8_t, uint8_t);
};

#define LEVEL(name) name##_baseline
#include "loops.inc"
#undef LEVEL

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL(name) name##_avx2
#include "loops.inc"
#undef LEVEL
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LEVEL(name) name##_avx512
#include "loops.inc"
#undef LEVEL
#pragma clang attribute pop

static const struct loops *loops_at(int level) {
    if (level == 2) return __builtin_cpu_supports("x86-64-v4") ? &loops_avx512 : NULL;
    if (level == 1) return __builtin_cpu_supports("x86-64-v3") ? &loops_avx2 : NULL;
    return level == 0 ? &loops_baseline : NULL;
}

#else

static const struct loops *loops_at(int level) { return level == 0 ? &loops_baseline : NULL; }

#endif

static _Atomic(const struct loops *) in_use;

static const struct loops *loops(void) {
    const struct loops *chosen = atomic_load_explicit(&in_use, memory_order_relaxed);
    if (chosen != NULL) return chosen;
    for (int level = 2; chosen == NULL; level--) chosen = loops_at(level);
    atomic_store_explicit(&in_use, chosen, memory_order_relaxed);
    return chosen;
}

bool cimaging_use_level(int level) {
    const struct loops *chosen = loops_at(level);
    if (chosen == NULL) return false;
    atomic_store_explicit(&in_use, chosen, memory_order_relaxed);
    return true;
}

void cimaging_yuyv_row(
    uint8_t *rgb, size_t rgb_count, const uint8_t *pairs, size_t count, size_t phase) {
    const size_t width = rgb_count / 3;
    if (count < 4 * ((width + phase + 1) / 2)) __builtin_trap();
    loops()->yuyv_row(rgb, pairs, width, phase);
}

void cimaging_nv12_row(
    uint8_t *rgb, size_t rgb_count, const uint8_t *luma, size_t count, const uint8_t *chroma,
    size_t chroma_count, size_t phase) {
    const size_t width = rgb_count / 3;
    if (count < width || chroma_count < 2 * ((width + phase + 1) / 2)) __builtin_trap();
    loops()->nv12_row(rgb, luma, chroma, width, phase);
}

void cimaging_yu12_row(
    uint8_t *rgb, size_t rgb_count, const uint8_t *luma, size_t count, const uint8_t *u,
    const uint8_t *v, size_t chroma_count, size_t phase) {
    const size_t width = rgb_count / 3;
    if (count < width || chroma_count < (width + phase + 1) / 2) __builtin_trap();
    loops()->yu12_row(rgb, luma, u, v, width, phase);
}

void cimaging_grey_row(uint8_t *rgb, size_t rgb_count, const uint8_t *grey, size_t width) {
    if (rgb_count != 3 * width) __builtin_trap();
    for (size_t x = 0; x < width; x++)
        for (size_t c = 0; c < 3; c++) rgb[3 * x + c] = grey[x];
}

void cimaging_bgr_row(uint8_t *rgb, const uint8_t *bgr, size_t count) {
    for (size_t i = 0; i + 2 < count; i += 3) {
        rgb[i] = bgr[i + 2];
        rgb[i + 1] = bgr[i + 1];
        rgb[i + 2] = bgr[i];
    }
}

void cimaging_copy(uint8_t *to, const uint8_t *from, size_t count) { memcpy(to, from, count); }

/* Whether every result's taps lie within `length` samples. */
static bool taps_fit(const int32_t *starts, size_t count, size_t taps, size_t length) {
    if (taps == 0 || taps > length) return false;
    for (size_t i = 0; i < count; i++)
        if (starts[i] < 0 || (size_t)starts[i] > length - taps) return false;
    return true;
}

void cimaging_resize_rows(
    uint8_t *out, size_t out_count, const uint8_t *in, size_t in_count, const int32_t *starts,
    size_t out_width, const int32_t *weights, size_t weight_count, size_t in_width) {
    const size_t taps = weight_count / out_width, height = in_count / (3 * in_width);
    if (in_count != 3 * in_width * height || out_count != 3 * out_width * height ||
        weight_count != out_width * taps || !taps_fit(starts, out_width, taps, in_width))
        __builtin_trap();
    loops()->resize_rows(out, in, starts, weights, taps, in_width, out_width, height);
}

void cimaging_resize_columns(
    uint8_t *out, size_t out_count, const uint8_t *in, size_t in_count, const int32_t *starts,
    size_t out_height, const int32_t *weights, size_t weight_count) {
    const size_t taps = weight_count / out_height, row_bytes = out_count / out_height;
    const size_t in_height = in_count / row_bytes;
    if (out_count != row_bytes * out_height || in_count != row_bytes * in_height ||
        weight_count != out_height * taps || !taps_fit(starts, out_height, taps, in_height))
        __builtin_trap();
    loops()->resize_columns(out, in, starts, weights, taps, row_bytes, out_height);
}

cimaging_levels cimaging_measure(
    const uint8_t *rgb, size_t count, uint8_t bright, uint8_t dim) {
    return loops()->measure(rgb, count / 3, bright, dim);
}

static uint64_t load(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Two odd constants with bits all over; nothing else is asked of them. */
static const uint64_t spread = 0x9E3779B97F4A7C15, mix = 0xD6E8FEB86659FD93;

static uint64_t absorb(uint64_t state, uint64_t word) {
    state = (state ^ word) * mix;
    return state ^ state >> 29;
}

uint64_t cimaging_hash(const uint8_t *bytes, size_t count) {
    uint64_t lanes[4] = {spread, 2 * spread, 3 * spread, 4 * spread};
    size_t at = 0;
    for (; count - at >= 32; at += 32)
        for (size_t i = 0; i < 4; i++) lanes[i] = absorb(lanes[i], load(bytes + at + 8 * i));
    uint64_t state = count * spread;
    for (size_t i = 0; i < 4; i++) state = absorb(state, lanes[i]);
    for (; at < count; at++) state = absorb(state, bytes[at]);
    return absorb(state, spread);
}
