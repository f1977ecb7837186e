/// Which files of a workspace are captured, and in whose name.
///
/// What leaves files out, and whether values are redacted, is remembered for the next capture.
public struct WorkspaceOptions: Sendable {
    /// The workspace's name, where a store has several; nil for the first.
    ///
    /// A letter or digit and up to 62 more, `.`, `_` and `-`. The ids of the workspace's streams
    /// begin with `/NAME/`.
    public var name: String?
    /// Whether the folder may have nothing of what was captured before, all of which ends then.
    public var mayReplace = false
    /// Patterns of paths that are left out, such as `*.log`, `devlogs/` or `config/backup/**`; nil
    /// for those of the last capture, an empty list to forget them.
    public var excluding: [String]?
    /// Whether `.gitignore` files count; nil for as before, and no at first.
    public var readsGitIgnore: Bool?
    /// Whether what is left out by default is: keys, `.env`, swap files, `node_modules` and the
    /// like; nil for as before, and yes at first.
    public var usesDefaultExcludes: Bool?
    /// Whether values that look like secrets are replaced before they are stored; nil for as
    /// before, and no at first.
    public var redactsSecrets: Bool?
    /// Whether findings about captured files are listed that were there before.
    public var listsAllFindings = false
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
