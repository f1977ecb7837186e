import Annals
import AnnalsTesting
import Synchronization
import Testing

/// A checkpoint is signed when a cycle closes.
@Suite(.storesChecked) struct CycleSigningTests {
    private func open(
        _ made: ProofStore, _ failures: FailureList, key: CheckpointKey? = nil
    ) throws -> Store {
        let key = key ?? made.key
        return try Store(
            opening: made.path,
            signing: CycleSigning(key: { key }, onFailure: { failures.add($0) }))
    }

    @Test func aStoreThatIsClosedAtOnceHasSigned() throws {
        let made = try ProofStore(events: 2)
        made.store.close()
        let failures = FailureList()
        for _ in 0..<20 {
            let store = try open(made, failures)
            let receipt = try store.nextCycle(by: made.maria)
            store.close()
            let reader = try Store(opening: made.path, mode: .readOnly)
            defer { reader.close() }
            #expect(try reader.lastCheckpoint()?.size == receipt.position)
            let event = try reader.event(at: receipt.position + 1)
            #expect(event.actor == made.maria && event.type.name == "annals.checkpoint-signed")
        }
        #expect(failures.all.isEmpty)
    }

    @Test func whatFailsIsSaidAndTheCycleIsOpen() throws {
        let made = try ProofStore(events: 2)
        made.store.close()
        let failures = FailureList()
        let store = try open(made, failures, key: try CheckpointKey.random(name: "other"))
        try store.nextCycle(by: made.maria)
        try store.nextCycle(by: made.maria)
        store.close()
        #expect(!failures.all.isEmpty)
        #expect(failures.all.allSatisfy { $0.code == .invalidArgument })
        let reader = try Store(opening: made.path, mode: .readOnly)
        defer { reader.close() }
        #expect(try reader.cycle() == 2)
        #expect(try reader.lastCheckpoint() == nil)
    }

    /// Cycles that are opened by events, one after the other, are covered by the last checkpoint.
    @Test func manyCyclesAtOnce() throws {
        let made = try ProofStore(events: 2)
        made.store.close()
        let failures = FailureList()
        let store = try open(made, failures)
        for cycle in Int64(1)...40 {
            var event = NewEvent(
                stream: try StreamName("gauge/G"), type: try EventType("gauge.read"),
                actor: made.maria, change: Change(data: ["n": .number(JSONNumber(cycle))]))
            event.cycle = cycle
            try store.append(event)
        }
        let last = try store.cycles().last?.position ?? 0
        store.close()
        #expect(failures.all.isEmpty)
        let reader = try Store(opening: made.path, mode: .readOnly)
        defer { reader.close() }
        #expect(try reader.lastCheckpoint()?.size ?? 0 >= last)
    }

    @Test func withoutACycleNothingIsSigned() throws {
        let made = try ProofStore(events: 2)
        made.store.close()
        let store = try open(made, FailureList())
        try made.append(3, to: store)
        store.close()
        let reader = try Store(opening: made.path, mode: .readOnly)
        defer { reader.close() }
        #expect(try reader.head() == 5)
    }
}

/// What was said to have failed.
private final class FailureList: Sendable {
    private let errors = Mutex<[StoreError]>([])
    var all: [StoreError] { errors.withLock { $0 } }

    func add(_ error: StoreError) {
        errors.withLock { $0.append(error) }
    }
}
