import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension History {
    /// Rows between two reports of progress.
    private static let rowsBetweenReports = 1_000

    /// Gives what became of each row of a projection's table between two moments, in the order of
    /// its primary key, which is SQLite's.
    ///
    /// The tables of both moments are opened in memory, where it can be with no other rows than
    /// those of streams that have an event in between, and compared by one walk over both, a row of
    /// each at a time. Rows of a table without a key are compared as a whole, each as often as it
    /// is there.
    ///
    /// - Parameters:
    ///   - table: A table of a projection.
    ///   - range: The earlier and the later moment.
    ///   - progress: Gets the share of the work that is done, 0 to 1.
    ///   - onDamage: Gets snapshots that were damaged and passed over.
    /// - Throws: `notFound` for a table that there is not, `invalidMoment` for a range that is
    ///   empty or runs backward, and what the closures throw.
    package func rowDifferences(
        of table: String, in range: MomentRange,
        progress: (Double) throws -> Void = { _ in },
        onDamage: (SnapshotStore.Damage) -> Void = { _ in },
        _ body: (RowDifference) throws -> Void
    ) throws {
        let (span, definition, table) = try log.read { reader in
            let (definition, table) = try ProjectionStore.definitions(reader).owner(of: table)
            return (try reader.span(of: range), definition, table)
        }
        if let touched = try TouchedRows(
            of: definition, after: span.after, through: span.through, in: self,
            progress: { try progress($0 * 0.8) })
        {
            try withExtendedLifetime(touched) {
                try Self.compare(
                    table, touched.before.connection, touched.now.connection, progress, body)
            }
            return try progress(1)
        }
        let before = try PastTables(
            [definition], at: span.after, of: log, in: MemoryDatabase(), check: { try progress(0) })
        try progress(0.4)
        let now = try PastTables(
            [definition], at: span.through, of: log, in: MemoryDatabase(),
            check: { try progress(0.4) })
        try progress(0.8)
        for damage in before.damaged + now.damaged { onDamage(damage) }
        try withExtendedLifetime((before, now)) {
            try Self.compare(table, before.connection, now.connection, progress, body)
        }
        try progress(1)
    }

    /// Walks over a table on two connections, which must last longer.
    private static func compare(
        _ table: ProjectionTable, _ before: OpaquePointer, _ now: OpaquePointer,
        _ progress: (Double) throws -> Void, _ body: (RowDifference) throws -> Void
    ) throws {
        var old = try OrderedRows(table, on: before)
        var new = try OrderedRows(table, on: now)
        var rows = 0
        while let difference = try next(&old, &new, onRow: { rows += 1 }) {
            try body(difference)
            if rows >= rowsBetweenReports {
                rows = 0
                try progress(0.9)
            }
        }
    }

    /// Goes on to the next row that differs; nil at the end of both.
    private static func next(
        _ old: inout OrderedRows, _ new: inout OrderedRows, onRow: () -> Void
    ) throws(StoreError) -> RowDifference? {
        while !old.isAtEnd || !new.isAtEnd {
            onRow()
            let order = old.isAtEnd ? 1 : new.isAtEnd ? -1 : old.compareKey(to: new)
            if order < 0 {
                let columns = old.otherValues.map { name, value in
                    ColumnDifference(name: name, old: value, new: nil)
                }
                let key = old.keyValues
                try old.advance()
                return RowDifference(kind: .removed, key: key, columns: columns)
            }
            if order > 0 {
                let columns = new.otherValues.map { name, value in
                    ColumnDifference(name: name, old: nil, new: value)
                }
                let key = new.keyValues
                try new.advance()
                return RowDifference(kind: .added, key: key, columns: columns)
            }
            let columns = old.differences(to: new)
            let key = columns.isEmpty ? nil : new.keyValues
            try old.advance()
            try new.advance()
            if let key { return RowDifference(kind: .changed, key: key, columns: columns) }
        }
        return nil
    }
}

extension [ProjectionDefinition] {
    /// The projection that a table belongs to, and the table.
    ///
    /// - Throws: `notFound` with the tables there are; `unsupported` for a view.
    func owner(
        of name: String
    ) throws(StoreError) -> (ProjectionDefinition, ProjectionTable) {
        for definition in self {
            if let table = definition.table(name) { return (definition, table) }
        }
        let tables = flatMap(\.tables).map(\.name).sorted()
        let hint = Spelling.hint(name, among: tables)
        let names = tables.joined(separator: ", ")
        let isView = contains { definition in
            definition.objects(.view).contains {
                $0.name.lowercased().hasSameBytes(as: name.lowercased())
            }
        }
        if isView {
            throw StoreError(
                .unsupported,
                "\(name.quotedForMessage) is a view, whose rows have no key to follow them by: "
                    + "name one of the tables, which are \(names)")
        }
        throw StoreError(
            .notFound,
            "there is no table \(name.quotedForMessage)\(hint): the tables are \(names)")
    }
}

extension LogReader {
    /// The two ends of a range that holds some event, as positions.
    ///
    /// - Throws: `invalidMoment` if the range is empty or runs backward.
    func span(of range: MomentRange) throws(StoreError) -> (after: Int64, through: Int64) {
        let (after, through) = try positions(of: range)
        guard after < through else {
            throw StoreError(
                .invalidMoment,
                "the range \(range.description.terminalSafe) holds no event: both of its ends are "
                    + "position \(after)")
        }
        return (after, through)
    }
}
