import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Long work that answers in lines: what it reports on its way, and its result as the last one.
///
/// What goes wrong when the answer has begun is a problem (RFC 9457) as the last line. The work is
/// stopped where the client goes away.
enum ReportedLines {
    /// The schema of a line that says how far it is.
    static let progress = JSONSchema.object([
        ("done", ["type": "integer", "format": "int64"]),
        ("total", ["type": "integer", "format": "int64"]),
    ])

    /// How far it is, as a line.
    static func progress(_ done: Int64, _ total: Int64) -> JSONObject {
        ["done": .number(JSONNumber(done)), "total": .number(JSONNumber(total))]
    }

    /// What work says while it runs.
    final class Report: Sendable {
        private struct State {
            var isCancelled = false
            var last: ContinuousClock.Instant?
        }

        /// Seconds between two lines that say how far it is.
        private static let seconds = 0.2

        private let lines: AsyncStream<JSONObject>.Continuation
        private let state = Mutex(State())

        fileprivate init(_ lines: AsyncStream<JSONObject>.Continuation) {
            self.lines = lines
        }

        /// Says something.
        func say(_ line: JSONObject) { lines.yield(line) }

        /// Nobody listens any more.
        fileprivate func cancel() { state.withLock { $0.isCancelled = true } }

        /// A run whose progress is said now and then.
        func run(_ line: @escaping (_ done: Int64, _ total: Int64) -> JSONObject) -> LongRun {
            LongRun(
                progress: { done, total in
                    let now = ContinuousClock().now
                    let isDue = self.state.withLock { state in
                        if let last = state.last, now - last < .seconds(Self.seconds) {
                            return false
                        }
                        state.last = now
                        return true
                    }
                    if isDue { self.say(line(done, total)) }
                }, isCancelled: { self.state.withLock(\.isCancelled) })
        }
    }

    /// The answer, which begins at once.
    ///
    /// - Parameter work: Runs on a thread of the store, and gives the last line.
    static func response(
        in call: Call, _ work: @escaping @Sendable (Store, Report) throws -> JSONObject
    ) -> Response {
        let logger = call.core.logger
        return Response(
            status: .ok,
            headers: [.contentType: MediaType.lines.rawValue, .cacheControl: "no-store"],
            body: ResponseBody { writer in
                let (lines, continuation) = AsyncStream<JSONObject>.makeStream(
                    bufferingPolicy: .bufferingOldest(10_000))
                let report = Report(continuation)
                let task = Task {
                    defer { continuation.finish() }
                    do {
                        return try await call.long { store in try work(store, report) }
                    } catch {
                        let problem = Problem(of: error)
                        logger.tell(of: error, as: problem)
                        return problem.json
                    }
                }
                do {
                    for await line in lines {
                        try await writer.write(ByteBuffer(bytes: [line].lines))
                        try await call.demandStillAllowed()
                    }
                    let last = await task.value
                    try await writer.write(ByteBuffer(bytes: [last].lines))
                    try await writer.finish(nil)
                } catch {
                    report.cancel()
                    throw error
                }
            })
    }
}
