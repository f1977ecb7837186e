import Annals
import Testing

/// Every way to edit a file, with what finds it: the rows of the page Threats.
enum TamperMatrix {
    /// How a closed file is edited.
    enum Edit: Sendable {
        /// With an SQLite shell; `older` is the same store from before its last events, `before`
        /// from before an erasure, and `digest(position)` gives the digest of a body.
        case sql(String)
        /// A copy from before the last events is put back.
        case olderCopy
        /// Another store, in itself without fault, gets its place.
        case otherStore
    }

    /// What finds an edit.
    enum Detection: String, Sendable {
        /// The file alone.
        case alone = "yes"
        /// Only a checkpoint that was kept elsewhere.
        case kept = "no"
    }

    /// A row of the page.
    struct Row: Sendable, CustomTestStringConvertible {
        let title: String
        let edit: Edit
        /// What finds it.
        let detection: Detection
        /// The kind of a finding that must be among those of the file alone.
        let kind: VerificationFinding.Kind?

        init(_ title: String, _ kind: VerificationFinding.Kind, _ sql: String) {
            self.title = title
            self.kind = kind
            edit = .sql(sql)
            detection = .alone
        }

        init(onlyKept title: String, _ edit: Edit) {
            self.title = title
            self.edit = edit
            kind = nil
            detection = .kept
        }

        var testDescription: String { title }

        /// The row as the page has it.
        var line: String { "| \(title) | \(detection.rawValue) | yes |" }
    }

    static let rows = events + whole + seals + derived + files + skilled

    /// Fields of one event.
    private static let events = [
        Row("a body is damaged", .body, set("body = zeroblob(length(body))")),
        Row("the size of a body is changed", .body, set("size = size + 1")),
        Row(
            "a body is exchanged for that of another event", .body,
            set(
                "(body, size, dictionary, base) = "
                    + "(SELECT body, size, dictionary, base FROM events WHERE position = 31)")),
        Row(
            "a packed body is damaged", .body,
            "UPDATE events SET body = zeroblob(length(body)) WHERE dictionary < -1"),
        Row(
            "a packed body is said to be text", .body,
            "UPDATE events SET dictionary = NULL, size = length(body) - 4 WHERE dictionary < -1"),
        Row(
            "the stream of an event is changed", .order,
            set("stream = stream + 1, version = 9999")),
        Row("the version of an event is changed", .order, set("version = version + 5000")),
        Row(
            "the type of an event is changed", .seal,
            "INSERT INTO event_types VALUES (99, 'task.closed');" + set("type = 99")),
        Row("the actor of an event is changed", .seal, set("actor = actor - 1")),
        Row("the cycle of an event is changed", .order, set("cycle = 1")),
        Row(
            "the recorded time of an event is changed", .seal,
            set("recorded_at = recorded_at + 1")),
        Row("the claimed time of an event is changed", .seal, set("occurred_at = 1")),
        Row("the correlation of an event is taken away", .seal, set("correlation = NULL")),
        Row("the cause of an event is changed", .seal, set("causation = 3")),
        Row("the id of an event is changed", .seal, set("id = randomblob(16)")),
        Row("the id of an event is made no id", .name, set("id = x'00'")),
    ]

    /// Events as a whole, and the names that they share.
    private static let whole = [
        Row("an actor is renamed", .seal, "UPDATE actors SET name = 'X' WHERE name = 'Agent-1'"),
        Row("a type is renamed", .seal, "UPDATE event_types SET name = 'task.z' WHERE id = 2"),
        Row("a stream is renamed", .seal, "UPDATE streams SET key = 'Z' WHERE key = 'T1'"),
        Row(
            "a name that nobody has is added", .name, "INSERT INTO actors VALUES (99, 'X', 'agent')"
        ),
        Row("the newest event is deleted", .missing, deleteNewest),
        Row(
            "the newest event is deleted, and the table head set back", .stream,
            deleteNewest + "UPDATE head SET (size, frontier, root, body_bytes, stored_bytes) = "
                + "(SELECT size, frontier, root, body_bytes, stored_bytes FROM older.head)"),
        Row(
            "an event in the middle is deleted", .missing,
            "DELETE FROM events WHERE position = 30"),
        Row(
            "two events are swapped", .body,
            """
            UPDATE events SET position = -1 WHERE position = 30;
            UPDATE events SET position = 30 WHERE position = 31;
            UPDATE events SET position = 31 WHERE position = -1
            """),
        Row(
            "an event is forged behind the last", .stray,
            """
            INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), stream, version + 1,
                type, actor, cycle, recorded_at, NULL, NULL, NULL, NULL, size, dictionary, base,
                body FROM events WHERE position = (SELECT max(position) FROM events)
            """),
        Row(
            "an event is put where the log has no place", .stray,
            "UPDATE events SET position = -5 WHERE position = 30"),
        Row(
            "a body is replaced by its digest as if it was erased", .erasure,
            set("body = randomblob(32), dictionary = -1, base = NULL")),
    ]

