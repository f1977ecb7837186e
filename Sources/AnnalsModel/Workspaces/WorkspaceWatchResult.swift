/// What a watch did.
public struct WorkspaceWatchResult: Sendable {
    /// What was captured, and what is not understood or not captured now.
    public package(set) var captured = WorkspaceImport()
    /// Cycles that it opened.
    public package(set) var cyclesOpened = 0
    /// Why it ended although nobody stopped it, as where the folder is gone; nil if somebody did.
    public package(set) var failure: StoreError?

    /// Nothing was captured yet.
    package init() {}
}
