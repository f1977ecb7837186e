/// Permissions of a written file or folder that are not those that were captured.
public struct WorkspaceReducedMode: Sendable, Hashable {
    /// The file or folder, as in its stream `file/<path>`.
    public let path: String
    /// The captured mode: four octal digits, such as `4755`.
    public let mode: String
    /// The mode that it has now, in the same form.
    public let written: String
    /// One sentence: why.
    public let reason: String

    /// Creates a note of its parts.
    package init(path: String, mode: String, written: String, reason: String) {
        self.path = path
        self.mode = mode
        self.written = written
        self.reason = reason
    }
}
