import AnnalsCodec
package import AnnalsModel
package import Foundation

/// The table `events`.
package struct EventTable {
    let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The ids that stand in a row for names.
    struct Names {
        let stream: Int64
        let type: Int64
        let actor: Int64
        let correlation: Int64?
    }

    /// Writes the row of an event.
    func insert(_ event: SealedEvent, _ names: Names, _ body: StoredBody) throws(StoreError) {
        let row = try statements.statement(Self.insertion)
        row.bind(1, event.position)
        row.bind(2, names.stream)
        row.bind(3, event.version)
        row.bind(4, names.type)
        row.bind(5, names.actor)
        row.bind(6, event.cycle)
        row.bind(7, event.recordedAt.microseconds)
        row.bind(8, event.occurredAt?.microseconds)
        row.bind(9, names.correlation)
        row.bind(10, event.causation)
        row.bind(11, event.id?.bytes)
        row.bind(12, Int64(body.size))
        row.bind(13, body.dictionary)
        row.bind(14, body.base)
        row.bind(15, body.blob)
        try row.run()
    }

    private static let insertion = """
        INSERT INTO events (\(StoredEvent.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Position of the event that a caller gave an id.
    package func position(of id: UUID) throws(StoreError) -> Int64? {
        let row = try statements.statement("SELECT position FROM events WHERE id = ?")
        row.bind(1, id.bytes)
        return try row.first { row throws(StoreError) in row.int64(0) }
    }

    /// Gives the rows after a position, up to and including another, to a closure.
    package func forEach(
        after first: Int64, through last: Int64,
        _ body: (StoredEvent) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE position > ?1 AND position <= ?2 ORDER BY position
            """)
        rows.bind(1, first)
        rows.bind(2, last)
        try rows.forEachRow { row throws(StoreError) in try body(try StoredEvent(row)) }
    }
}
