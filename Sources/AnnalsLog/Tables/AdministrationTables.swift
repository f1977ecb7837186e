package import AnnalsModel

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

    /// Describes a definition.
    package init(name: String, source: String, digest: [UInt8], position: Int64) {
        self.name = name
        self.source = source
        self.digest = digest
        self.position = position
    }
}

/// The tables that follow from the store's own events: `cycles`, `tags`, `projections`.
package struct AdministrationTables {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    // MARK: Writing

    /// Writes a cycle.
    func open(_ cycle: Cycle) throws(StoreError) {
        let row = try statements.statement(
            "INSERT INTO cycles (cycle, position, opened_at, actor, note) VALUES (?, ?, ?, ?, ?)")
        row.bind(1, cycle.number)
        row.bind(2, cycle.position)
        row.bind(3, cycle.openedAt.microseconds)
        row.bind(4, cycle.actor)
        row.bind(5, cycle.note)
        try row.run()
    }

    /// Writes a tag, in place of the one of its name.
    func setTag(_ tag: Tag) throws(StoreError) {
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

    /// Removes a tag.
    func removeTag(_ name: String) throws(StoreError) {
        let row = try statements.statement("DELETE FROM tags WHERE name = ?")
        row.bind(1, name)
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
        let row = try statements.statement("DELETE FROM projections WHERE name = ?")
        row.bind(1, name)
        try row.run()
        try FailureTable(statements).remove(projection: name)
        try SnapshotTable(statements).remove(projection: name)
    }

    // MARK: Cycles and tags

    /// Every cycle that was opened, first to last.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package func cycles() throws(StoreError) -> [Cycle] {
        let rows = try statements.statement(
            "SELECT cycle, position, opened_at, actor, note FROM cycles ORDER BY cycle")
        return try rows.map { row throws(StoreError) in
            let number = try row.int64(0, .cycleNumber)
            return Cycle(
                number: number, position: try row.int64(1, .cyclePosition, "cycle \(number)"),
                openedAt: Timestamp(microseconds: row.int64(2)), actor: row.text(3),
                note: row.optionalText(4))
        }
    }

    /// The current cycle; 0 before the first was opened.
    func currentCycle() throws(StoreError) -> Int64 {
        try statements.integer(.cycleNumber, "SELECT max(cycle) FROM cycles") ?? 0
    }

    /// Position of the event that opened the next cycle after one; nil if there is none.
    package func start(after cycle: Int64) throws(StoreError) -> Int64? {
        try statements.integer(
            .cyclePosition, "SELECT min(position) FROM cycles WHERE cycle > ?", cycle)
    }

    /// Every tag, by name.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package func tags() throws(StoreError) -> [Tag] {
        let rows = try statements.statement("SELECT name, moment, position FROM tags ORDER BY name")
        return try rows.map { row throws(StoreError) in
            let name = row.text(0)
            return Tag(
                name: name, moment: try row.int64(1, .tagMoment, name.terminalSafe),
                position: try row.int64(2, .tagPosition, name.terminalSafe))
        }
    }

    /// Number of tags.
    func tagCount() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM tags") ?? 0
    }

    /// The position that a tag names; nil if it is not set.
    package func moment(ofTag name: String) throws(StoreError) -> Int64? {
        let row = try statements.statement("SELECT moment FROM tags WHERE name = ?")
        row.bind(1, name)
        return try row.first { row throws(StoreError) in
            try row.int64(0, .tagMoment, name.terminalSafe)
        }
    }

    // MARK: Definitions

    /// The definitions in the store, by name.
    ///
    /// - Parameter isFollowing: Only those whose tables follow the log.
    package func definitions(
        following isFollowing: Bool = false
    ) throws(StoreError) -> [InstalledDefinition] {
        let rows = try statements.statement(
            """
            SELECT name, source, sha256, position FROM projections
            WHERE applied = -1 OR NOT ? ORDER BY name
            """)
        rows.bind(1, isFollowing ? 1 : 0)
        return try rows.map { Self.definition($0) }
    }

    /// Number of definitions.
    func definitionCount() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM projections") ?? 0
    }

    /// Whether there is a definition of a name.
    package func hasDefinition(_ name: String) throws(StoreError) -> Bool {
        let row = try statements.statement("SELECT 1 FROM projections WHERE name = ?")
        row.bind(1, name)
        return try row.first { _ in true } ?? false
    }

    /// The definition of a name; nil if there is none.
    package func definition(_ name: String) throws(StoreError) -> InstalledDefinition? {
        let row = try statements.statement(
            "SELECT name, source, sha256, position FROM projections WHERE name = ?")
        row.bind(1, name)
        return try row.first { Self.definition($0) }
    }

    /// The definitions whose tables follow the log, by name.
    ///
    /// - Parameter known: Those that were read before: one that is the same is not read again.
    package func following(
        known: [String: InstalledDefinition]
    ) throws(StoreError) -> [InstalledDefinition] {
        let rows = try statements.statement(
            "SELECT name, sha256, position FROM projections WHERE applied = -1 ORDER BY name")
        let found = try rows.map { row in
            let same = known[row.text(0)]
            let isSame = same?.digest == row.bytes(1) && same?.position == row.int64(2)
            return (name: row.text(0), known: isSame ? same : nil)
        }
        var definitions: [InstalledDefinition] = []
        for (name, known) in found {
            if let known {
                definitions.append(known)
            } else if let read = try definition(name) {
                definitions.append(read)
            }
        }
        return definitions
    }

    /// Whether a definition is in the store and its tables follow the log.
    package func isFollowing(
        _ definition: SnapshotTable.Definition
    ) throws(StoreError) -> Bool {
        let row = try statements.statement(
            "SELECT 1 FROM projections WHERE name = ? AND sha256 = ? AND applied = -1")
        row.bind(1, definition.name)
        row.bind(2, definition.digest)
        return try row.first { _ in true } ?? false
    }

    private static func definition(_ row: Statement) -> InstalledDefinition {
        InstalledDefinition(
            name: row.text(0), source: row.text(1), digest: row.bytes(2), position: row.int64(3))
    }
}
