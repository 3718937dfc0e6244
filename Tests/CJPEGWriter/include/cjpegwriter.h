/* Makes JPEG files for tests, of every kind that libjpeg can write. */
#pragma once

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int quality;
    int horizontal, vertical; /* chroma subsampling, 1 or 2 each */
    bool progressive;
    int restart_rows;         /* rows of blocks between restart markers; 0: none */
    bool cmyk;                /* four samples a pixel, without meaning */
    bool grey;                /* the red samples only */
} cjpegwriter_kind;

/* Writes (height, width, 3) as JPEG. The bytes written, 0 when there is no room. */
size_t cjpegwriter_write(
    uint8_t *__counted_by(room) file __noescape, size_t room,
    const uint8_t *__counted_by(count) rgb __noescape, size_t count, size_t width,
    cjpegwriter_kind kind);
