/// Something that the schema of a definition makes.
package struct SchemaObject: Sendable {
    /// What it is.
    package enum Kind: String, Sendable {
        /// A table that events fill.
        case table
        /// An index of one of the tables.
        case index
        /// A view, which may read the tables of other projections too.
        case view
        /// A trigger on one of the tables.
        case trigger
    }

    /// What it is.
    package let kind: Kind
    /// Its name.
    package let name: String
    /// The table it belongs to; its own name for tables and views.
    package let table: String
    /// The statement that makes it.
    package let statement: SQLStatement
    /// Every name in the statement, in lower case: which tables a view may read is among them.
    package let mentions: Set<String>

    /// The text of the statement that makes it, without a semicolon.
    package var sql: String { statement.sql }
}
