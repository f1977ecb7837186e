package import AnnalsModel

/// A row of `cycles`.
package struct OpenedCycle: Sendable {
    /// Its number.
    package let cycle: Int64
    /// Position of the event that opened it.
    package let position: Int64
    /// When that was recorded.
    package let openedAt: Timestamp
    /// Who opened it.
    package let actor: String
    /// Why, or what it is for.
    package let note: String?
}

/// A row of `tags`.
package struct SetTag: Sendable {
    /// The name of the moment.
    package let name: String
    /// The position that it names.
    package let moment: Int64
    /// Position of the event that set it.
    package let position: Int64
}

/// A row of `projections` whose tables follow the log.
package struct InstalledDefinition: Sendable {
    /// The projection's name.
    package let name: String
    /// Text of its definition.
    package let source: String
    /// SHA-256 of that text.
    package let digest: [UInt8]
    /// Position of the event that installed it.
    package let position: Int64
}

/// The tables that follow from the store's own events: `cycles`, `tags`, `projections`.
struct AdministrationTables {
    private let statements: StatementCache

    init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Writes a cycle.
    func open(_ cycle: OpenedCycle) throws(StoreError) {
        let row = try statements.statement(
            "INSERT INTO cycles (cycle, position, opened_at, actor, note) VALUES (?, ?, ?, ?, ?)")
        row.bind(1, cycle.cycle)
        row.bind(2, cycle.position)
        row.bind(3, cycle.openedAt.microseconds)
        row.bind(4, cycle.actor)
        row.bind(5, cycle.note)
        try row.run()
    }

    /// Writes a tag, in place of the one of its name.
    func setTag(_ tag: SetTag) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT INTO tags (name, moment, position) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET moment = excluded.moment, position = excluded.position
            """)
        row.bind(1, tag.name)
        row.bind(2, tag.moment)
        row.bind(3, tag.position)
        try row.run()
    }

    /// Writes a definition whose tables follow the log, in place of the one of its name.
    func install(_ definition: InstalledDefinition) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT OR REPLACE INTO projections (name, source, sha256, position, applied)
            VALUES (?, ?, ?, ?, -1)
            """)
        row.bind(1, definition.name)
        row.bind(2, definition.source)
        row.bind(3, definition.digest)
        row.bind(4, definition.position)
        try row.run()
    }

    /// Removes a definition with the failures and snapshots of its tables.
    func remove(projection name: String) throws(StoreError) {
        for sql in [
            "DELETE FROM projections WHERE name = ?",
            "DELETE FROM projection_failures WHERE projection = ?",
            """
            DELETE FROM snapshot_chunks WHERE snapshot IN
                (SELECT id FROM snapshots WHERE projection = ?)
            """,
            "DELETE FROM snapshots WHERE projection = ?",
        ] {
            let statement = try statements.statement(sql)
            statement.bind(1, name)
            try statement.run()
        }
    }
}
