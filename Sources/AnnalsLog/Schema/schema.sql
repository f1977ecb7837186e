-- Format 1 of an Annals store. The page FORMAT of the documentation says what the bytes mean.

-- Who this store is: exactly one row.
CREATE TABLE store (
    id BLOB NOT NULL,                  -- UUID of this store, 16 bytes
    origin TEXT NOT NULL,              -- name of the log in checkpoints, unique in the world
    created_at INTEGER NOT NULL,       -- µs since 1970 UTC
    first_position INTEGER NOT NULL,   -- position of the first event held here, 1
    forked_from BLOB,                  -- UUID of the store this one was restored from
    forked_at INTEGER,                 -- position it was restored at
    forked_root BLOB                   -- root of the parent's tree at that position, 32 bytes
) STRICT;

-- One row a thing whose history is kept.
CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    category TEXT NOT NULL,            -- before the first slash of the name
    key TEXT NOT NULL,                 -- after it
    version INTEGER NOT NULL,          -- number of its events
    head INTEGER NOT NULL,             -- position of its last event
    UNIQUE (category, key)
) STRICT;

CREATE TABLE event_types (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE          -- category.verb
) STRICT;

CREATE TABLE actors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                -- agent, human, service or system
    UNIQUE (name, kind)
) STRICT;

CREATE TABLE correlations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE          -- a run or conversation, as the caller names it
) STRICT;

-- The log: one row an event, never changed but by erasure and recompression.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,      -- 1, 2, 3 … without gaps
    stream INTEGER NOT NULL,           -- streams.id
    version INTEGER NOT NULL,          -- 1-based place in the stream
    type INTEGER NOT NULL,             -- event_types.id
    actor INTEGER NOT NULL,            -- actors.id
    cycle INTEGER NOT NULL,            -- the fleet's logical clock
    recorded_at INTEGER NOT NULL,      -- µs since 1970 UTC, never decreases
    occurred_at INTEGER,               -- µs since 1970 UTC, as the caller claims
    correlation INTEGER,               -- correlations.id
    causation INTEGER,                 -- position of the event that caused it
    id BLOB,                           -- the caller's UUID, 16 bytes: the idempotency key
    size INTEGER NOT NULL,             -- bytes of the body before compression
    dictionary INTEGER,                -- NULL raw, 0 LZ4 alone, n LZ4 with dictionary n, -1 erased
    base INTEGER,                      -- position whose body extends the dictionary
    body BLOB NOT NULL,                -- 4 check bytes and the payload; erased: the 32-byte digest
    UNIQUE (stream, version)
) STRICT;
CREATE INDEX events_by_type ON events (type);
CREATE INDEX events_by_actor ON events (actor);
CREATE INDEX events_by_correlation ON events (correlation) WHERE correlation IS NOT NULL;
CREATE INDEX events_by_causation ON events (causation) WHERE causation IS NOT NULL;
CREATE UNIQUE INDEX events_by_id ON events (id) WHERE id IS NOT NULL;

-- What makes a guessed body unprovable: one secret a stream and epoch.
CREATE TABLE secrets (
    stream INTEGER NOT NULL,           -- streams.id
    from_version INTEGER NOT NULL,     -- first version of the epoch
    secret BLOB NOT NULL,              -- 16 random bytes
    PRIMARY KEY (stream, from_version)
) STRICT, WITHOUT ROWID;

-- The salts of events whose epoch's secret was replaced because one of its events was erased.
CREATE TABLE salts (
    position INTEGER PRIMARY KEY,
    salt BLOB NOT NULL                 -- 16 bytes
) STRICT;

-- LZ4 dictionaries, trained from the store's own bodies.
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL,               -- at most 65,536
    made_at INTEGER NOT NULL,          -- µs since 1970 UTC
    body_bytes INTEGER NOT NULL        -- head.body_bytes when it was trained
) STRICT;

-- Whose bodies a dictionary quotes, so that erasing a stream reaches them.
CREATE TABLE dictionary_sources (
    dictionary INTEGER NOT NULL,       -- dictionaries.id
    stream INTEGER NOT NULL,           -- streams.id
    PRIMARY KEY (dictionary, stream)
) STRICT, WITHOUT ROWID;

-- Merkle tree over the leaves: the root of each complete subtree of 256^level leaves.
CREATE TABLE tree (
    level INTEGER NOT NULL,            -- 1, 2, 3 …
    n INTEGER NOT NULL,                -- 0-based place in its level
    hash BLOB NOT NULL,                -- 32 bytes
    PRIMARY KEY (level, n)
) STRICT, WITHOUT ROWID;

