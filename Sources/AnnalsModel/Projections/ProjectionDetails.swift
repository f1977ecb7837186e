/// A projection with its definition and the columns of its tables.
public struct ProjectionDetails: Sendable, Hashable {
    /// A table of the projection.
    public struct Table: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// The number of its rows.
        public let rows: Int64
        /// Its columns, in order.
        public let columns: [Column]

        /// Creates a table of its parts.
        package init(name: String, rows: Int64, columns: [Column]) {
            self.name = name
            self.rows = rows
            self.columns = columns
        }
    }

    /// A column of a table.
    public struct Column: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its type as the definition declares it; empty if it declares none.
        public let type: String
        /// Whether it is part of the table's primary key.
        public let isKey: Bool

        /// Creates a column of its parts.
        package init(name: String, type: String, isKey: Bool) {
            self.name = name
            self.type = type
            self.isKey = isKey
        }
    }

    /// What a list of projections says of it.
    public let summary: ProjectionSummary
    /// The text of its definition file.
    public let definition: String
    /// Its tables, in the order of the file; none where the definition cannot be used.
    public let tables: [Table]

    /// Creates details of their parts.
    package init(summary: ProjectionSummary, definition: String, tables: [Table]) {
        self.summary = summary
        self.definition = definition
        self.tables = tables
    }
}
