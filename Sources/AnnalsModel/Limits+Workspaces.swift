// What a capture of a folder looks at, and what it concludes.

extension Limits {
    // MARK: Moves

    /// Bytes of a file that counts as moved where it keeps its name: fewer, such as `{}` or `null`,
    /// say nothing about where they come from.
    public static let movedBytesMin = 6
    /// Bytes of a file that counts as moved where its name changes as well: two files of one
    /// purpose, such as a status of one word, are equal by chance up to here.
    public static let renamedBytesMin = 32
}
