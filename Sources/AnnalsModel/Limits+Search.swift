// What a search looks at, and what its indexes take.

extension Limits {
    /// Bytes of the words and phrases of a search.
    public static let matchBytesMax = 4_096
    /// Words and phrases of a search: far below the depth at which SQLite ends an expression.
    public static let matchPhrasesMax = 64
    /// Trigrams of a text that are looked up: each takes time, and a few tell nearly all events
    /// apart.
    public static let searchTrigramsMax = 16
    /// Events behind the end of an index that a search reads as they are: as many as it can in the
    /// time that it may take, so that an index is not written after every append.
    public static let searchTailMax: Int64 = 1_024
    /// Events that a search takes into an index before it answers: about half a second of work.
    public static let searchCatchUpMax: Int64 = 16_384
    /// Events that are taken into an index in one transaction, which keeps searches waiting.
    public static let searchIndexRowsMax: Int64 = 8_192
    /// Bytes of their bodies after which that transaction ends.
    public static let searchIndexBytesMax = 8 << 20
    /// Pages that one step of putting an index in order writes.
    public static let searchMergePages: Int64 = 1_000
    /// Milliseconds for which a search waits for whoever writes its index, before it does without.
    public static let searchWaitMilliseconds: Int32 = 1_000
}
