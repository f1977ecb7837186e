/// How far work on a workspace is.
public struct WorkspaceProgress: Sendable {
    /// Files that were looked at.
    public package(set) var files: Int
    /// Files that there are.
    public let total: Int

    /// So many of so many.
    package init(files: Int = 0, total: Int) {
        self.files = files
        self.total = total
    }
}
