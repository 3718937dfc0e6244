/* A handler of SIGILL that knows seven instructions.
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, and the
 * Architecture Instruction Set Extensions reference, chapter 3. */
#define _GNU_SOURCE
#include "ctilemodel.h"

#if defined(__x86_64__)

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define UNWATCHED
#define LEVEL(name) name##_model
#include "../../Sources/CKernels/amx.inc"

/* The same code as of the best level, without what else that level demands of a processor. */
#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v3,amx-tile,amx-bf16,amx-int8"))), apply_to = function)
#define TILE_INSTRUCTIONS 1
#define ELEMENT uint16_t
#define DEPTH 32
#define TILED(name) bf16_##name##_model
#define TILE_PRODUCT _tile_dpbf16ps
#define SCALED(out) (void)scale
#include "../../Sources/CKernels/tile_words.inc"
#include "../../Sources/CKernels/tiles.inc"
#include "../../Sources/CKernels/tile_product.inc"
#include "../../Sources/CKernels/no_tile_words.inc"

static void scale_whole(float *sums, const float *scale) {
    for (size_t i = 0; i < 16 * 16; i++) {
        int32_t whole;
        memcpy(&whole, sums + i, sizeof whole);
        sums[i] = (float)whole * scale[i % 16];
    }
}

#define ELEMENT uint8_t
#define DEPTH 64
#define TILED(name) int8_##name##_model
#define TILE_PRODUCT _tile_dpbusd
#define SCALED(out) scale_whole(out, scale)
#include "../../Sources/CKernels/tile_words.inc"
#include "../../Sources/CKernels/tiles.inc"
#include "../../Sources/CKernels/tile_product.inc"
#include "../../Sources/CKernels/no_tile_words.inc"
#pragma clang attribute pop

/* Eight tiles of 16 rows of 64 bytes; whether they are configured. */
static _Thread_local union {
    uint8_t bytes[16][64];
    uint16_t halves[16][32];
    float sums[16][16];
    int32_t wholes[16][16];
} tile[8];
static _Thread_local bool is_configured;

/* An instruction: VEX prefix of three bytes, opcode, ModRM and what follows. */
typedef struct {
    unsigned prefix, opcode, mode, reg, rm, second; /* prefix: 0 none, 1 66, 2 F3, 3 F2 */
    uint8_t *memory;
    ptrdiff_t step;
    const uint8_t *end;
} instruction;

static _Noreturn void refuse(const char *why) {
    fprintf(stderr, "tile instruction: %s\n", why);
    abort();
}

static int32_t displacement(const uint8_t **at, size_t bytes) {
    int32_t value = 0;
    memcpy(&value, *at, bytes);
    *at += bytes;
    return bytes == 1 ? (int8_t)value : value;
}

/* The operand in memory: base + displacement, and what SIB adds, which is the step from a tile's
 * row to the next. */