-- Where the log ends: exactly one row, rewritten by every append transaction.
CREATE TABLE head (
    size INTEGER NOT NULL,             -- number of events, which is the last position
    frontier BLOB NOT NULL,            -- roots of the complete subtrees at the right edge
    root BLOB NOT NULL,                -- root of the whole tree, 32 bytes
    body_bytes INTEGER NOT NULL,       -- sum of events.size
    stored_bytes INTEGER NOT NULL      -- sum of the bytes of events.body
) STRICT;

-- Signed statements about the tree.
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,          -- tree size it speaks of
    note TEXT NOT NULL                 -- C2SP signed note
) STRICT;

-- Stored folds of long streams: a checked cache.
CREATE TABLE documents (
    stream INTEGER NOT NULL,           -- streams.id
    version INTEGER NOT NULL,          -- version it is the state after
    size INTEGER NOT NULL,             -- bytes before compression
    digest BLOB NOT NULL,              -- SHA-256 of those bytes
    body BLOB NOT NULL,                -- LZ4 block, or the bytes themselves where no smaller
    PRIMARY KEY (stream, version)
) STRICT;

-- Derived from annals.cycle-opened.
CREATE TABLE cycles (
    cycle INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,         -- position of the event that opened it
    opened_at INTEGER NOT NULL,        -- µs since 1970 UTC
    actor TEXT NOT NULL,
    note TEXT
) STRICT;

-- Derived from annals.tag-set.
CREATE TABLE tags (
    name TEXT PRIMARY KEY,
    moment INTEGER NOT NULL,           -- position it names
    position INTEGER NOT NULL          -- position of the event that set it
) STRICT;

-- Derived from annals.projection-added, -changed and -removed.
CREATE TABLE projections (
    name TEXT PRIMARY KEY,
    source TEXT NOT NULL,              -- text of the definition file
    sha256 BLOB NOT NULL,              -- of that text
    position INTEGER NOT NULL,         -- position of the event that installed it
    applied INTEGER NOT NULL           -- position its tables are filled up to; -1: follows head
) STRICT;

-- Events that a projection's own tables refused, the same after every rebuild.
CREATE TABLE projection_failures (
    projection TEXT NOT NULL,
    position INTEGER NOT NULL,         -- the event
    line INTEGER NOT NULL,             -- line of the statement in the definition file
    message TEXT NOT NULL,             -- SQLite's words
    PRIMARY KEY (projection, position)
) STRICT, WITHOUT ROWID;

-- Page images of a projection's tables: a checked cache.
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    projection TEXT NOT NULL,
    definition BLOB NOT NULL,          -- projections.sha256 it was made with
    position INTEGER NOT NULL,         -- state after this event
    base INTEGER,                      -- NULL, or the older snapshot that it goes on from
    size INTEGER NOT NULL,             -- bytes before compression
    stored INTEGER NOT NULL,           -- bytes of its chunks
    matched INTEGER NOT NULL,          -- stored bytes of events its patterns match up to position
    digest BLOB NOT NULL,              -- SHA-256 of the digest of base and the bytes
    complete INTEGER NOT NULL,         -- 1 once every chunk is there
    UNIQUE (projection, position)
) STRICT;

CREATE TABLE snapshot_chunks (
    snapshot INTEGER NOT NULL,         -- snapshots.id
    n INTEGER NOT NULL,                -- 0-based
    size INTEGER NOT NULL,             -- bytes before compression, at most 1,048,576
    body BLOB NOT NULL,                -- LZ4 block, or the bytes themselves where no smaller
    PRIMARY KEY (snapshot, n)
) STRICT;

-- Every event's envelope with its names, for any SQLite shell.
CREATE VIEW event_log AS
SELECT e.position,
       s.category || '/' || s.key AS stream,
       e.version,
       t.name AS type,
       a.name AS actor,
       a.kind,
       e.cycle,
       strftime('%Y-%m-%dT%H:%M:%S', e.recorded_at / 1000000, 'unixepoch')
           || printf('.%06dZ', e.recorded_at % 1000000) AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%S', (e.occurred_at - (e.occurred_at % 1000000 + 1000000)
           % 1000000) / 1000000, 'unixepoch')
           || printf('.%06dZ', (e.occurred_at % 1000000 + 1000000) % 1000000) AS occurred_at,
       c.name AS correlation,
       e.causation,
       lower(hex(e.id)) AS id,
       e.size,
       length(e.body) AS stored
FROM events AS e
JOIN streams AS s ON s.id = e.stream
JOIN event_types AS t ON t.id = e.type
JOIN actors AS a ON a.id = e.actor
LEFT JOIN correlations AS c ON c.id = e.correlation;
