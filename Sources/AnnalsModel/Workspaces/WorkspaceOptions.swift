/// Which files of a workspace are captured, and in whose name.
public struct WorkspaceOptions: Sendable {
    /// Patterns of paths that are left out, such as `*.log`, `devlogs/` or `config/backup/**`.
    public var excluding: [String] = []
    /// Bytes of a file that is captured; a larger one is a finding with its hash and size.
    public var fileBytesMax = Limits.capturedFileBytesMax
    /// Who changed the files; nil is the owner of each file's folder, marked as inferred, and the
    /// system's actor `workspace` for files in no agent's folder.
    public var actor: Actor?
    /// Why they were changed.
    public var reason: String?
    /// The cycle that the changes belong to; nil is the current one.
    public var cycle: Int64?

    /// All files, in the names of their folders' owners, in the current cycle.
    public init() {}
}
