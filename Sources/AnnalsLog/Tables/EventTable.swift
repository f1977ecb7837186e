import AnnalsCodec
import AnnalsModel

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
        row.bind(13, body.storage.column)
        row.bind(14, body.base)
        try row.run(lending: body.blob, as: 15)
        if body.storage.isPacked { try Format.raise(to: 2, statements) }
    }

    private static let insertion = """
        INSERT INTO events (\(StoredEvent.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}
