/// What became of one row of a projection's table between two moments.
public struct RowDifference: Sendable, Equatable {
    /// What happened to the row as a whole.
    public enum Kind: String, Sendable, CaseIterable {
        /// There is a row of this key now and there was none.
        case added
        /// There was a row of this key and there is none now.
        case removed
        /// Both moments have the row, and it differs.
        case changed
    }

    /// What happened to the row as a whole.
    public var kind: Kind
    /// The columns of the primary key with their values; all columns where the table has no key.
    public var key: JSONObject
    /// The other columns that differ, in the order of the table.
    ///
    /// A row that came or went has all of them, but for those that are NULL.
    public var columns: [ColumnDifference]

    /// Puts the parts together.
    public init(kind: Kind, key: JSONObject, columns: [ColumnDifference]) {
        self.kind = kind
        self.key = key
        self.columns = columns
    }
}

/// A column of a row whose value is not the same at two moments.
public struct ColumnDifference: Sendable, Equatable {
    /// Name of the column.
    public var name: String
    /// The value at the earlier moment, null for NULL, a BLOB as lower-case hex; nil where there
    /// was no row.
    public var old: JSONValue?
    /// The value at the later moment; nil where there is no row.
    public var new: JSONValue?

    /// Puts the parts together.
    public init(name: String, old: JSONValue?, new: JSONValue?) {
        self.name = name
        self.old = old
        self.new = new
    }
}
