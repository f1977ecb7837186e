import Synchronization

/// Whether a request was taken back, for the thread that works on it.
final class CancelFlag: Sendable {
    private let flag = Atomic(false)

    /// Whether it was.
    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Takes it back.
    func cancel() { flag.store(true, ordering: .relaxed) }
}
