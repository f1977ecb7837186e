import Annals
import AnnalsModel
import Logging
import Synchronization

/// Remembers who was refused what, in the log of the store too: at most one event a minute a token,
/// so that whoever tries cannot fill the log.
final class RefusalLog: Sendable {
    private struct Entry {
        var noted: ContinuousClock.Instant
        /// How many came since, of which nothing was noted.
        var more = 0
    }

    /// Seconds between two events of one token; those without any count as one.
    private static let seconds = 60.0

    private let store: Store
    private let actor: Actor
    private let metrics: ServerMetrics
    private let logger: Logger
    private let entries = Mutex<[String: Entry]>([:])

    init(_ store: Store, _ actor: Actor, _ metrics: ServerMetrics, _ logger: Logger) {
        self.store = store
        self.actor = actor
        self.metrics = metrics
        self.logger = logger
    }

    /// Notes a request that was refused.
    ///
    /// - Parameters:
    ///   - grant: The grant of its token; nil where it had none, or none that is known.
    ///   - code: Why.
    ///   - route: What was asked, as the document names it.
    func note(_ grant: AccessGrant?, _ code: String, route: String) {
        metrics.note(refusal: code)
        let name = grant?.name ?? ""
        let now = ContinuousClock().now
        let more: Int? = entries.withLock { entries in
            if var entry = entries[name], now - entry.noted < .seconds(Self.seconds) {
                entry.more += 1
                entries[name] = entry
                return nil
            }
            defer { entries[name] = Entry(noted: now) }
            return entries[name]?.more ?? 0
        }
        guard let more else { return }
        let (store, logger, actor) = (store, logger, grant?.actor ?? actor)
        // The answer does not wait for it, and a store that cannot take it is told to the log.
        Task {
            do {
                try await store.noteRefusal(
                    of: grant?.name, code, route: route, unnoted: more, by: actor)
            } catch {
                logger.warning(
                    "A refusal could not be noted in the store.", metadata: ["error": "\(error)"])
            }
        }
    }
}
