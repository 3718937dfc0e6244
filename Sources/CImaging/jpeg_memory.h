/* The memory that libjpeg takes for one picture, kept for the next.
 *
 * libjpeg frees and takes its buffers anew for each picture. Its memory manager is a table of
 * functions, so ours stands in: it cuts everything from one block, which `jpeg_memory_end` makes as
 * large as the picture needed. From the second picture of a kind on, nothing is allocated. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jpeglib.h>

struct jpeg_memory {
    struct jpeg_memory_mgr own; /* libjpeg's, while ours is installed */
    uint8_t *block;
    size_t size, used;
    struct jpeg_overflow *overflow; /* pieces that did not fit into the block */
    size_t needed;                  /* bytes handed out for this picture */
};

/* Takes over from libjpeg's manager. `info->client_data` is a zeroed `struct jpeg_memory`. */
void jpeg_memory_install(j_decompress_ptr info);
/* Gives the manager back and frees the memory. */
void jpeg_memory_remove(j_decompress_ptr info);
/* Before a picture: forgets the last one's tables, which lay in the block. */
void jpeg_memory_begin(j_decompress_ptr info);
/* After a picture: frees the overflow and makes the block large enough for the next. */
void jpeg_memory_end(j_decompress_ptr info);
