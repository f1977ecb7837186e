import AnnalsModel
import Dispatch
import Foundation

/// Takes the decided events of one append to the file, in order: while some are stored, those
/// behind them are sealed on another thread.
///
/// What is stored, and which event is refused first, is the same as one event after the other.
struct AppendPipeline {
    private let transaction: AppendTransaction
    /// Whether there are so many events that another thread is worth its cost.
    let isWide: Bool
    /// Decided, and not yet on their way.
    private var waiting: [DecidedEvent] = []
    private var run: SealingRun?
    /// Ids of events that are not stored yet.
    private var ids: Set<UUID> = []

    /// - Parameter count: How many events are to be appended.
    init(_ transaction: AppendTransaction, count: Int) {
        self.transaction = transaction
        isWide = count >= 2 * Limits.sealedTogether
    }

    /// Whether an event with an id is on its way, so that the file does not have it yet.
    func holds(_ id: UUID) -> Bool { ids.contains(id) }

    /// Takes the next event.
    ///
    /// - Throws: Why it or one before it cannot be stored.
    mutating func add(_ event: DecidedEvent) throws(StoreError) {
        guard isWide else { return try transaction.sealAndStore(event) }
        waiting.append(event)
        if let id = event.content.id { ids.insert(id) }
        guard waiting.count >= Limits.sealedTogether else { return }
        let sealed = run?.wait()
        run = nil
        if let sealed, sealed.isClear {
            try start(bodyBytes: sealed.bodyBytes)
            try store(sealed)
        } else {
            if let sealed { try store(sealed) }
            try start(bodyBytes: nil)
        }
    }

    /// Stores all that is on its way.
    ///
    /// - Throws: Why one of them cannot be stored.
    mutating func finish() throws(StoreError) {
        // Nothing of it is tried again where one of them cannot be stored.
        let (run, waiting) = (self.run, self.waiting)
        self.run = nil
        self.waiting = []
        ids.removeAll(keepingCapacity: true)
        if let run { try store(run.wait()) }
        for event in waiting { try transaction.sealAndStore(event) }
    }

    /// Waits until no other thread works for it any more.
    mutating func stop() {
        _ = run?.wait()
        run = nil
    }

    /// Sends what waits on its way.
    ///
    /// - Parameter bodyBytes: Bytes of all bodies before it; nil if all before it is stored.
    private mutating func start(bodyBytes: Int64?) throws(StoreError) {
        run = try transaction.startSealing(waiting, bodyBytes: bodyBytes)
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func store(_ sealed: SealingRun.Outcome) throws(StoreError) {
        for ready in sealed.ready {
            try transaction.storeOfBatch(ready)
            if let id = ready.event.id { ids.remove(id) }
        }
        // They are sealed again, now that the file has what is before them.
        for event in sealed.rest {
            try transaction.sealAndStore(event)
            if let id = event.content.id { ids.remove(id) }
        }
    }
}
