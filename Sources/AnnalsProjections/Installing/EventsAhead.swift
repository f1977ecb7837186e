import AnnalsLog
import AnnalsModel

/// Hands out the events of a log in batches, and reads the next one on another thread meanwhile.
///
/// One batch is read ahead and no more, so that memory stays bounded. Lives on one thread.
final class EventsAhead {
    /// Position of the last event that was handed out or passed over.
    private(set) var position: Int64
    /// Whether it reads ahead; not where somebody looks at the tables after each batch, which then
    /// ends where it always did.
    var readsAhead = true {
        didSet { replay.documentBytesMax = readsAhead ? Limits.cursorBytesMax : .max }
    }
    private let replay: EventReplay
    private let log: EventLog
    private var ahead: Aside<Batch>?

    /// Events that were read together.
    private struct Batch: Sendable {
        var events: [ProjectedEvent] = []
        /// How far they go, with what was passed over.
        var end: Int64 = 0
        var isMore = false
        /// What is wrong behind them.
        var error: StoreError?
    }

    /// - Parameter replay: Whose events are handed out; nobody else uses it.
    init(_ replay: EventReplay, of log: EventLog) {
        self.replay = replay
        self.log = log
        position = replay.position
        replay.documentBytesMax = Limits.cursorBytesMax
    }

    deinit {
        // It uses the log, which may be closed then.
        ahead?.wait()
    }

    /// Hands out the events of the next batch.
    ///
    /// - Parameters:
    ///   - through: Position up to which events are read; never less than before.
    ///   - reader: A transaction of the caller's, on whose thread all is done then.
    /// - Returns: Whether there is more before that position.
    func nextBatch(
        through: Int64, _ reader: LogReader?, _ body: (ProjectedEvent) throws -> Void
    ) throws -> Bool {
        if ahead == nil, reader != nil || !readsAhead {
            defer { position = replay.position }
            if let reader { return try replay.nextBatch(reader, through: through, body) }
            return try replay.nextBatch(through: through, body)
        }
        let batch = ahead?.wait() ?? Self.batch(replay, log, through)
        ahead = nil
        if batch.isMore, batch.error == nil, reader == nil { readAhead(through) }
        for event in batch.events {
            position = event.position
            try body(event)
        }
        if let error = batch.error { throw error }
        position = batch.end
        return position < through
    }

    private func readAhead(_ through: Int64) {
        // One thread at a time uses it: this one, or the one that is waited for first.
        nonisolated(unsafe) let replay = replay
        let log = log
        ahead = Aside { Self.batch(replay, log, through) }
    }

    private static func batch(_ replay: EventReplay, _ log: EventLog, _ through: Int64) -> Batch {
        var batch = Batch()
        do throws(StoreError) {
            batch.isMore = try replay.nextBatch(through: through) { batch.events.append($0) }
        } catch {
            batch.error = error
        }
        batch.end = replay.position
        return batch
    }
}
