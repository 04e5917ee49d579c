// Counts the allocations of each thread. Whoever links this target has every allocation of the
// process counted, those of its libraries too: its malloc stands before the C library's.
#ifndef SANBYO_ALLOCATION_COUNT_H
#define SANBYO_ALLOCATION_COUNT_H

#include <stddef.h>
#include <stdint.h>

/// Calls of malloc, calloc, realloc, aligned_alloc, memalign and posix_memalign by the calling
/// thread since its start.
uint64_t sanbyo_allocations_of_thread(void);

/// Bytes of the heap that are in use, by all threads.
size_t sanbyo_heap_in_use(void);

#endif
