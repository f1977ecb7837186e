/// What became of a folder into which a log was exported.
public struct TileExport: Sendable, Hashable {
    /// The folder, as the caller named it.
    public let path: String
    /// Name of the log.
    public let origin: String
    /// Number of events whose tree is there.
    public let size: Int64
    /// Files that were written.
    public package(set) var filesWritten = 0
    /// Partial files that were removed, because wider ones replace them.
    public package(set) var filesRemoved = 0

    /// Names what is exported.
    package init(path: String, origin: String, size: Int64) {
        self.path = path
        self.origin = origin
        self.size = size
    }
}
