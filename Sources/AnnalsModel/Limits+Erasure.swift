// How much of a store is rewritten at once, while others go on.

extension Limits {
    /// Bodies that are compressed again in one transaction: some milliseconds in which nobody else
    /// can write.
    public static let recompressedRowsMax: Int64 = 500
    /// Bytes of such bodies after which a transaction ends.
    public static let recompressedBytesMax: Int64 = 1 << 20
    /// Positions among which one transaction looks for bodies to compress again.
    public static let recompressedStretchMax: Int64 = 20_000
    /// Seconds for which an erasure waits for those who still read what the write-ahead log holds.
    public static let logTruncationSeconds = 30.0
    /// Times that the JSON of a body is taken out of the strings it may stand in, where a value is
    /// looked for: a file that was captured is a string, and may hold strings of JSON itself.
    public static let nestedEscapesMax = 3
}
