import Annals

// What an editor does who knows the format: columns that no hash covers, what an erasure took away,
// and the sums set right afterwards.

extension TamperMatrix {
    /// Edits of somebody who also puts right what would show them.
    static let skilled = [
        Row(
            "a body is replaced by its own digest, and the sums are set right", .erasure,
            hide + setSums),
        Row(
            "the same, in a store that is then said to be restored from another", .erasure,
            restored + hide + setSums),
        Row(
            "the same, with a name that a restored store could have", .erasure,
            restored + hide + setSums
                + """
                UPDATE store SET origin = origin || '/fork/' || lower(substr(hex(id), 1, 8));
                """),
        Row("a store is said to be restored from another", .checkpoint, restored),
        Row(
            "where a store was restored from is half said", .checkpoint,
            "UPDATE store SET forked_at = 7"),
        Row(
            "an erased body is put back with all that it needs", .erasure,
            """
            UPDATE events SET (body, dictionary, base) =
                (SELECT body, dictionary, base FROM before.events AS b
                WHERE b.position = events.position) WHERE dictionary = -1;
            INSERT OR REPLACE INTO secrets SELECT * FROM before.secrets;
            INSERT OR IGNORE INTO dictionaries SELECT * FROM before.dictionaries;
            INSERT OR IGNORE INTO dictionary_sources SELECT * FROM before.dictionary_sources;
            """ + setSums),
        Row(
            "the secret of an erased body is put back", .secret,
            "INSERT OR IGNORE INTO secrets SELECT * FROM before.secrets"),
        Row(
            "some other secret is given to an erased body", .secret,
            """
            INSERT INTO secrets SELECT stream, version, randomblob(16)
            FROM events WHERE dictionary = -1
            """),
        Row(
            "nothing says any more whose bodies a dictionary quotes", .dictionary,
            "DELETE FROM dictionary_sources"),
        Row(
            "a dictionary is said to quote other streams", .dictionary,
            """
            DELETE FROM dictionary_sources WHERE stream =
                (SELECT id FROM streams WHERE category = 'task' AND key = 'T1')
            """),
        Row(
            "a dictionary is said to be of another time", .dictionary,
            "UPDATE dictionaries SET made_at = made_at + 1"),
        Row(
            "a dictionary is said to be of a larger log", .dictionary,
            "UPDATE dictionaries SET body_bytes = body_bytes + 1"),
        Row(
            "a dictionary that nobody uses is added", .dictionary,
            """
            INSERT INTO dictionaries
            SELECT 99, randomblob(100), made_at, 1 FROM dictionaries LIMIT 1;
            INSERT INTO dictionary_sources SELECT DISTINCT 99, stream FROM dictionary_sources
            """),
        Row(
            "a refused event of no projection is made up", .projection,
            "INSERT INTO projection_failures VALUES ('nosuch', 5, 1, 'made up')"),
        Row(
            "a snapshot is said to be of another definition", .snapshot,
            "UPDATE snapshots SET definition = zeroblob(32)"),
        Row(
            "a snapshot is said to be of no projection", .snapshot,
            "UPDATE snapshots SET projection = 'nosuch'"),
        Row(
            "a store is said to begin at another position", .file,
            "UPDATE store SET first_position = 10"),
    ]

    private static let hide = """
        UPDATE events SET dictionary = -1, base = NULL, body = digest(position)
        WHERE position = 36;
        """

    private static let restored = """
        UPDATE store SET forked_from = randomblob(16), forked_at = (SELECT size FROM head),
            forked_root = (SELECT root FROM head);
        """

    private static let setSums =
        "UPDATE head SET stored_bytes = (SELECT sum(length(body)) FROM events);"
}