    /// What seals the events.
    private static let seals = [
        Row("a row of the tree is changed", .seal, "UPDATE tree SET hash = randomblob(32)"),
        Row("a row of the tree is deleted", .seal, "DELETE FROM tree WHERE n = 0"),
        Row("a row is added to the tree", .tree, "INSERT INTO tree VALUES (3, 0, randomblob(32))"),
        Row(
            "the root in the table head is changed", .head,
            "UPDATE head SET root = randomblob(32)"),
        Row("a sum in the table head is changed", .head, "UPDATE head SET body_bytes = 1000000"),
        Row(
            "a checkpoint is put into the store", .checkpoint,
            "INSERT INTO checkpoints VALUES (9, 'a note')"),
        Row("a secret is changed", .body, "UPDATE secrets SET secret = randomblob(16)"),
        Row(
            "a secret is deleted", .body,
            "DELETE FROM secrets WHERE stream = (SELECT stream FROM events WHERE position = 30)"),
        Row(
            "a salt is put to an event", .body,
            "INSERT INTO salts VALUES (30, randomblob(16))"),
        Row("a dictionary is changed", .body, "UPDATE dictionaries SET bytes = zeroblob(100)"),
        Row("a dictionary is deleted", .body, "DELETE FROM dictionaries"),
    ]

    /// What follows from the events.
    private static let derived = [
        Row("a stream's end is changed", .stream, "UPDATE streams SET head = 3 WHERE key = 'T1'"),
        Row("a cycle is changed", .administration, "UPDATE cycles SET opened_at = 5"),
        Row("a tag is moved", .administration, "UPDATE tags SET moment = 1"),
        Row("a tag is deleted", .administration, "DELETE FROM tags"),
        Row(
            "a definition is changed", .administration,
            "UPDATE projections SET source = source || ' -- x' WHERE name = 'agent_tasks'"),
        Row(
            "a row of a projection is changed", .projection,
            "UPDATE agent_tasks SET title = 'forged' WHERE task_id = 'T1'"),
        Row("a row of a projection is deleted", .projection, "DELETE FROM agent_tasks"),
        Row(
            "a row is added to a projection", .projection,
            "INSERT INTO agent_tasks (task_id) VALUES ('T9')"),
        Row(
            "a refused event is made up", .projection,
            "INSERT INTO projection_failures VALUES ('agent_tasks', 9, 1, 'x')"),
        Row("a stored document is damaged", .document, "UPDATE documents SET body = x'00'"),
        Row(
            "a stored document is moved to another version", .document,
            "UPDATE documents SET version = version + 1 WHERE size > 0"),
        Row(
            "the rest of a document is taken for all of it", .document,
            "UPDATE documents SET size = -size WHERE size < 0"),
        Row("a snapshot is damaged", .snapshot, "UPDATE snapshot_chunks SET body = x'00'"),
        Row(
            "a snapshot is moved to another position", .snapshot,
            "UPDATE snapshots SET position = position - 2"),
    ]

    /// The file.
    private static let files = [
        Row(
            "a trigger is added", .schema,
            "CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END"),
        Row("a view is added", .schema, "CREATE VIEW v AS SELECT * FROM actors"),
        Row("a table is added", .schema, "CREATE TABLE t (a)"),
        Row("an index is dropped", .schema, "DROP INDEX events_by_id"),
        Row("a table of the store is dropped", .schema, "DROP TABLE tags"),
        Row("the stored tree is dropped", .schema, "DROP TABLE tree"),
        Row("a table of a projection is dropped", .projection, "DROP TABLE agent_tasks"),
        Row("a column is added", .schema, "ALTER TABLE tags ADD COLUMN a TEXT"),
        Row(
            "the table head has a second row", .head,
            "INSERT INTO head SELECT * FROM older.head"),
        Row(
            onlyKept: "the newest event is deleted, with all that speaks of it",
            .sql(
                deleteNewest
                    + """
                    DELETE FROM events
                    WHERE position > (SELECT max(position) FROM older.events);
                    DELETE FROM streams WHERE id NOT IN (SELECT id FROM older.streams);
                    UPDATE streams SET (version, head) = (SELECT version, head
                    FROM older.streams AS o WHERE o.id = streams.id);
                    DELETE FROM tree WHERE (level, n) NOT IN (SELECT level, n FROM older.tree);
                    DELETE FROM secrets WHERE stream NOT IN (SELECT id FROM streams);
                    DELETE FROM event_types WHERE id NOT IN (SELECT id FROM older.event_types);
                    DELETE FROM snapshots
                    WHERE position > (SELECT max(position) FROM older.events);
                    DELETE FROM snapshot_chunks WHERE snapshot NOT IN (SELECT id FROM snapshots);
                    DELETE FROM head;
                    INSERT INTO head SELECT * FROM older.head
                    """)),
        Row(onlyKept: "an older copy is put back", .olderCopy),
        Row(onlyKept: "another store without fault is put in its place", .otherStore),
    ]

    private static func set(_ values: String) -> String {
        "UPDATE events SET \(values) WHERE position = 36;"
    }

    private static let deleteNewest =
        "DELETE FROM events WHERE position = (SELECT max(position) FROM events);"
}
