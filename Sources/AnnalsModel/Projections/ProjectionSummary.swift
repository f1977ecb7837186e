/// A projection of a store and what is in it.
public struct ProjectionSummary: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The first line of the comment at the top of its file; of a definition that cannot be used,
    /// why not.
    public let comment: String
    /// Names of its tables, in the order of the file.
    public let tables: [String]
    /// Names of its views, in the order of the file.
    public let views: [String]
    /// Rows in all its tables.
    public let rows: Int64
    /// Number of events that it refused.
    public let failures: Int64
    /// Position of the event that installed it.
    public let position: Int64
    /// SHA-256 of its file, in hex.
    public let sha256: String

    /// Creates a summary of its parts.
    package init(
        name: String, comment: String, tables: [String], views: [String], rows: Int64,
        failures: Int64, position: Int64, sha256: String
    ) {
        self.name = name
        self.comment = comment
        self.tables = tables
        self.views = views
        self.rows = rows
        self.failures = failures
        self.position = position
        self.sha256 = sha256
    }
}
