extension Limits {
    /// Bytes of a rule file at most: it is read whole, kept in the store and shown.
    public static let ruleFileBytesMax = 256 << 10
}
