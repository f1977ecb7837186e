// How a backup becomes a store again.

extension Limits {
    /// Seconds for which whoever takes a store's place waits for those who write to it: a
    /// transaction takes some milliseconds, an erasure or a rebuild more.
    public static let replacementLockSeconds = 10.0
    /// Bytes of a file that are copied at once: so many that the calls cost nothing beside.
    public static let copiedBytesAtOnce = 1 << 20
    /// Bytes that must be free beside a copy of a store: for its log while the event is appended
    /// that says where it comes from, and for the index of that.
    public static let restoreSpareBytes: Int64 = 8 << 20
}
