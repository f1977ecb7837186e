import AnnalsModel

/// A table of a projection.
package struct ProjectionTable: Sendable {
    /// Its name.
    package let name: String
    /// Its columns, in order, generated ones included.
    package let columns: [ProjectionColumn]
    /// Whether it is STRICT.
    package let isStrict: Bool
    /// Whether it is WITHOUT ROWID.
    package let isWithoutRowid: Bool
    /// The columns of its primary key, in order; empty if it has none.
    package let primaryKey: [String]
    /// Whether a row may be refused, or do something else, for a reason that is not its key: NOT
    /// NULL, CHECK, UNIQUE, a foreign key, a generated column, an index on an expression,
    /// a trigger.
    package let hasRules: Bool

    /// The column of a name, compared as SQLite does, or nil.
    package func column(_ name: String) -> ProjectionColumn? {
        let folded = name.asciiLowercased
        return columns.first { $0.name.asciiLowercased.hasSameBytes(as: folded) }
    }
}

/// A column of a table.
package struct ProjectionColumn: Sendable {
    /// Its name, and so the name of the member that a merge puts into it.
    package let name: String
    /// The type as declared.
    package let declaredType: String
    /// What it does with values.
    package let type: ColumnType
    /// Whether SQLite computes it, so that nothing writes it.
    package let isGenerated: Bool
    /// Whether it alone tells rows apart, byte for byte.
    package let isUnique: Bool
}
