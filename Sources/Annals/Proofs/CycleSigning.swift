import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
public import AnnalsModel

/// Has a store sign a checkpoint whenever this process closes a cycle by opening the next one.
///
/// It is signed after the append was acknowledged, on a queue of its own, by the actor who opened
/// the cycle; no append waits for it or fails with it. ``Store/close()`` waits for one that is due.
public struct CycleSigning: Sendable {
    let key: @Sendable () throws -> CheckpointKey
    let onFailure: @Sendable (StoreError) -> Void

    /// Names the key.
    ///
    /// - Parameters:
    ///   - key: Gives the key each time that one is needed, so that it need not stay in memory.
    ///   - onFailure: Told why a cycle was closed without a checkpoint; the next one covers it.
    public init(
        key: @escaping @Sendable () throws -> CheckpointKey,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) {
        self.key = key
        self.onFailure = onFailure
    }

    /// Begins to watch a log.
    func keeper(of log: EventLog) -> CheckpointKeeper {
        CheckpointKeeper(
            log: log, key: { [key] in try key().signer },
            report: { [onFailure] outcome in
                if case .failure(let error) = outcome { onFailure(error) }
            })
    }
}
