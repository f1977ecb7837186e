/// A copy of a store that was read back.
public struct Backup: Sendable, Hashable {
    /// Where it is, as the caller named it.
    public let path: String
    /// Position of the last event in it; 0 in a copy without events.
    public let head: Int64
    /// Its size in bytes.
    public let bytes: Int64

    /// Creates a backup of its parts.
    package init(path: String, head: Int64, bytes: Int64) {
        self.path = path
        self.head = head
        self.bytes = bytes
    }
}
