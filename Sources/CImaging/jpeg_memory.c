#include "jpeg_memory.h"

#include <jerror.h>
#include <stdlib.h>
#include <string.h>

/* libjpeg-turbo's vector code wants rows that start and end at this many bytes, twice over. */
enum { alignment = 64 };
/* The most one picture may take: the coefficients of a progressive one of the largest size. */
static const size_t bytes_max = (size_t)1 << 29;

struct jpeg_overflow {
    struct jpeg_overflow *next;
    uint8_t *piece;
};

/* Defined by whoever manages the memory; libjpeg only passes it around. */
struct jvirt_barray_control {
    JBLOCKARRAY rows;
    JDIMENSION row_count;
};

static struct jpeg_memory *memory_of(j_common_ptr info) { return info->client_data; }

static size_t rounded_up(size_t size) { return (size + alignment - 1) & ~(size_t)(alignment - 1); }

static void fail(j_common_ptr info) {
    info->err->msg_code = JERR_OUT_OF_MEMORY;
    info->err->error_exit(info);
}

static void *take(j_common_ptr info, int pool, size_t size) {
    (void)pool;
    struct jpeg_memory *memory = memory_of(info);
    if (size > bytes_max || memory->needed + rounded_up(size) > bytes_max) fail(info);
    size = rounded_up(size);
    memory->needed += size;
    if (size <= memory->size - memory->used) {
        void *piece = memory->block + memory->used;
        memory->used += size;
        return piece;
    }
    struct jpeg_overflow *overflow = malloc(sizeof *overflow);
    if (overflow == NULL) fail(info);
    overflow->piece = aligned_alloc(alignment, size);
    overflow->next = memory->overflow;
    memory->overflow = overflow;
    if (overflow->piece == NULL) fail(info);
    return overflow->piece;
}

static JSAMPARRAY take_samples(
    j_common_ptr info, int pool, JDIMENSION row_samples, JDIMENSION row_count) {
    const size_t stride = rounded_up(row_samples);
    JSAMPARRAY rows = take(info, pool, row_count * sizeof *rows);
    JSAMPROW samples = take(info, pool, stride * row_count);
    for (JDIMENSION y = 0; y < row_count; y++) rows[y] = samples + y * stride;
    return rows;
}

static JBLOCKARRAY take_blocks(
    j_common_ptr info, int pool, JDIMENSION row_blocks, JDIMENSION row_count) {
    JBLOCKARRAY rows = take(info, pool, row_count * sizeof *rows);
    JBLOCKROW blocks = take(info, pool, (size_t)row_blocks * row_count * sizeof *blocks);
    for (JDIMENSION y = 0; y < row_count; y++) rows[y] = blocks + (size_t)y * row_blocks;
    return rows;
}

/* The whole array at once: a picture either fits the limit or is refused. */
static jvirt_barray_ptr request_blocks(
    j_common_ptr info, int pool, boolean zeroed, JDIMENSION row_blocks, JDIMENSION row_count,
    JDIMENSION rows_at_once) {
    (void)rows_at_once;
    jvirt_barray_ptr array = take(info, pool, sizeof *array);
    array->rows = take_blocks(info, pool, row_blocks, row_count);
    array->row_count = row_count;
    if (zeroed)
        for (JDIMENSION y = 0; y < row_count; y++)
            memset(array->rows[y], 0, row_blocks * sizeof(JBLOCK));
    return array;
}

static JBLOCKARRAY access_blocks(
    j_common_ptr info, jvirt_barray_ptr array, JDIMENSION first, JDIMENSION count,
    boolean writable) {
    (void)writable;
    if (first > array->row_count || count > array->row_count - first) {
        info->err->msg_code = JERR_BAD_VIRTUAL_ACCESS;
        info->err->error_exit(info);
    }
    return array->rows + first;
}

/* Only colour quantisation, which we never ask for, wants one. */
static jvirt_sarray_ptr request_samples(
    j_common_ptr info, int pool, boolean zeroed, JDIMENSION row_samples, JDIMENSION row_count,
    JDIMENSION rows_at_once) {
    (void)pool, (void)zeroed, (void)row_samples, (void)row_count, (void)rows_at_once;
    info->err->msg_code = JERR_NOTIMPL;
    info->err->error_exit(info);
    return NULL;
}

static void do_nothing(j_common_ptr info) { (void)info; }

static void free_pool(j_common_ptr info, int pool) { (void)info, (void)pool; }

void jpeg_memory_install(j_decompress_ptr info) {
    struct jpeg_memory *memory = memory_of((j_common_ptr)info);
    memory->own = *info->mem;
    info->mem->alloc_small = take;
    info->mem->alloc_large = take;
    info->mem->alloc_sarray = take_samples;
    info->mem->alloc_barray = take_blocks;
    info->mem->request_virt_sarray = request_samples;
    info->mem->request_virt_barray = request_blocks;
    info->mem->realize_virt_arrays = do_nothing;
    info->mem->access_virt_barray = access_blocks;
    info->mem->free_pool = free_pool;
}

static void free_overflow(struct jpeg_memory *memory) {
    while (memory->overflow != NULL) {
        struct jpeg_overflow *overflow = memory->overflow;
        memory->overflow = overflow->next;
        free(overflow->piece);
        free(overflow);
    }
}

/* The tables of one picture never serve the next: the same bytes give the same picture. */
static void forget_tables(j_decompress_ptr info) {
    for (int i = 0; i < NUM_QUANT_TBLS; i++) info->quant_tbl_ptrs[i] = NULL;
    for (int i = 0; i < NUM_HUFF_TBLS; i++) {
        info->dc_huff_tbl_ptrs[i] = NULL;
        info->ac_huff_tbl_ptrs[i] = NULL;
    }
}

void jpeg_memory_remove(j_decompress_ptr info) {
    struct jpeg_memory *memory = memory_of((j_common_ptr)info);
    forget_tables(info);
    free_overflow(memory);
    free(memory->block);
    *info->mem = memory->own;
}

void jpeg_memory_begin(j_decompress_ptr info) {
    struct jpeg_memory *memory = memory_of((j_common_ptr)info);
    forget_tables(info);
    memory->used = 0;
    memory->needed = 0;
}

void jpeg_memory_end(j_decompress_ptr info) {
    struct jpeg_memory *memory = memory_of((j_common_ptr)info);
    if (memory->overflow == NULL) return;
    free_overflow(memory);
    free(memory->block);
    memory->block = aligned_alloc(alignment, memory->needed);
    memory->size = memory->block == NULL ? 0 : memory->needed;
}
