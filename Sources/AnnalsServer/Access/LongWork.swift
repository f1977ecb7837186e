import AnnalsMCP
import HTTPTypes
import Synchronization

/// Whose turn it is among requests that may take long: SQL, searches, plans of rollbacks.
///
/// Each of them keeps a thread of the store for seconds, and there are few. So only some may run at
/// once, and of one client fewer than that: however many questions wait, threads are left for
/// appends, for short reads, and for whether the server is ready.
final class LongWork: ToolGate {
    /// A request that waits for its turn.
    private struct Waiting {
        let id: Int
        let client: String
        let turn: CheckedContinuation<Void, any Error>
    }

    private struct State {
        /// How many run, by client.
        var running: [String: Int] = [:]
        var waiting: [Waiting] = []
        var nextID = 0

        var all: Int { running.values.reduce(0, +) }

        /// Whether a client may begin now.
        func mayBegin(_ client: String, within limits: ServerLimits) -> Bool {
            all < limits.longAtOnce
                && (client.isEmpty || running[client] ?? 0 < limits.longAtOnceEach)
        }

        /// Takes a turn, if there is one for a client.
        mutating func take(for client: String, within limits: ServerLimits) -> Bool {
            guard mayBegin(client, within: limits) else { return false }
            running[client, default: 0] += 1
            return true
        }
    }

    private let limits: ServerLimits
    private let state = Mutex(State())

    init(_ limits: ServerLimits) {
        self.limits = limits
    }

    /// How many run.
    var runningCount: Int { state.withLock(\.all) }

    /// How many wait for their turn.
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// Runs work when it is a client's turn; those who come first are first, but for a client that
    /// has as many turns as it may.
    ///
    /// - Parameter client: The name of its grant; those without one share all turns.
    /// - Throws: A problem 429 where too many of the client wait, 503 where its turn did not come
    ///   in time; what the work throws.
    func turn<Value: Sendable>(
        of client: String?, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        let client = client ?? ""
        try await begin(client)
        defer { end(client) }
        return try await work()
    }

    private func begin(_ client: String) async throws {
        // Whoever waits could not take this turn, either.
        if state.withLock({ $0.take(for: client, within: limits) }) { return }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let expiry = Task { [limits] in
            try await Task.sleep(for: .seconds(limits.longWaitSeconds))
            giveUp(id, Self.late(limits))
        }
        defer { expiry.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                enter(Waiting(id: id, client: client, turn: turn))
            }
        } onCancel: {
            giveUp(id, CancellationError())
        }
    }

    private func enter(_ new: Waiting) {
        let mayWait = state.withLock { state in
            let waiting = state.waiting.count { $0.client == new.client }
            guard waiting < limits.longWaiting, !Task.isCancelled else { return false }
            state.waiting.append(new)
            return true
        }
        guard mayWait else {
            new.turn.resume(throwing: Task.isCancelled ? CancellationError() : Self.many())
            return
        }
        letIn()
    }

    private func end(_ client: String) {
        state.withLock { state in
            let left = (state.running[client] ?? 1) - 1
            state.running[client] = left > 0 ? left : nil
        }
        letIn()
    }

    /// Lets those begin whose turn it is.
    private func letIn() {
        while let next = next() { next.turn.resume() }
    }

    private func next() -> Waiting? {
        state.withLock { state in
            let index = state.waiting.firstIndex { state.mayBegin($0.client, within: limits) }
            guard let index else { return nil }
            let next = state.waiting.remove(at: index)
            return state.take(for: next.client, within: limits) ? next : nil
        }
    }

    private func giveUp(_ id: Int, _ error: any Error) {
        let waiting: Waiting? = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiting.remove(at: index)
        }
        waiting?.turn.resume(throwing: error)
    }

    private static func many() -> Problem {
        var problem = Problem(
            .tooManyRequests, "too_many_requests",
            "as many long requests of this token wait as may: let some end, then try again")
        problem.headers[.retryAfter] = "1"
        return problem
    }

    private static func late(_ limits: ServerLimits) -> Problem {
        var problem = Problem(
            .serviceUnavailable, "busy",
            "other long requests ran for \(Int(limits.longWaitSeconds)) seconds: try again")
        problem.headers[.retryAfter] = "1"
        return problem
    }
}
