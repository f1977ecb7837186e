// What a capture of a folder looks at, and what it concludes.

extension Limits {
    // MARK: Moves

    /// Bytes of a file that counts as moved where it keeps its name: fewer, such as `{}` or `null`,
    /// say nothing about where they come from.
    public static let movedBytesMin = 6
    /// Bytes of a file that counts as moved where its name changes as well: two files of one
    /// purpose, such as a status of one word, are equal by chance up to here.
    public static let renamedBytesMin = 32

    // MARK: Write-back

    /// Seconds for which a writer that says again what a file said before it was written back is
    /// taken for one that does not know better: longer than an agent holds what it has read, and
    /// shorter than it takes to change one's mind.
    public static let staleWriteSeconds = 2

    // MARK: Patterns

    /// Bytes of an ignore file; a larger one is not read for patterns.
    public static let ignoreFileBytesMax = 1 << 20

    // MARK: Secrets

    /// Bytes of a password, key or token that is known by its name: longer texts are something
    /// else.
    public static let secretBytesMax = 256
    /// Bytes of a block with a private key: the largest in use have 16,384 bits.
    public static let privateKeyBytesMax = 32 << 10
}
