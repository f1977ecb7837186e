// What files of other formats than JSON may ask of their reader.

extension Limits {
    /// Bytes, measured as JSON, that the aliases of one YAML text may repeat: far more than people
    /// write, little enough that a few lines of aliases of aliases cannot fill the memory.
    public static let aliasedBytesMax = 16 << 20
    /// Lines of a JSON Lines file that cannot be read and are listed one by one; the rest is
    /// counted.
    public static let unreadableLinesListedMax = 100
    /// Times that a text is written and read again to find out which of its edits its format can
    /// carry: enough to single out some dozens that it cannot.
    public static let editAttemptsMax = 256
}
