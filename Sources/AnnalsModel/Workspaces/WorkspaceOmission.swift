/// A path that is never captured, on purpose.
public struct WorkspaceOmission: Sendable, Hashable {
    /// The path, percent-encoded as the id of a stream `file/<path>` is.
    public let path: String
    /// Why: `store`, `git`, `exclude` or `temporary`.
    public let reason: String

    /// Creates a note of its parts.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
