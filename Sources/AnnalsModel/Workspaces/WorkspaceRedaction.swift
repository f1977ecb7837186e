/// Values of one kind that were replaced in a file before it was captured.
public struct WorkspaceRedaction: Sendable, Hashable {
    /// The file, as in its stream `file/<path>`.
    public let path: String
    /// The name of the kind: each value is `[redacted:NAME]` now.
    public let name: String
    /// Number of values.
    public let count: Int

    /// Creates a note of its parts.
    package init(path: String, name: String, count: Int) {
        self.path = path
        self.name = name
        self.count = count
    }
}
