/* The processor's tile instructions on a processor that may lack them. */
#pragma once

#include <ckernels_int8.h>

/* Whether this architecture has such instructions at all. */
bool ctilemodel_exists(void);

/* `ckernels_bf16_product` with the tile instructions that the best level uses. Each of them that
 * the processor refuses is carried out by hand, and aborts the program where the manual forbids it:
 * without a configuration, or with a tile twice. */
void ctilemodel_bf16_product(
    float *out, const uint16_t *in, const uint16_t *weights, const ckernels_tile_step *step);

/* The same of `ckernels_int8_product`. */
void ctilemodel_int8_product(
    float *out, const uint8_t *in, const uint8_t *weights, const float *scale,
    const ckernels_tile_step *step);
