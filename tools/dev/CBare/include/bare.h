#ifndef ANNALS_BARE_H
#define ANNALS_BARE_H

#include <stdint.h>

/// What Annals is measured against: the same rows in the same SQLite, and nothing else.
///
/// A source holds in memory all rows of a store that Annals made. A bare store writes them again
/// in transactions of a chosen size, with prepared statements and the pragmas of Annals, but with
/// no JSON, compression, hashing or checks. No function here is safe to call from two threads at
/// once for the same object.

/// The rows of a store, ready to be written.
typedef struct annals_bare_source annals_bare_source;

/// A store that is being written.
typedef struct annals_bare_store annals_bare_store;

/// A value of a row beside the log's own.
typedef struct {
    /// SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB or SQLITE_NULL.
    int type;
    int64_t integer;
    double real;
    /// Bytes of a text or BLOB; they are copied.
    const void *bytes;
    int count;
} annals_bare_value;

/// Reads the log of the store at `path`, which nothing may be writing.
///
/// Returns NULL where it cannot be read.
annals_bare_source *annals_bare_read(const char *path);

/// Number of events of a source.
int64_t annals_bare_count(const annals_bare_source *source);

/// Adds a statement for rows of other tables; returns its number.
int annals_bare_add_statement(annals_bare_source *source, const char *sql);

/// Adds a row of another table: what `statement` writes together with the event at `position`.
///
/// Rows are added in the order of their positions.
void annals_bare_add_row(annals_bare_source *source, int64_t position, int statement,
                         const annals_bare_value *values, int count);

/// Frees a source; no store may be using it.
void annals_bare_free(annals_bare_source *source);

/// Makes a new file at `path` with the schema of the source, and prepares every statement.
///
/// Returns NULL where it cannot be made.
annals_bare_store *annals_bare_open(const char *path, const annals_bare_source *source);

/// Writes the source's next `count` events, and all rows that come with them, as one transaction.
///
/// Returns an SQLite result code.
int annals_bare_append(annals_bare_store *store, int64_t count);

/// Closes a store; returns an SQLite result code.
int annals_bare_close(annals_bare_store *store);

#endif
