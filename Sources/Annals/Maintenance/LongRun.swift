import AnnalsProjections

/// What a long verb reports and asks while it runs.
public struct LongRun {
    /// Gets events done and events in all.
    public var progress: (_ done: Int64, _ total: Int64) -> Void
    /// Whether to stop.
    public var isCancelled: () -> Bool

    /// Reports to and asks nobody, unless told otherwise.
    public init(
        progress: @escaping (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) {
        self.progress = progress
        self.isCancelled = isCancelled
    }

    var watch: ProjectionStore.Watch {
        var watch = ProjectionStore.Watch()
        watch.progress = progress
        watch.isCancelled = isCancelled
        return watch
    }
}
