#ifndef ANNALS_ALLOCATIONS_H
#define ANNALS_ALLOCATIONS_H

#include <stdint.h>

/// Counts what a process asks of the allocator.
///
/// A program that links this has functions `malloc`, `calloc`, `realloc` and their aligned kin that
/// hand on to those of the C library, for all libraries of the process: Swift's runtime and SQLite
/// among them. While counting is off they cost a look at one flag.

/// Whether this platform lets them be counted.
int annals_allocations_are_counted(void);

/// Begins to count, from 0, the calls of every thread.
void annals_allocations_begin(void);

/// Stops.
///
/// Returns the number of calls that asked for memory; a `realloc` is one.
int64_t annals_allocations_end(void);

#endif
