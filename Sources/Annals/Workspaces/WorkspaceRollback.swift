public import AnnalsModel

/// What a rollback did to documents, and to the files of a folder.
public struct WorkspaceRollback: Sendable {
    /// What becomes of one file of a rollback.
    public enum Action: String, Sendable, Hashable {
        /// It is written.
        case write
        /// It is removed.
        case remove
        /// It is as it shall be.
        case same
        /// It should be there, but no file can be at its path: it is passed over.
        case refused
    }

    /// What became of documents and of the captured files.
    public let summary: RollbackSummary
    /// Files that were written, in order of paths.
    public let written: [String]
    /// Files that were removed, in order of paths.
    public let removed: [String]
    /// Folders that were removed because nothing was left in them.
    public let removedFolders: [String]
    /// Files that were as they shall be.
    public let same: Int
    /// Files and folders without setuid and setgid, which are never set, or without what the
    /// system did not set for this user.
    public let reducedModes: [WorkspaceReducedMode]
    /// Files that could not be written or removed, and why; the store is rolled back all the same.
    public let refused: [WorkspaceFinding]
}