static void decode_memory(
    instruction *i, const uint8_t **at, const greg_t *registers, uint8_t vex) {
    static const int order[16] = {
        REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
        REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
    const unsigned high_base = vex & 0x20 ? 0 : 8, high_index = vex & 0x40 ? 0 : 8;
    unsigned base = i->rm;
    if (i->rm == 4) {
        const uint8_t sib = *(*at)++;
        const unsigned index = (sib >> 3 & 7) | high_index;
        base = sib & 7;
        if (index != 4) i->step = registers[order[index]] << (sib >> 6);
    }
    const bool is_relative = i->mode == 0 && i->rm == 5, is_bare = i->mode == 0 && base == 5;
    greg_t place = is_bare || is_relative ? 0 : registers[order[base | high_base]];
    if (i->mode == 1) place += displacement(at, 1);
    if (i->mode == 2 || is_bare || is_relative) place += displacement(at, 4);
    if (is_relative) place += (greg_t)*at;
    i->memory = (uint8_t *)place;
}

/* False for any other instruction. */
static bool decode(instruction *i, const uint8_t *at, const greg_t *registers) {
    if (at[0] != 0xC4 || (at[1] & 0x1F) != 2) return false;
    const uint8_t vex = at[1], last = at[2];
    if ((vex & 0x80) == 0 || (last & 0x84) != 0) return false; /* R, W and L are not used */
    *i = (instruction){
        .prefix = last & 3, .opcode = at[3], .mode = at[4] >> 6, .reg = at[4] >> 3 & 7,
        .rm = at[4] & 7, .second = ~last >> 3 & 15};
    at += 5;
    if (i->mode != 3) decode_memory(i, &at, registers, vex);
    i->end = at;
    return i->opcode == 0x49 || i->opcode == 0x4B || i->opcode == 0x5C || i->opcode == 0x5E;
}

static void configure(const uint8_t *from) {
    uint8_t expected[64] = {1};
    for (size_t t = 0; t < 8; t++) {
        expected[16 + 2 * t] = 64;
        expected[48 + t] = 16;
    }
    if (memcmp(from, expected, sizeof expected) != 0) refuse("not eight whole tiles");
    memset(tile, 0, sizeof tile);
    is_configured = true;
}

static float widened(uint16_t half) {
    const uint32_t bits = (uint32_t)half << 16;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void dot(size_t sums, size_t a, size_t b) {
    for (size_t m = 0; m < 16; m++)
        for (size_t k = 0; k < 32; k++)
            for (size_t n = 0; n < 16; n++)
                tile[sums].sums[m][n] += widened(tile[a].halves[m][k])
                    * widened(tile[b].halves[k / 2][2 * n + k % 2]);
}

static void dot_bytes(size_t sums, size_t a, size_t b) {
    for (size_t m = 0; m < 16; m++)
        for (size_t k = 0; k < 64; k++)
            for (size_t n = 0; n < 16; n++)
                tile[sums].wholes[m][n] +=
                    tile[a].bytes[m][k] * (int8_t)tile[b].bytes[k / 4][4 * n + k % 4];
}

static void carry_out(const instruction *i) {
    enum { NONE = 0, OPERAND_SIZE = 1, F3 = 2, F2 = 3 };
    if (i->opcode == 0x49 && i->prefix == NONE) {
        if (i->mode != 3)
            configure(i->memory);
        else
            is_configured = false;
        return;
    }
    if (!is_configured) refuse("no configuration was loaded");
    if ((i->opcode == 0x5C || i->opcode == 0x5E)
        && (i->reg == i->rm || i->reg == i->second || i->rm == i->second))
        refuse("a product takes three different tiles");
    if (i->opcode == 0x5C && i->prefix == F3) {
        dot(i->reg, i->rm, i->second);
    } else if (i->opcode == 0x5E && i->prefix == OPERAND_SIZE) {
        dot_bytes(i->reg, i->rm, i->second);
    } else if (i->opcode == 0x49 && i->prefix == F2) {
        memset(&tile[i->reg], 0, sizeof tile[0]);
    } else if (i->opcode == 0x4B && i->prefix == F2) {
        for (ptrdiff_t r = 0; r < 16; r++)
            memcpy(tile[i->reg].bytes[r], i->memory + r * i->step, 64);
    } else if (i->opcode == 0x4B && i->prefix == F3) {
        for (ptrdiff_t r = 0; r < 16; r++)
            memcpy(i->memory + r * i->step, tile[i->reg].bytes[r], 64);
    } else {
        refuse("unknown");
    }
}

static void on_refusal(int number, siginfo_t *info, void *raw) {
    (void)info;
    ucontext_t *context = raw;
    greg_t *registers = context->uc_mcontext.gregs;
    instruction i;
    if (!decode(&i, (const uint8_t *)registers[REG_RIP], registers)) {
        signal(number, SIG_DFL); /* somebody else's: it comes again, and is not caught */
        return;
    }
    carry_out(&i);
    registers[REG_RIP] = (greg_t)i.end;
}

bool ctilemodel_exists(void) { return true; }

static void begin(struct sigaction *before) {
    (void)bf16_peak_model, (void)int8_peak_model;
    /* Where there are tiles, nothing is to trap: the configuration never does, so the model would
     * not learn of it. */
    (void)may_use_tiles();
    struct sigaction action = {.sa_sigaction = on_refusal, .sa_flags = SA_SIGINFO};
    sigaction(SIGILL, &action, before);
}

void ctilemodel_bf16_product(
    float *out, const uint16_t *in, const uint16_t *weights, const ckernels_tile_step *step) {
    struct sigaction before;
    begin(&before);
    bf16_product_model(out, in, weights, NULL, step);
    sigaction(SIGILL, &before, NULL);
}

void ctilemodel_int8_product(
    float *out, const uint8_t *in, const uint8_t *weights, const float *scale,
    const ckernels_tile_step *step) {
    struct sigaction before;
    begin(&before);
    int8_product_model(out, in, weights, scale, step);
    sigaction(SIGILL, &before, NULL);
}

#else

bool ctilemodel_exists(void) { return false; }

void ctilemodel_bf16_product(
    float *out, const uint16_t *in, const uint16_t *weights, const ckernels_tile_step *step) {
    (void)out, (void)in, (void)weights, (void)step;
}

void ctilemodel_int8_product(
    float *out, const uint8_t *in, const uint8_t *weights, const float *scale,
    const ckernels_tile_step *step) {
    (void)out, (void)in, (void)weights, (void)scale, (void)step;
}

#endif
