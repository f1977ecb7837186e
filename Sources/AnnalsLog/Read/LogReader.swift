import AnnalsCodec
package import AnnalsModel

/// Reads the log over one connection, inside one read transaction at a time.
///
/// A cursor or a follower goes on by position, so that no read transaction is held longer than a
/// batch and the WAL stays bounded. Lives on the thread of its connection.
package final class LogReader {
    /// Statements of the connection.
    package let statements: StatementCache
    /// Names behind ids.
    package let names: NameReader
    /// Bodies behind positions.
    package let bodies: BodyReader
    /// Path of the store, for error sentences.
    package let path: String

    init(statements: StatementCache, path: String) {
        self.statements = statements
        self.path = path
        names = NameReader(statements)
        bodies = BodyReader(statements)
    }

    /// Forgets what may no longer be true.
    package func forget() {
        names.forget()
        bodies.forget()
    }

    /// Finalises every statement.
    func close() {
        forget()
        statements.removeAll()
    }

    /// Position of the last event; 0 in an empty store.
    package func head() throws(StoreError) -> Int64 {
        try statements.integer("SELECT size FROM head") ?? 0
    }

    /// The current cycle.
    package func cycle() throws(StoreError) -> Int64 {
        try statements.integer("SELECT max(cycle) FROM cycles") ?? 0
    }

    /// The event at a position.
    ///
    /// - Throws: `beyondHead` if there is none.
    package func event(at position: Int64) throws(StoreError) -> Event {
        let statement = try statements.statement(
            "SELECT \(StoredEvent.columns) FROM events WHERE position = ?")
        statement.bind(1, position)
        guard try statement.step() else {
            throw StoreError(
                .beyondHead,
                "there is no event at position \(position): the log ends at \(try head())")
        }
        let row = StoredEvent(statement)
        statement.reset()
        return try event(row)
    }

    /// Gives a stored row its names and its content.
    package func event(_ row: StoredEvent) throws(StoreError) -> Event {
        let body = try bodies.body(row.body)
        let content = try body.map { bytes throws(StoreError) in try bodyContent(bytes, row) }
        return Event(
            position: row.position, stream: try names.stream(row.stream), version: row.version,
            type: try names.type(row.type), actor: try names.actor(row.actor), cycle: row.cycle,
            recordedAt: Timestamp(microseconds: row.recordedAt),
            occurredAt: row.occurredAt.map { Timestamp(microseconds: $0) },
            correlation: try row.correlation.map { id throws(StoreError) in
                try names.correlation(id)
            },
            causation: row.causation, id: row.id, change: content?.change ?? Change(),
            reason: content?.reason, isErased: body == nil)
    }

    /// How the body of an event is stored.
    package func storedBody(at position: Int64) throws(StoreError) -> StoredBodyRow {
        let statement = try statements.statement(
            "SELECT \(StoredEvent.columns) FROM events WHERE position = ?")
        statement.bind(1, position)
        guard try statement.step() else {
            throw StoreError(
                .corrupt,
                "there is no event at position \(position): restore the store from a backup",
                position: position)
        }
        defer { statement.reset() }
        return StoredEvent(statement).body
    }

    /// Links from a body down to one that needs no base.
    func chainLength(_ row: StoredBodyRow) throws(StoreError) -> Int {
        var links = 0
        var base = row.base
        while let position = base, links <= Limits.chainLinksMax {
            links += 1
            base = try statements.integer("SELECT base FROM events WHERE position = ?", position)
        }
        return links
    }
}

extension LogReader {
    /// What a plain body says.
    func bodyContent(_ body: [UInt8], _ row: StoredEvent) throws(StoreError) -> BodyContent {
        try parseBody(body, position: row.position)
    }
}
