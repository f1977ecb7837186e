import Annals
import AnnalsModel
import AnnalsTesting

/// A store with a long history, made once for all the benchmarks that only read.
final class SharedHistory {
    /// Tasks and messages that are alive where the state stops growing.
    static let steadyRows = 20_000
    private let live: Int?
    private var path: String?

    /// - Parameter live: Tasks and messages that are alive at most; all, if nil.
    init(live: Int? = nil) {
        self.live = live
    }

    /// The store; the first call makes it.
    func open(_ bench: Bench) throws -> Store {
        if let path {
            return try Store(opening: path)
        }
        let store = try bench.makeStore()
        var workload = Workload(seed: bench.seed, events: bench.events, live: live)
        while try store.append(next: 1000, of: &workload) > 0 {}
        path = store.path
        return store
    }
}

extension Store {
    /// Appends the next events of a workload as one batch: there may be millions in all.
    ///
    /// - Returns: How many there were.
    func append(next count: Int, of workload: inout Workload) throws -> Int {
        var batch: [NewEvent] = []
        batch.reserveCapacity(count)
        while batch.count < count, let event = workload.next() { batch.append(event) }
        if !batch.isEmpty { try append(batch) }
        return batch.count
    }
}
