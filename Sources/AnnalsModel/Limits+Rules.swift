extension Limits {
    /// Bytes of a rule file at most: it is read whole, kept in the store and shown.
    public static let ruleFileBytesMax = 256 << 10
    /// Bytes of a file that is read to find out whether a rule speaks for it, where its path does
    /// not tell: a larger one takes many times its size in memory, and is rarely agents' state.
    public static let examinedFileBytesMax = 4 << 20
}
