import Annals
import AnnalsLog
import AnnalsModel
import AnnalsTesting

/// A store with a long history, made once for all the benchmarks that only read.
final class SharedHistory {
    private var path: String?

    /// The store; the first call makes it.
    func open(_ bench: Bench) throws -> Store {
        if let path {
            return try Store(opening: path)
        }
        let log = try bench.makeLogWithTables()
        // Without an array of all events: there may be millions.
        var batch: [NewEvent] = []
        for event in Workload(seed: bench.seed, events: bench.events) {
            batch.append(event)
            if batch.count == 1000 {
                _ = try log.append(batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty {
            _ = try log.append(batch)
        }
        log.close()
        path = log.path
        return try Store(opening: log.path)
    }
}
