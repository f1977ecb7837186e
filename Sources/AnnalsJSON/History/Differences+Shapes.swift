package import AnnalsModel

// The JSON of what became of documents and rows between two moments.

/// A value of a document that differs, and what became of its document.
package struct ChangedValue: JSONResult {
    /// The stream whose document it is.
    package let stream: StreamName
    /// What became of the document.
    package let change: DocumentDifference.Kind
    /// The value before and after.
    package let value: ValueDifference

    /// Says to which document a difference belongs.
    package init(stream: StreamName, change: DocumentDifference.Kind, value: ValueDifference) {
        self.stream = stream
        self.change = change
        self.value = value
    }

    /// The JSON of a value that differs.
    package static let shape = JSONShape<ChangedValue>(
        "Changed value", "A place of a document whose value differs between two moments.",
        [
            JSONMember("stream", \.stream, "The stream whose document it is."),
            JSONMember("change", \.change, "What became of the document."),
            JSONMember("pointer", \.value.pointer, "The place in the document."),
            JSONMember(
                "old", \.value.old, "The value at the earlier moment.",
                absent: "if there was none"),
            JSONMember(
                "new", \.value.new, "The value at the later moment.", absent: "if there is none"),
        ])
}

/// A document that differs, and in how many values.
package struct ChangedDocument: JSONResult {
    /// What became of it.
    package let difference: DocumentDifference

    /// Counts a difference's values.
    package init(_ difference: DocumentDifference) {
        self.difference = difference
    }

    /// The JSON of a document that differs.
    package static let shape = JSONShape<ChangedDocument>(
        "Changed document", "A document that differs between two moments, counted.",
        [
            JSONMember("stream", \.difference.stream, "The stream whose document it is."),
            JSONMember("change", \.difference.kind, "What became of the document."),
            JSONMember("values", \.difference.values.count, "Number of values that differ."),
        ])
}

/// A column that differs, and what became of its row.
package struct ChangedColumn: JSONResult {
    /// The table.
    package let table: String
    /// What became of the row.
    package let row: RowDifference
    /// The column; nil where all that there is of the row is its key.
    package let column: ColumnDifference?

    /// Says to which row a difference belongs.
    package init(table: String, row: RowDifference, column: ColumnDifference?) {
        self.table = table
        self.row = row
        self.column = column
    }

    /// The JSON of a column that differs.
    package static let shape = JSONShape<ChangedColumn>(
        "Changed column", "A column of a projection's row that differs between two moments.",
        [
            JSONMember("table", { $0.table }, "The table."),
            JSONMember("change", \.row.kind, "What became of the row."),
            JSONMember(
                "key", \.row.key, "The columns of its primary key; all where it has no key."),
            JSONMember(
                "column", \.column?.name, "The column that differs.",
                absent: "if the row has no columns but its key"),
            JSONMember(
                "old", { $0.column?.old }, "The value at the earlier moment; null for NULL.",
                absent: "if there was no row"),
            JSONMember(
                "new", { $0.column?.new }, "The value at the later moment; null for NULL.",
                absent: "if there is no row"),
        ])
}

/// How many rows of a table differ.
package struct ChangedRows: JSONResult {
    /// The table.
    package let table: String
    /// Rows by what became of them.
    package private(set) var rows: [RowDifference.Kind: Int64] = [:]
    /// Changed rows by the column that differs, in the order in which columns were met.
    package private(set) var columns = JSONObject()

    /// Nothing was counted yet.
    package init(table: String) {
        self.table = table
    }

    /// Counts a row.
    package mutating func add(_ row: RowDifference) {
        rows[row.kind, default: 0] += 1
        guard row.kind == .changed else { return }
        for column in row.columns {
            columns[column.name] = ((columns[column.name]?.asInt64 ?? 0) + 1).jsonValue
        }
    }

    /// The JSON of a table that differs.
    package static let shape = JSONShape<ChangedRows>(
        "Changed rows", "How many rows of a projection's table differ between two moments.",
        [
            JSONMember("table", \.table, "The table."),
            JSONMember("added", { $0.rows[.added] ?? 0 }, "Number of rows that came."),
            JSONMember("removed", { $0.rows[.removed] ?? 0 }, "Number of rows that went."),
            JSONMember("changed", { $0.rows[.changed] ?? 0 }, "Number of rows that changed."),
            JSONMember(
                "columns", \.columns,
                "Of the changed rows, how many differ in each column: an object of counts."),
        ])
}
