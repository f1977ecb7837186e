import AnnalsModel
import Synchronization

/// Rollbacks that were looked at and may be applied: each once, for a while, by whom it was shown.
///
/// A token is a random name that this process alone knows; what it stands for never leaves it, so
/// that nothing in it can be altered.
final class PreviewTable: Sendable {
    /// What a preview showed.
    struct Preview: Sendable, Hashable {
        /// The position whose state comes back.
        let to: Int64
        /// Whose events are taken back.
        let scope: RollbackScope
        /// The head that it was of: the plan is refused if the scope moved since.
        let head: Int64
        /// How many documents change.
        let changed: Int64
        /// Whom it was shown to.
        let access: ToolAccess
    }

    /// What a token stands for.
    enum Entry: Sendable {
        /// A preview that waits to be applied.
        case preview(Preview)
        /// One that waits for the person's answer, with the reason that was given.
        case question(Preview, reason: String)
    }

    private struct Held {
        let entry: Entry
        let end: ContinuousClock.Instant
    }

    private struct State {
        var held: [String: Held] = [:]
        /// The tokens in the order in which they were made.
        var order: [String] = []
    }

    private let state = Mutex(State())

    /// Keeps something for a while.
    ///
    /// - Returns: Its token.
    func keep(_ entry: Entry, _ limits: MCPLimits) -> String {
        var generator = SystemRandomNumberGenerator()
        let token = (0..<4).reduce(into: "") { text, _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        let end = ContinuousClock.now + .seconds(limits.previewSeconds)
        state.withLock { state in
            state.held[token] = Held(entry: entry, end: end)
            state.order.append(token)
            while state.order.count > limits.previews {
                state.held[state.order.removeFirst()] = nil
            }
        }
        return token
    }

    /// Gives what a token stands for, and forgets it: whoever fails begins with a new preview.
    ///
    /// - Throws: `notFound` for one that there is not, that was used, or whose time is over.
    func take(_ token: String) throws(StoreError) -> Entry {
        let held = state.withLock { state in
            state.order.removeAll { $0 == token }
            return state.held.removeValue(forKey: token)
        }
        guard let held, ContinuousClock.now < held.end else {
            throw StoreError(
                .notFound,
                "there is no such preview: it was used, it is too old, or never was; look at the "
                    + "rollback again with rollback_preview")
        }
        return held.entry
    }
}
