/// What a watch did.
public struct WorkspaceWatchResult: Sendable {
    /// What was captured, and what is not understood or not captured now.
    public package(set) var captured = WorkspaceImport()
    /// Cycles that it opened.
    public package(set) var cyclesOpened = 0
    /// Whether it wrote documents back.
    public package(set) var writesBack = false
    /// Number of times that a file was written back.
    public package(set) var writtenBack = 0
    /// Files that could not be written back at the end, and why.
    public package(set) var conflicts: [WorkspaceFinding] = []
    /// What documents hold and no file can say.
    public package(set) var unwritten: [WorkspaceExportResult.Unwritten] = []
    /// Why it ended although nobody stopped it, as where the folder is gone; nil if somebody did.
    public package(set) var failure: StoreError?

    /// Nothing was captured yet.
    package init() {}
}
