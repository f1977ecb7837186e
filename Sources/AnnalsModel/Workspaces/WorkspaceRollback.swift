/// What a rollback did to documents, and to the files of a folder.
public struct WorkspaceRollback: Sendable {
    /// What becomes of one file of a rollback.
    public enum Action: String, Sendable, Hashable, CaseIterable {
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
    public package(set) var written: [String] = []
    /// Files that were removed, in order of paths.
    public package(set) var removed: [String] = []
    /// Folders that were removed because nothing was left in them.
    public package(set) var removedFolders: [String] = []
    /// Files that were as they shall be.
    public package(set) var same = 0
    /// Files and folders without setuid and setgid, which are never set, or without what the
    /// system did not set for this user.
    public package(set) var reducedModes: [WorkspaceReducedMode] = []
    /// Files that could not be written or removed, and why; the store is rolled back all the same.
    public package(set) var refused: [WorkspaceFinding] = []

    /// The store is rolled back, and no file was touched yet.
    package init(_ summary: RollbackSummary) {
        self.summary = summary
    }
}
