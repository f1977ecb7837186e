import Annals
import AnnalsModel
import ServiceLifecycle
import Synchronization

/// Knows the end of the log, whoever appends to it, and tells those who follow: one look at the
/// file for all of them.
final class HeadWatch: Service {
    /// What followers are told.
    struct Signal: Sendable, Equatable {
        /// Position of the last event.
        let head: Int64
        /// How often a sign of life was due so far.
        let beat: Int
    }

    private struct State {
        var head: Int64 = 0
        /// What followers were told of last, and when.
        var toldHead: Int64 = 0
        var toldAt: ContinuousClock.Instant?
        var beat = 0
        var isFinished = false
        var followers: [Int: AsyncStream<Signal>.Continuation] = [:]
        var nextID = 0
    }

    /// Seconds between two looks while somebody follows: what other processes append is met within
    /// a tenth of a second, at some thousandth of a processor.
    private static let lookSeconds = 0.03

    private let store: Store
    private let heartbeatSeconds: Double
    private let state = Mutex(State())

    init(_ store: Store, heartbeatSeconds: Double) {
        self.store = store
        self.heartbeatSeconds = heartbeatSeconds
    }

    /// How many follow.
    var count: Int { state.withLock { $0.followers.count } }

    /// Signals from now on, each with all that came before it: one who is slow gets the last only.
    ///
    /// They end when the server does, or their task.
    func signals() -> AsyncStream<Signal> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = state.withLock { state -> Int? in
                guard !state.isFinished else { return nil }
                state.nextID += 1
                state.followers[state.nextID] = continuation
                return state.nextID
            }
            guard let id else { return continuation.finish() }
            continuation.onTermination = { _ in
                self.state.withLock { _ = $0.followers.removeValue(forKey: id) }
            }
        }
    }

    /// Tells of an event that this process appended, at once where it is the first for a while;
    /// what comes right behind it is told of together, with the next look.
    func note(head: Int64) {
        let now = ContinuousClock.now
        tell { state in
            guard head > state.head else { return false }
            state.head = head
            return state.toldAt.map { now - $0 > .seconds(Self.lookSeconds) } ?? true
        }
    }

    /// Looks for events of other processes until the server ends.
    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await self.look() }
        } onGracefulShutdown: {
            self.finish()
        }
        finish()
    }

    private func look() async {
        let clock = ContinuousClock()
        var lastBeat = clock.now
        while !Task.isCancelled {
            do { try await clock.sleep(for: .seconds(Self.lookSeconds)) } catch { return }
            guard count > 0 else { continue }
            let isBeat = clock.now - lastBeat >= .seconds(heartbeatSeconds)
            if isBeat { lastBeat = clock.now }
            // Where it cannot be read just now, the next look or a reader of events will say so.
            let head = try? await store.head()
            tell { state in
                if let head { state.head = head }
                if isBeat { state.beat += 1 }
                return state.head != state.toldHead || isBeat
            }
        }
    }

    private func tell(_ change: (inout State) -> Bool) {
        state.withLock { state in
            guard change(&state) else { return }
            state.toldHead = state.head
            state.toldAt = ContinuousClock.now
            let signal = Signal(head: state.head, beat: state.beat)
            for follower in state.followers.values { follower.yield(signal) }
        }
    }

    /// Lets go of all followers, now and from now on.
    func finish() {
        let followers = state.withLock { state in
            state.isFinished = true
            defer { state.followers = [:] }
            return Array(state.followers.values)
        }
        for follower in followers { follower.finish() }
    }
}
