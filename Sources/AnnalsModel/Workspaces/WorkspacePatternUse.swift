/// How much of a folder a pattern left out.
public struct WorkspacePatternUse: Sendable, Hashable {
    /// The pattern, as it is written.
    public let pattern: String
    /// Who leaves it out: `exclude`, `annalsignore`, `gitignore` or `default`.
    public let reason: String
    /// The ignore file that it stands in, as in its stream `file/<path>`; nil if it is in none.
    public let file: String?
    /// Paths that it left out; a folder counts once, with all that is in it.
    public let count: Int

    /// Creates a count of its parts.
    package init(pattern: String, reason: String, file: String?, count: Int) {
        self.pattern = pattern
        self.reason = reason
        self.file = file
        self.count = count
    }
}
