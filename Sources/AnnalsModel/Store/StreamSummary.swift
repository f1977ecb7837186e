/// A stream and where it stands.
public struct StreamSummary: Sendable, Hashable {
    /// Its name.
    public let name: StreamName
    /// Number of its events.
    public let version: Int64
    /// Position of the last of them.
    public let head: Int64

    /// Creates a summary of its parts.
    package init(name: StreamName, version: Int64, head: Int64) {
        self.name = name
        self.version = version
        self.head = head
    }
}
