public import AnnalsModel

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

/// Something about a file that was not understood, or not captured.
public struct WorkspaceFinding: Sendable, Hashable {
    /// What sort of finding, in snake_case, for example `not_json` or `duplicate_member`.
    public let kind: String
    /// The file, as in its stream `file/<path>`.
    public let path: String
    /// Line in the file, from 1.
    public let line: Int?
    /// Column in the line, from 1, in Unicode scalars.
    public let column: Int?
    /// One sentence: what is there, and what that means.
    public let message: String
}

/// Permissions of a written file or folder that are not those that were captured.
public struct WorkspaceReducedMode: Sendable, Hashable {
    /// The file or folder.
    public let path: String
    /// The captured mode: four octal digits, such as `4755`.
    public let mode: String
    /// The mode that it has now, in the same form.
    public let written: String
    /// One sentence: why.
    public let reason: String
}

/// A path that is never captured, on purpose.
public struct WorkspaceOmission: Sendable, Hashable {
    /// The path.
    public let path: String
    /// Why: `store`, `git`, `exclude` or `temporary`.
    public let reason: String
}

/// How far work on a workspace is.
public struct WorkspaceProgress: Sendable {
    /// Files that were looked at.
    public let files: Int
    /// Files that there are.
    public let total: Int
}
