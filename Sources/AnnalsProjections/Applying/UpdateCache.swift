import AnnalsLog
import AnnalsModel

/// The `UPDATE` statements of a merge, one for each set of columns, the latest used kept.
struct UpdateCache {
    private struct Entry {
        let statement: Statement
        var lastUse: UInt64
    }

    /// Statements kept: real histories touch some dozens of sets again and again.
    static let capacity = 64

    private let connection: OpaquePointer
    private let layout: MergeLayout
    private var entries: [UInt64?: Entry] = [:]
    private var uses: UInt64 = 0

    init(_ connection: OpaquePointer, _ layout: MergeLayout) {
        self.connection = connection
        self.layout = layout
    }

    /// The statement for a set of columns, given as bits; nil means all.
    ///
    /// Its parameters are the columns in order, then the key.
    mutating func statement(_ columns: UInt64?) throws(StoreError) -> Statement {
        uses += 1
        if let entry = entries[columns] {
            entries[columns]?.lastUse = uses
            return entry.statement
        }
        if entries.count >= Self.capacity,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
        }
        let made = try Statement(connection, sql(columns))
        entries[columns] = Entry(statement: made, lastUse: uses)
        return made
    }

    private func sql(_ columns: UInt64?) -> String {
        let key = layout.merge.key.quotedAsIdentifier
        let assignments = layout.names.indices
            .filter { column in columns.map { $0 & (1 << UInt64(column)) != 0 } ?? true }
            .map { "\(layout.names[$0].quotedAsIdentifier) = ?" }
        // A table of nothing but its key has nothing to set.
        let set = assignments.isEmpty ? "\(key) = \(key)" : assignments.joined(separator: ", ")
        return "UPDATE \(layout.merge.table.name.quotedAsIdentifier) SET \(set) WHERE \(key) = ?"
    }
}
