package import AnnalsIntegrity
package import AnnalsLog
package import AnnalsModel
import Dispatch
import Synchronization

/// Signs a checkpoint when this process closes a cycle by opening the next, on a queue of its own
/// and after the append was acknowledged.
///
/// Cycles that are closed while it signs are covered by one more checkpoint behind the last of
/// them.
package final class CheckpointKeeper: Sendable {
    private struct State {
        var isSigning = false
        var isDue = false
    }

    private let log: EventLog
    private let key: @Sendable () throws -> SignerKey
    private let report: @Sendable (Result<LogProofs.Signed, StoreError>) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "annals.checkpoints", qos: .utility)

    /// Watches what this process appends to a log.
    ///
    /// - Parameters:
    ///   - log: Open for writing.
    ///   - key: Gives the key, each time that one is needed.
    ///   - report: Told of each checkpoint, or why there is none; on the keeper's queue.
    package init(
        log: EventLog, key: @escaping @Sendable () throws -> SignerKey,
        report: @escaping @Sendable (Result<LogProofs.Signed, StoreError>) -> Void
    ) {
        self.log = log
        self.key = key
        self.report = report
        log.observeCommits { [weak self] commit in
            if commit.opensCycle { self?.signSoon() }
        }
    }

    /// Waits until what is due is signed.
    package func finish() {
        log.waitForObservers()
        queue.sync {}
    }

    private func signSoon() {
        let starts = state.withLock { state in
            state.isDue = true
            defer { state.isSigning = true }
            return !state.isSigning
        }
        if starts { queue.async { [self] in signWhatIsDue() } }
    }

    private func signWhatIsDue() {
        while state.withLock({ state in
            state.isSigning = state.isDue
            state.isDue = false
            return state.isSigning
        }) {
            report(Result { () throws(StoreError) in try sign() })
        }
    }

    private func sign() throws(StoreError) -> LogProofs.Signed {
        do {
            // Who opened the cycle closed the one before.
            let actor = try log.read { reader in
                let opened = try AdministrationTables(reader.statements)
                    .start(after: try reader.cycle() - 1)
                return try opened.map { position throws(StoreError) in
                    try reader.event(at: position).actor
                }
            }
            guard let actor else {
                throw StoreError(.corrupt, "no event opened the current cycle: verify the store")
            }
            return try LogProofs(log: log).sign(with: try key(), by: actor)
        } catch {
            throw StoreError.wrapping(error, doing: "sign the checkpoint of a closed cycle")
        }
    }
}
