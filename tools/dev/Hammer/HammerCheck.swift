import Annals
import AnnalsTesting
import Foundation

/// Looks for anything that must not be in a store that was hammered, also while it is.
struct HammerCheck {
    /// Number of events in the log.
    let events: Int64
    /// Number of events that were acknowledged.
    let acknowledged: Int

    /// - Throws: `BrokenPromise`.
    init(path: String, acknowledged: [Acknowledgement]) throws {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        self.acknowledged = acknowledged.count
        do {
            events = try Self.read(store, acknowledged)
            try Self.verify(store)
        } catch let error as StoreError {
            throw BrokenPromise(
                "every event can be read", "\(error.code): \(error.message)", at: error.position)
        }
    }

    /// Reads every event.
    ///
    /// - Returns: How many there are.
    private static func read(_ store: Store, _ acknowledged: [Acknowledgement]) throws -> Int64 {
        var query = EventQuery()
        query.includesAdministration = true
        let head = try store.head()
        query.through = head
        var found: [UUID: Int64] = [:]
        var batches: [String: (found: Int, of: String, position: Int64)] = [:]
        var last: Int64 = 0
        let events = store.events(query)
        while let event = try events.next() {
            guard event.position == last + 1 else {
                throw BrokenPromise(
                    "positions are dense", "\(event.position) comes next", at: last + 1)
            }
            last = event.position
            guard let id = event.id else { continue }
            found[id] = event.position
            guard !event.isErased, let batch = event.context["batch"]?.asString else { continue }
            let of = event.context["of"]?.compact ?? ""
            batches[batch, default: (0, of, event.position)].found += 1
            let told = try HammeredEvent(id: id, batch: id, count: 1).content()
            guard event.stream == told.stream, event.change.data == told.data else {
                throw BrokenPromise("an event is stored exactly", "\(event)", at: event.position)
            }
        }
        guard last == head else {
            throw BrokenPromise("the log ends where it says", "it says \(head)", at: last)
        }
        for note in acknowledged where found[note.id] != note.position {
            let place = found[note.id].map { "it is at \($0)" } ?? "it is lost"
            throw BrokenPromise(
                "an acknowledged event is stored", "\(note.id): \(place)", at: note.position)
        }
        try checkBatches(batches, store)
        return head
    }

    /// Where nothing of a batch was erased, all of it is there.
    private static func checkBatches(
        _ batches: [String: (found: Int, of: String, position: Int64)], _ store: Store
    ) throws {
        for (batch, count) in batches where "\(count.found)" != count.of {
            let wanted = Int64(count.of) ?? 0
            // They are side by side; those that were erased do not say of which batch they are.
            var erased: Int64 = 0
            for position in max(1, count.position - wanted)...count.position + wanted {
                guard let event = try? store.event(at: position) else { continue }
                if event.isErased { erased += 1 }
            }
            guard Int64(count.found) + erased >= wanted else {
                throw BrokenPromise(
                    "a batch is stored whole or not at all",
                    "\(count.found) of \(count.of) events of \(batch)", at: count.position)
            }
        }
    }

    private static func verify(_ store: Store) throws {
        var first: VerificationFinding?
        let report = try store.verify { first = first ?? $0 }
        guard report.outcome != .verified || first != nil else { return }
        throw BrokenPromise(
            "a store verifies", first?.message ?? "\(report.outcome)", at: first?.position)
    }
}
