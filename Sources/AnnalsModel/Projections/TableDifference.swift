/// One place where a projection's tables are not what a replay of the log gives.
public struct TableDifference: Sendable, Equatable {
    /// What is wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// The replay has the row, the store has not.
        case missing
        /// The store has the row, the replay has not.
        case extra
        /// A column differs.
        case changed
        /// A table, index, view or trigger is not as the definition says.
        case schema
        /// A refused event is listed in one of the two only, or with other words.
        case failure
    }

    /// The projection.
    public let projection: String
    /// What is wrong.
    public let kind: Kind
    /// Table or other object; `projection_failures` for refused events.
    public let object: String
    /// Key of the row as JSON values, or the position of a refused event.
    public let key: [JSONValue]
    /// Name of the column that differs.
    public let column: String?
    /// What the replay gives.
    public let expected: JSONValue?
    /// What the store holds.
    public let found: JSONValue?

    /// Creates a difference of its parts.
    package init(
        projection: String, kind: Kind, object: String, key: [JSONValue], column: String?,
        expected: JSONValue?, found: JSONValue?
    ) {
        self.projection = projection
        self.kind = kind
        self.object = object
        self.key = key
        self.column = column
        self.expected = expected
        self.found = found
    }
}
