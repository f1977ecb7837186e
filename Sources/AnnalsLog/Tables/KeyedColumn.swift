/// A column of a projected table whose rows are documents of a category.
///
/// The names become part of a statement: they are those of the library's own tables, never input.
package struct KeyedColumn: Sendable, Hashable {
    /// The table.
    package let table: String
    /// Its column with the ids of the documents.
    package let key: String
    /// The column.
    package let column: String

    /// Names a column.
    package init(_ table: String, key: String, _ column: String) {
        (self.table, self.key, self.column) = (table, key, column)
    }
}
