package import AnnalsModel

/// One `-- on PATTERN:` of a definition.
package struct ProjectionDirective: Sendable {
    /// What it does with an event.
    package enum Action: Sendable {
        /// Makes the row of the event's stream.
        case merge(ProjectionMerge)
        /// Runs statements, in order.
        case run([ProjectionStatement])
    }

    /// The event types it is about.
    package let patterns: [TypePattern]
    /// The 1-based line of the directive.
    package let line: Int
    /// What it does with an event.
    package let action: Action

    /// Whether it is about the type.
    package func matches(_ type: EventType) -> Bool {
        patterns.contains { $0.matches(type) }
    }
}

/// `merge into`: the row of a table that equals what a stream's document says.
package struct ProjectionMerge: Sendable {
    /// The table.
    package let table: ProjectionTable
    /// Whether a value that a column's type refuses refuses the event.
    package let isStrict: Bool
    /// The column that holds the stream's id.
    package let key: String
    /// The column that holds the members that no other column took, or nil.
    package let rest: String?
    /// The column that holds the whole document, or nil.
    package let document: String?
    /// The columns that hold members, in the order of the table.
    package let columns: [MergedColumn]
    /// The 1-based line of the directive.
    package let line: Int
    /// Whether every event of one category comes by, and no other merge writes the table, so that
    /// the row is known to be there and only what changed needs writing.
    package let seesEveryChange: Bool
}

/// A column of a merge and the members it looks for.
package struct MergedColumn: Sendable {
    /// The column.
    package let column: ProjectionColumn
    /// Where it looks, in order: the first that is there and not null wins.
    package let pointers: [JSONPointer]
}

/// A statement under a directive.
package struct ProjectionStatement: Sendable {
    /// Its text, without a semicolon.
    package let sql: String
    /// The 1-based line on which it begins.
    package let line: Int
}
