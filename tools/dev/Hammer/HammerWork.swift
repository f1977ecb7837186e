import Annals
import AnnalsTesting
import Foundation

/// All that a process of `hammer` does with the store, one thing after the other, at random.
struct HammerWork {
    let store: Store
    let place: Int
    let key: CheckpointKey?
    let isOver: () -> Bool
    private let seed: UInt64
    private let receipts: Int32
    private var random: SeededRandom
    /// What was acknowledged last.
    private var last: [(event: HammeredEvent, receipt: Receipt)] = []

    init(
        store: Store, seed: UInt64, place: Int, key: CheckpointKey?, receipts: Int32,
        isOver: @escaping () -> Bool
    ) {
        (self.store, self.seed, self.place, self.key) = (store, seed, place, key)
        (self.receipts, self.isOver) = (receipts, isOver)
        random = SeededRandom(seed: seed)
    }

    private var actor: Actor {
        get throws { try Actor("worker-\(place)") }
    }

    private var run: LongRun { LongRun(isCancelled: isOver) }

    /// Does one thing.
    ///
    /// - Throws: `BrokenPromise`.
    mutating func doSomething() throws {
        switch random.number(0...29) {
        case 0: try kept("a rollback is done or not") { try $0.rollBack() }
        case 1: try kept("a projection can be rebuilt") { try $0.rebuild() }
        case 2: try kept("an erasure is done or can be gone on with") { try $0.erase() }
        case 3 where random.once(in: 3):
            try kept("a compaction changes no event") { _ = try $0.store.compact(run: $0.run) }
        case 4: try kept("a backup is whole, or not there") { try $0.backUp() }
        case 5: try kept("a store verifies") { try $0.verify() }
        case 6: try kept("a checkpoint extends the one before") { try $0.sign() }
        case 7: try kept("a cycle can be opened") { _ = try $0.store.nextCycle(by: $0.actor) }
        case 8...10: try kept("every event can be read") { try $0.read() }
        case 11: try kept("a follower misses nothing") { try $0.follow() }
        case 12: try kept("an id is known for ever") { try $0.repeatLast() }
        case 13...17: try kept("agents can work") { try $0.workAsAgent() }
        default: try append()
        }
    }

    /// Appends one event or a batch, and reads them back.
    mutating func append() throws {
        try kept("what is acknowledged is stored") { work in
            let batch = HammeredEvent.batch(
                of: work.random.element(of: [1, 1, 1, 4, 12]), &work.random)
            let actor = try work.actor
            let receipts = try work.store.append(try batch.map { try $0.new(by: actor) })
            work.last = Array(zip(batch, receipts))
            try work.hand(work.last)
            for (event, receipt) in work.last {
                let stored = try work.store.event(at: receipt.position)
                guard stored.id == event.id,
                    try stored.isErased || stored.change.data == event.content().data
                else {
                    throw BrokenPromise(
                        "an acknowledged event is stored exactly", "\(stored)",
                        at: receipt.position)
                }
            }
        }
    }

    /// Hands receipts to the witness.
    private func hand(_ receipts: [(event: HammeredEvent, receipt: Receipt)]) throws {
        let lines = receipts.map { event, receipt in
            Acknowledgement(id: event.id, position: receipt.position).line
        }
        // One write of less than PIPE_BUF is not mixed with those of others, and is not halved.
        let bytes = Array(lines.joined().utf8)
        guard write(self.receipts, bytes, bytes.count) == bytes.count else {
            throw BenchFailure("Could not hand over receipts.")
        }
    }

    /// Runs something that may find others in its way, but nothing else.
    private mutating func kept(
        _ promise: String, _ body: (inout HammerWork) throws -> Void
    ) throws {
        do {
            try body(&self)
        } catch let error as StoreError {
            // Somebody else was faster, or keeps it to himself for long.
            let mayBe: Set<StoreError.Code> = [
                .busy, .versionConflict, .taken, .notFound, .interrupted, .retained,
            ]
            guard !mayBe.contains(error.code) else { return }
            throw BrokenPromise(promise, "\(error.code): \(error.message)", at: error.position)
        }
    }

