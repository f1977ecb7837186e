import AnnalsIntegrity
import AnnalsLog
import AnnalsModel

/// Copies what stands around the events into a new store, as it was after its last event.
struct ForkNames {
    let source: LogReader
    let target: StatementCache
    /// Position of the last event.
    let position: Int64

    // MARK: Streams

    /// Copies streams with their secrets and stored documents, some thousand at a time.
    ///
    /// - Parameter after: The id after which to go on.
    /// - Returns: The last id; nil at the end.
    func copyStreams(after: Int64, limit: Int64) throws(StoreError) -> Int64? {
        let ends = try target.statement(
            """
            SELECT stream, max(version), max(position) FROM events WHERE stream > ?
            GROUP BY stream ORDER BY stream LIMIT ?
            """)
        ends.bind(1, after)
        ends.bind(2, limit)
        var last: Int64?
        while try ends.step() {
            let (id, version, head) = (ends.int64(0), ends.int64(1), ends.int64(2))
            try copyStream(id, version: version, head: head)
            last = id
        }
        return last
    }

    private func copyStream(_ id: Int64, version: Int64, head: Int64) throws(StoreError) {
        let name = try source.names.stream(id)
        let insert = try target.statement(
            "INSERT INTO streams (id, category, key, version, head) VALUES (?, ?, ?, ?, ?)")
        insert.bind(1, id)
        insert.bind(2, name.category)
        insert.bind(3, name.id)
        insert.bind(4, version)
        insert.bind(5, head)
        try insert.run()
        try copySecrets(of: id, version: version)
        try copyRows(
            """
            SELECT stream, version, size, digest, body FROM documents
            WHERE stream = ? AND version <= ?
            """, [id, version], bytes: [3, 4],
            into:
                "INSERT INTO documents (stream, version, size, digest, body) VALUES (?, ?, ?, ?, ?)"
        )
    }

    private func copySecrets(of stream: Int64, version: Int64) throws(StoreError) {
        let insertion = "INSERT INTO secrets (stream, from_version, secret) VALUES (?, ?, ?)"
        try copyRows(
            """
            SELECT stream, from_version, secret FROM secrets
            WHERE stream = ? AND from_version <= ?
            """, [stream, version], bytes: [2], into: insertion)
        // What comes next is another event than the old store's of the same position, so that it
        // must not be salted with the same secret.
        let insert = try target.statement(insertion)
        insert.bind(1, stream)
        insert.bind(2, version + 1)
        insert.bind(3, StreamSecret.random().bytes)
        try insert.run()
    }

    // MARK: Names, clock and tags

    /// Copies the names that the events use.
    func copyNames() throws(StoreError) {
        for id in try ids("SELECT DISTINCT type FROM events ORDER BY type") {
            let insert = try target.statement("INSERT INTO event_types (id, name) VALUES (?, ?)")
            insert.bind(1, id)
            insert.bind(2, try source.names.type(id).name)
            try insert.run()
        }
        for id in try ids("SELECT DISTINCT actor FROM events ORDER BY actor") {
            let actor = try source.names.actor(id)
            let insert = try target.statement(
                "INSERT INTO actors (id, name, kind) VALUES (?, ?, ?)")
            insert.bind(1, id)
            insert.bind(2, actor.name)
            insert.bind(3, actor.kind.rawValue)
            try insert.run()
        }
        let used = "SELECT DISTINCT correlation FROM events WHERE correlation IS NOT NULL"
        for id in try ids("\(used) ORDER BY correlation") {
            let insert = try target.statement("INSERT INTO correlations (id, name) VALUES (?, ?)")
            insert.bind(1, id)
            insert.bind(2, try source.names.correlation(id))
            try insert.run()
        }
    }

    /// Copies the cycles that were open and the salts of erased epochs.
    func copyClockAndSalts() throws(StoreError) {
        let cycles = try source.statements.statement(
            """
            SELECT cycle, position, opened_at, actor, note FROM cycles
            WHERE position <= ? ORDER BY cycle
            """)
        cycles.bind(1, position)
        let insert = try target.statement(
            "INSERT INTO cycles (cycle, position, opened_at, actor, note) VALUES (?, ?, ?, ?, ?)")
        while try cycles.step() {
            insert.bind(1, cycles.int64(0))
            insert.bind(2, cycles.int64(1))
            insert.bind(3, cycles.int64(2))
            insert.bind(4, cycles.text(3))
            insert.bind(5, cycles.optionalText(4))
            try insert.run()
        }
        try copyRows(
            "SELECT position, salt FROM salts WHERE position <= ?", [position], bytes: [1],
            into: "INSERT INTO salts (position, salt) VALUES (?, ?)")
    }

    /// Sets the tags as they stood; the table of the old store knows only where they stand now.
    func copyTags() throws {
        guard let (id, head) = try source.end(of: StreamName("annals/tags")) else { return }
        let version = try source.version(of: id, at: position, head: head)
        let insert = try target.statement(
            "INSERT OR REPLACE INTO tags (name, moment, position) VALUES (?, ?, ?)")
        try source.forEachEvent(of: id, after: 0, through: version) { event in
            for (name, tag) in event.change.data {
                guard let moment = tag.asObject?["position"]?.asInt64 else { continue }
                insert.bind(1, name)
                insert.bind(2, moment)
                insert.bind(3, event.position)
                try insert.run()
            }
        }
    }

    // MARK: Rows

    /// Copies rows of integers and of the bytes in some columns.
    private func copyRows(
        _ selection: String, _ values: [Int64], bytes: Set<Int32>, into insertion: String
    ) throws(StoreError) {
        let rows = try source.statements.statement(selection)
        for (index, value) in values.enumerated() { rows.bind(Int32(index + 1), value) }
        let insert = try target.statement(insertion)
        let columns = Int32(insertion.split(separator: "?").count - 1)
        while try rows.step() {
            for column in 0..<columns {
                if bytes.contains(column) {
                    insert.bind(column + 1, rows.bytes(column))
                } else {
                    insert.bind(column + 1, rows.int64(column))
                }
            }
            try insert.run()
        }
    }

    private func ids(_ sql: String) throws(StoreError) -> [Int64] {
        let rows = try target.statement(sql)
        var ids: [Int64] = []
        while try rows.step() { ids.append(rows.int64(0)) }
        return ids
    }
}
