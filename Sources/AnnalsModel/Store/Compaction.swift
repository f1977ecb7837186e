/// What compressing a store again gained.
public struct Compaction: Sendable, Hashable {
    /// Number of bodies that were compressed again.
    public let recompressed: Int64
    /// Bytes of all bodies before compression.
    public let bodyBytes: Int64
    /// Bytes of all bodies as they were stored before.
    public let storedBefore: Int64
    /// Bytes of all bodies as they are stored now.
    public let storedAfter: Int64
    /// Bytes of dictionaries before.
    public let dictionariesBefore: Int64
    /// Bytes of dictionaries now.
    public let dictionariesAfter: Int64
    /// Bytes of the file that are free for what comes next.
    public let freeBytes: Int64

    /// Creates it of its parts.
    package init(
        recompressed: Int64, bodyBytes: Int64, stored: (before: Int64, after: Int64),
        dictionaries: (before: Int64, after: Int64), freeBytes: Int64
    ) {
        self.recompressed = recompressed
        self.bodyBytes = bodyBytes
        storedBefore = stored.before
        storedAfter = stored.after
        dictionariesBefore = dictionaries.before
        dictionariesAfter = dictionaries.after
        self.freeBytes = freeBytes
    }
}
