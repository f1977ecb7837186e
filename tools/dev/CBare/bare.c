#include "bare.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

// A store is written again from its own rows. Each of the log's tables is a lane: a query that
// gives its rows with the position of the event they came with, and the statement that writes
// them. One more lane holds the rows of other tables, which the caller adds.

static const struct {
    const char *read;
    const char *write;
} lanes[] = {
    {"SELECT min(e.position), t.id, t.name FROM event_types AS t"
     " JOIN events AS e ON e.type = t.id GROUP BY t.id ORDER BY 1",
     "INSERT INTO event_types VALUES (?, ?)"},
    {"SELECT min(e.position), a.id, a.name, a.kind FROM actors AS a"
     " JOIN events AS e ON e.actor = a.id GROUP BY a.id ORDER BY 1",
     "INSERT INTO actors VALUES (?, ?, ?)"},
    {"SELECT min(e.position), c.id, c.name FROM correlations AS c"
     " JOIN events AS e ON e.correlation = c.id GROUP BY c.id ORDER BY 1",
     "INSERT INTO correlations VALUES (?, ?)"},
    {"SELECT e.position, s.id, s.category, s.key, 0, 0 FROM streams AS s"
     " JOIN events AS e ON e.stream = s.id AND e.version = 1 ORDER BY 1",
     "INSERT INTO streams VALUES (?, ?, ?, ?, ?)"},
    {"SELECT e.position, s.stream, s.from_version, s.secret FROM secrets AS s"
     " JOIN events AS e ON e.stream = s.stream AND e.version = s.from_version ORDER BY 1",
     "INSERT INTO secrets VALUES (?, ?, ?)"},
    {"SELECT min(e.position), d.* FROM dictionaries AS d"
     " JOIN events AS e ON e.dictionary = d.id GROUP BY d.id ORDER BY 1",
     "INSERT INTO dictionaries VALUES (?, ?, ?, ?)"},
    {"SELECT m.position, d.* FROM dictionary_sources AS d"
     " JOIN (SELECT dictionary, min(position) AS position FROM events GROUP BY 1) AS m"
     " ON m.dictionary = d.dictionary ORDER BY 1",
     "INSERT INTO dictionary_sources VALUES (?, ?)"},
    {"SELECT position, cycle, position, opened_at, actor, note FROM cycles ORDER BY 1",
     "INSERT INTO cycles VALUES (?, ?, ?, ?, ?)"},
    {"SELECT position, * FROM events ORDER BY 1",
     "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    {"SELECT (n + 1) << (8 * level), * FROM tree ORDER BY 1", "INSERT INTO tree VALUES (?, ?, ?)"},
    {"SELECT e.position, d.* FROM documents AS d"
     " JOIN events AS e ON e.stream = d.stream AND e.version = d.version ORDER BY 1",
     "INSERT INTO documents VALUES (?, ?, ?, ?, ?)"},
};

enum { lane_count = sizeof lanes / sizeof *lanes, event_lane = 8, other_lane = lane_count };

typedef struct {
    int64_t position; // of the event that it comes with
    int statement;    // number among the source's statements
    int count;
    annals_bare_value *values;
} row;

typedef struct {
    row *rows;
    int64_t count, room;
} row_list;

// Memory that is freed as a whole.
typedef struct chunk {
    struct chunk *next;
    size_t used, size;
} chunk;

struct annals_bare_source {
    chunk *memory;
    row_list lists[lane_count + 1];
    const char **statements;
    int statement_count;
    const char **schema;
    int schema_count;
    annals_bare_value head[4]; // frontier, root, body_bytes, stored_bytes
    int64_t streams;           // highest id
};

struct annals_bare_store {
    const annals_bare_source *source;
    sqlite3 *db;
    sqlite3_stmt **statements;
    sqlite3_stmt *begin, *commit, *stream, *head;
    int64_t next[lane_count + 1]; // first row of each lane that is not written
    int64_t position;
    // Ends of streams, by id, and the ids that the present transaction changed.
    int64_t *versions, *heads, *touched;
    int64_t touched_count;
};

// Keeping rows

static void *keep(annals_bare_source *source, size_t size) {
    size = (size + 15) & ~(size_t)15;
    chunk *last = source->memory;
    if (!last || last->size - last->used < size) {
        size_t room = size > 1 << 20 ? size : 1 << 20;
        chunk *new = malloc(sizeof *new + room + 16);
        *new = (chunk){.next = last, .used = 0, .size = room};
        source->memory = last = new;
    }
    void *memory = (char *)(last + 1) + last->used;
    last->used += size;
    return memory;
}

static const void *keep_bytes(annals_bare_source *source, const void *bytes, size_t count) {
    void *kept = keep(source, count + 1);
    if (count) memcpy(kept, bytes, count);
    ((char *)kept)[count] = 0;
    return kept;
}

static void add_row(annals_bare_source *source, int lane, row new) {
    row_list *list = &source->lists[lane];
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 1024;
        list->rows = realloc(list->rows, (size_t)list->room * sizeof *list->rows);
    }
    list->rows[list->count++] = new;
}

