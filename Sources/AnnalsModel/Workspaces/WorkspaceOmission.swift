/// A path that is not captured, on purpose.
public struct WorkspaceOmission: Sendable, Hashable {
    /// The path, percent-encoded as the id of a stream `file/<path>` is.
    public let path: String
    /// Why: `store`, `git` or `temporary`, which are never captured; `exclude`, `annalsignore`,
    /// `gitignore` or `default`, after who leaves it out.
    public let reason: String
    /// The pattern that leaves it out, as it is written; nil if it is never captured.
    public let pattern: String?
    /// The ignore file that the pattern stands in, percent-encoded likewise; nil if it is in none.
    public let file: String?

    /// Creates a note of its parts.
    package init(path: String, reason: String, pattern: String? = nil, file: String? = nil) {
        self.path = path
        self.reason = reason
        self.pattern = pattern
        self.file = file
    }
}
