import HTTPTypes
import Synchronization

/// Whose turn it is among requests that may take long: SQL, searches, plans of rollbacks.
///
/// Each of them keeps a thread of the store for seconds, and there are few. So only some may run at
/// once, and of one client fewer than that: however many of them wait, threads are left for
/// appends, for short reads, and for whether the server is ready. SQL, of which nobody can say
/// how long it takes, leaves some of these turns to what ends by itself.
final class LongWork: Sendable {
    /// A request that waits for its turn.
    private struct Waiting {
        let id: Int
        let work: Work
        let turn: CheckedContinuation<Void, any Error>
    }

    /// Whose work it is, and of what kind.
    private struct Work {
        let client: String
        let isQuestion: Bool
    }

    private struct State {
        /// How many run, by client.
        var running: [String: Int] = [:]
        /// How many of them are questions.
        var questions = 0
        var waiting: [Waiting] = []
        var nextID = 0

        var all: Int { running.values.reduce(0, +) }

        /// Whether work may begin now.
        func mayBegin(_ work: Work, within limits: ServerLimits) -> Bool {
            all < limits.longAtOnce
                && (!work.isQuestion || questions < limits.questionsAtOnce)
                && (work.client.isEmpty || running[work.client] ?? 0 < limits.longAtOnceEach)
        }

        /// Takes a turn, if there is one for the work.
        mutating func take(for work: Work, within limits: ServerLimits) -> Bool {
            guard mayBegin(work, within: limits) else { return false }
            running[work.client, default: 0] += 1
            questions += work.isQuestion ? 1 : 0
            return true
        }

        /// Gives a turn back.
        mutating func giveBack(_ work: Work) {
            let left = (running[work.client] ?? 1) - 1
            running[work.client] = left > 0 ? left : nil
            questions -= work.isQuestion ? 1 : 0
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
    /// has as many turns as it may, and for questions where as many run as may.
    ///
    /// - Parameters:
    ///   - client: The name of its grant; those without one share all turns.
    ///   - isQuestion: Whether it is SQL that the client gave.
    /// - Throws: A problem 429 where too many of the client wait, 503 where its turn did not come
    ///   in time; what the work throws.
    func turn<Value: Sendable>(
        of client: String?, isQuestion: Bool = false, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        let kind = Work(client: client ?? "", isQuestion: isQuestion)
        try await begin(kind)
        defer { end(kind) }
        return try await work()
    }

    private func begin(_ work: Work) async throws {
        // Whoever waits could not take this turn, either.
        if state.withLock({ $0.take(for: work, within: limits) }) { return }
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
                enter(Waiting(id: id, work: work, turn: turn))
            }
        } onCancel: {
            giveUp(id, CancellationError())
        }
    }

    private func enter(_ new: Waiting) {
        let mayWait = state.withLock { state in
            let waiting = state.waiting.count { $0.work.client == new.work.client }
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

    private func end(_ work: Work) {
        state.withLock { $0.giveBack(work) }
        letIn()
    }

    /// Lets those begin whose turn it is.
    private func letIn() {
        while let next = next() { next.turn.resume() }
    }

    private func next() -> Waiting? {
        state.withLock { state in
            let index = state.waiting.firstIndex { state.mayBegin($0.work, within: limits) }
            guard let index else { return nil }
            let next = state.waiting.remove(at: index)
            return state.take(for: next.work, within: limits) ? next : nil
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
