/// What a rollback does, or did, as a whole.
public struct RollbackSummary: Sendable, Equatable {
    /// The position whose state comes back.
    public var to: Int64
    /// Position of the last event before the rollback.
    public var head: Int64
    /// Number of events in the scope after `to`.
    public var events: Int64 = 0
    /// Number of streams that have such events.
    public var streams: Int64 = 0
    /// Number of streams whose documents change.
    public var changed: Int64 = 0
    /// Number of changed streams whose documents end.
    public var deleted: Int64 = 0
    /// Number of changed streams whose documents come back.
    public var recreated: Int64 = 0
    /// Number of values that stay as somebody outside the scope wrote them.
    public var conflicts: Int64 = 0
    /// The first of these values, ``Limits/rollbackConflictsListedMax`` at most.
    public var yielded: [RollbackYield] = []
    /// Number of erased events of these streams: nothing of what they said comes back.
    public var erased: Int64 = 0
    /// Streams that the scope does not name and that go with one that it names, in order.
    public var companions: [RollbackCompanion] = []
    /// What documents hold afterwards and captured files do not say, although they speak of it.
    public var unwritten: [WorkspaceExportResult.Unwritten] = []
    /// Name of the tag at the point before; nil for a preview or where nothing was to be done.
    public var tag: String?
    /// Correlation of the appended events; nil for a preview or where nothing was to be done.
    public var correlation: String?
    /// Position of the summary event; nil for a preview or where nothing was to be done.
    public var position: Int64?
    /// Number of rows that projections refused, which stay as they were.
    public var failures: Int64 = 0

    /// A rollback that has seen nothing yet.
    public init(to: Int64, head: Int64) {
        self.to = to
        self.head = head
    }

    /// Counts a stream in.
    public mutating func add(_ step: RollbackStep) {
        events += step.events
        streams += 1
        if step.isNeeded { changed += 1 }
        if step.change.deleted { deleted += 1 }
        if step.recreates { recreated += 1 }
        conflicts += Int64(step.conflicts.count)
        let room = Limits.rollbackConflictsListedMax - yielded.count
        yielded += step.conflicts.prefix(room).map { conflict in
            RollbackYield(stream: step.stream, conflict: conflict)
        }
        erased += step.erased
        if let with = step.goesWith {
            companions.append(RollbackCompanion(stream: step.stream, with: with))
        }
    }
}
