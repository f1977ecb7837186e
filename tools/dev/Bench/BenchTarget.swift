import Annals
import AnnalsLog
import AnnalsModel

/// Something that events are appended to.
struct BenchTarget {
    let path: String
    let append: ([NewEvent]) throws -> Void
    let close: () -> Void

    /// A log, with or without tables; nothing is kept beside.
    init(_ log: EventLog) {
        path = log.path
        append = { _ = try log.append($0) }
        close = { log.close() }
    }

    /// A store as programs use it, which leaves snapshots behind.
    init(_ store: Store) {
        path = store.path
        append = { _ = try store.append($0) }
        close = { store.close() }
    }
}