static annals_bare_value column(annals_bare_source *source, sqlite3_stmt *query, int index) {
    annals_bare_value value = {.type = sqlite3_column_type(query, index)};
    switch (value.type) {
    case SQLITE_INTEGER: value.integer = sqlite3_column_int64(query, index); break;
    case SQLITE_FLOAT: value.real = sqlite3_column_double(query, index); break;
    case SQLITE_NULL: break;
    default: {
        const void *bytes = sqlite3_column_blob(query, index);
        value.count = sqlite3_column_bytes(query, index);
        value.bytes = keep_bytes(source, bytes, (size_t)value.count);
    }
    }
    return value;
}

// Reading a source

static int read_lane(annals_bare_source *source, sqlite3 *db, int lane) {
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(db, lanes[lane].read, -1, &query, NULL);
    int statement = annals_bare_add_statement(source, lanes[lane].write);
    while (code == SQLITE_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        int count = sqlite3_column_count(query) - 1;
        row new = {sqlite3_column_int64(query, 0), statement, count,
                   keep(source, (size_t)count * sizeof *new.values)};
        for (int i = 0; i < count; i++) new.values[i] = column(source, query, i + 1);
        if (lane == event_lane && new.values[1].integer > source->streams)
            source->streams = new.values[1].integer;
        add_row(source, lane, new);
        code = SQLITE_OK;
    }
    sqlite3_finalize(query);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int read_head(annals_bare_source *source, sqlite3 *db) {
    sqlite3_stmt *query = NULL;
    const char *sql = "SELECT frontier, root, body_bytes, stored_bytes FROM head";
    int code = sqlite3_prepare_v2(db, sql, -1, &query, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        for (int i = 0; i < 4; i++) source->head[i] = column(source, query, i);
        code = SQLITE_OK;
    }
    sqlite3_finalize(query);
    return code;
}

static int read_schema(annals_bare_source *source, sqlite3 *db) {
    sqlite3_stmt *query = NULL;
    const char *sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'view'"
                      " AND name NOT LIKE 'sqlite%'";
    int code = sqlite3_prepare_v2(db, sql, -1, &query, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        size_t room = (size_t)(source->schema_count + 1) * sizeof *source->schema;
        source->schema = realloc(source->schema, room);
        source->schema[source->schema_count++] = column(source, query, 0).bytes;
        code = SQLITE_OK;
    }
    sqlite3_finalize(query);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

annals_bare_source *annals_bare_read(const char *path) {
    annals_bare_source *source = calloc(1, sizeof *source);
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    if (code == SQLITE_OK) code = read_schema(source, db);
    if (code == SQLITE_OK) code = read_head(source, db);
    for (int lane = 0; code == SQLITE_OK && lane < lane_count; lane++)
        code = read_lane(source, db, lane);
    sqlite3_close(db);
    if (code == SQLITE_OK) return source;
    annals_bare_free(source);
    return NULL;
}

int64_t annals_bare_count(const annals_bare_source *source) {
    return source->lists[event_lane].count;
}

int annals_bare_add_statement(annals_bare_source *source, const char *sql) {
    size_t room = (size_t)(source->statement_count + 1) * sizeof *source->statements;
    source->statements = realloc(source->statements, room);
    source->statements[source->statement_count] = keep_bytes(source, sql, strlen(sql));
    return source->statement_count++;
}

void annals_bare_add_row(annals_bare_source *source, int64_t position, int statement,
                         const annals_bare_value *values, int count) {
    row new = {position, statement, count, keep(source, (size_t)count * sizeof *values)};
    for (int i = 0; i < count; i++) {
        new.values[i] = values[i];
        if (values[i].type == SQLITE_TEXT || values[i].type == SQLITE_BLOB)
            new.values[i].bytes = keep_bytes(source, values[i].bytes, (size_t)values[i].count);
    }
    add_row(source, other_lane, new);
}

void annals_bare_free(annals_bare_source *source) {
    for (chunk *next, *each = source->memory; each; each = next) {
        next = each->next;
        free(each);
    }
    for (int lane = 0; lane <= lane_count; lane++) free(source->lists[lane].rows);
    free(source->statements);
    free(source->schema);
    free(source);
}

// Writing

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

static int make_schema(annals_bare_store *store) {
    // What the writer of Annals sets; the page size is SQLite's own.
    int code = sqlite3_exec(store->db,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                            "PRAGMA wal_autocheckpoint = 20000;"
                            "PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -32768;"
                            "PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; BEGIN",
                            NULL, NULL, NULL);
    for (int i = 0; code == SQLITE_OK && i < store->source->schema_count; i++)
        code = sqlite3_exec(store->db, store->source->schema[i], NULL, NULL, NULL);
    if (code != SQLITE_OK) return code;
    return sqlite3_exec(store->db,
                        "INSERT INTO head VALUES (0, zeroblob(1), zeroblob(32), 0, 0); COMMIT",
                        NULL, NULL, NULL);
}

annals_bare_store *annals_bare_open(const char *path, const annals_bare_source *source) {
    annals_bare_store *store = calloc(1, sizeof *store);
    size_t ends = (size_t)source->streams + 1;
    store->source = source;
    store->statements = calloc((size_t)source->statement_count, sizeof *store->statements);
    store->versions = calloc(ends, sizeof *store->versions);
    store->heads = calloc(ends, sizeof *store->heads);
    store->touched = calloc(ends, sizeof *store->touched);
    int isMade = sqlite3_open(path, &store->db) == SQLITE_OK && make_schema(store) == SQLITE_OK;
    for (int i = 0; isMade && i < source->statement_count; i++)
        isMade = (store->statements[i] = prepare(store->db, source->statements[i])) != NULL;
    store->begin = prepare(store->db, "BEGIN IMMEDIATE");
    store->commit = prepare(store->db, "COMMIT");
    store->stream = prepare(store->db, "UPDATE streams SET version = ?, head = ? WHERE id = ?");
    store->head = prepare(store->db, "UPDATE head SET size = ?, frontier = ?, root = ?,"
                                     " body_bytes = ?, stored_bytes = ?");
    if (isMade && store->begin && store->commit && store->stream && store->head) return store;
    annals_bare_close(store);
    return NULL;
}

static int run(sqlite3_stmt *statement) {
    sqlite3_step(statement);
    return sqlite3_reset(statement);
}

static void bind(sqlite3_stmt *statement, int index, const annals_bare_value *value) {
    switch (value->type) {
    case SQLITE_INTEGER: sqlite3_bind_int64(statement, index, value->integer); break;
    case SQLITE_FLOAT: sqlite3_bind_double(statement, index, value->real); break;
    case SQLITE_TEXT:
        sqlite3_bind_text(statement, index, value->bytes, value->count, SQLITE_STATIC);
        break;
    case SQLITE_BLOB:
        sqlite3_bind_blob(statement, index, value->bytes, value->count, SQLITE_STATIC);
        break;
    default: sqlite3_bind_null(statement, index);
    }
}

static int write_lane(annals_bare_store *store, int lane) {
    const row_list *list = &store->source->lists[lane];
    int code = SQLITE_OK;
    for (int64_t *next = &store->next[lane];
         code == SQLITE_OK && *next < list->count && list->rows[*next].position <= store->position;
         ++*next) {
        const row *each = &list->rows[*next];
        sqlite3_stmt *statement = store->statements[each->statement];
        for (int i = 0; i < each->count; i++) bind(statement, i + 1, &each->values[i]);
        code = run(statement);
        if (lane == event_lane) {
            int64_t stream = each->values[1].integer;
            // A head of 0 marks a stream that this transaction has not touched yet.
            if (!store->heads[stream]) store->touched[store->touched_count++] = stream;
            store->versions[stream] = each->values[2].integer;
            store->heads[stream] = each->position;
        }
    }
    return code;
}

static int write_ends(annals_bare_store *store) {
    int code = SQLITE_OK;
    for (int64_t i = 0; code == SQLITE_OK && i < store->touched_count; i++) {
        int64_t stream = store->touched[i];
        sqlite3_bind_int64(store->stream, 1, store->versions[stream]);
        sqlite3_bind_int64(store->stream, 2, store->heads[stream]);
        sqlite3_bind_int64(store->stream, 3, stream);
        code = run(store->stream);
        store->heads[stream] = 0;
    }
    store->touched_count = 0;
    if (code != SQLITE_OK) return code;
    sqlite3_bind_int64(store->head, 1, store->position);
    for (int i = 0; i < 4; i++) bind(store->head, i + 2, &store->source->head[i]);
    return run(store->head);
}

int annals_bare_append(annals_bare_store *store, int64_t count) {
    int64_t last = annals_bare_count(store->source);
    store->position = store->position + count < last ? store->position + count : last;
    int code = run(store->begin);
    for (int lane = 0; code == SQLITE_OK && lane <= lane_count; lane++)
        code = write_lane(store, lane);
    if (code == SQLITE_OK) code = write_ends(store);
    if (code == SQLITE_OK) return run(store->commit);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}

int annals_bare_close(annals_bare_store *store) {
    for (int i = 0; i < store->source->statement_count; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_finalize(store->stream);
    sqlite3_finalize(store->head);
    int code = sqlite3_close(store->db);
    free(store->statements);
    free(store->versions);
    free(store->heads);
    free(store->touched);
    free(store);
    return code;
}