    // MARK: Verbs

    private mutating func rollBack() throws {
        let scope = RollbackScope(
            category: random.once(in: 2) ? "note" : nil,
            correlation: "run-\(random.number(1...6))")
        _ = try store.rollback(
            to: .head(back: Int64(min(Int(try store.head()), random.number(1...60)))), scope,
            by: actor, reason: "hammer")
    }

    private mutating func rebuild() throws {
        let names = try store.projections().map(\.name)
        try store.rebuildProjection(random.element(of: names), run: run)
    }

    private mutating func erase() throws {
        let scope: ErasureScope
        if random.once(in: 2) {
            scope = .stream(try StreamName("person/T-\(random.number(1...40))"))
        } else if let (event, receipt) = last.last {
            guard try event.content().stream.category == "person" else { return }
            scope = .position(receipt.position)
        } else {
            return
        }
        _ = try store.erase(scope, by: actor, reason: "hammer", run: run)
    }

    private func backUp() throws {
        let path = store.path + "-backup-\(place).db"
        _ = try store.backUp(to: path, keep: 2, by: actor)
    }

    private func verify() throws {
        var findings: [VerificationFinding] = []
        let report = try store.verify(run: run) { findings.append($0) }
        guard report.outcome != .verified || !findings.isEmpty else { return }
        let first = findings.first
        throw BrokenPromise(
            "a store verifies", first?.message ?? "\(report.outcome)", at: first?.position)
    }

    private func sign() throws {
        guard let key else { return }
        let before = try store.lastCheckpoint()
        let (signed, _) = try store.signCheckpoint(with: key, by: actor)
        if let before, signed.size < before.size {
            throw BrokenPromise(
                "a checkpoint extends the one before", "\(signed.size) after \(before.size)")
        }
    }

    private mutating func read() throws {
        let head = try store.head()
        var query = EventQuery()
        query.includesAdministration = true
        query.after = Int64(random.number(0...Int(head)))
        query.through = min(head, query.after + 200)
        var position = query.after
        let events = store.events(query)
        while let event = try events.next() {
            position += 1
            guard event.position == position else {
                throw BrokenPromise(
                    "positions are dense", "\(event.position) comes after \(position - 1)",
                    at: position)
            }
        }
        guard position == query.through else {
            throw BrokenPromise("every event can be read", "there is no next one", at: position)
        }
        try store.query(
            "SELECT count(*) FROM agent_tasks", at: .position(query.after), onRow: { _ in })
    }

    private mutating func follow() throws {
        var query = EventQuery()
        query.includesAdministration = true
        query.after = try store.head()
        var position = query.after
        let end = ContinuousClock.now + .milliseconds(random.number(20...200))
        try store.follow(query, isCancelled: { isOver() || ContinuousClock.now > end }) { event in
            position += 1
            guard event.position == position else {
                throw BrokenPromise(
                    "a follower misses nothing", "\(event.position) comes next", at: position)
            }
        }
    }

    private func repeatLast() throws {
        let actor = try actor
        guard !last.isEmpty else { return }
        let again = try store.append(try last.map { try $0.event.new(by: actor) })
        for (receipt, (_, first)) in zip(again, last) where receipt.position != first.position {
            throw BrokenPromise(
                "an id is known for ever", "it is at \(receipt.position) too", at: first.position)
        }
    }

    private mutating func workAsAgent() throws {
        let actor = try actor
        let id = "H-\(random.number(1...30))"
        switch random.number(0...4) {
        case 0:
            _ = try store.createTask(TaskDraft("Task \(id)", id: id), by: actor)
        case 1:
            _ = try store.claim(id, by: actor)
        case 2:
            _ = try store.complete(id, by: actor)
        case 3:
            _ = try store.send(MessageDraft(to: "worker-0", content: "Hello"), by: actor)
        default:
            let focus = "task \(id)"
            _ = try store.updateAgentStatus(actor.name, by: actor) { $0.currentFocus = focus }
        }
    }
}
