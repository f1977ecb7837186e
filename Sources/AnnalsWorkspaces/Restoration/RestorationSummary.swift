/// What a rollback did to the files of a folder.
package struct RestorationSummary: Sendable {
    /// Files that were written, in order of paths.
    package var written: [WorkspacePath] = []
    /// Files that were removed, in order of paths.
    package var removed: [WorkspacePath] = []
    /// Folders that were removed because nothing is left in them.
    package var removedFolders: [WorkspacePath] = []
    /// Files that were as they shall be.
    package var same = 0
    /// Files and folders that have not all permissions that were captured.
    package var reducedModes: [ReducedMode] = []
    /// Files that could not be written or removed, and why.
    package var refused: [Finding] = []

    /// Nothing was done yet.
    package init() {}
}
