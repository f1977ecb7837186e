import Annals
import AnnalsTesting
import Dispatch
import HTTPTypes
import Synchronization
import Testing

@testable import AnnalsServer

/// Turns of requests that may take long: some at once, and of one client fewer.
@Suite(.storesChecked) struct LongWorkTests {
    /// Work that goes on until it is let go of.
    private final class Held: Sendable {
        private let open: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation
        let begun = Mutex<[String]>([])

        init() { (open, end) = AsyncStream.makeStream() }

        func work(_ name: String) async {
            begun.withLock { $0.append(name) }
            for await _ in open { return }
        }

        func letGo() { end.yield() }

        func wait(for count: Int) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while begun.withLock(\.count) < count {
                try #require(ContinuousClock.now < deadline)
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func limits(wait seconds: Double = 600, waiting: Int = 32) -> ServerLimits {
        var limits = ServerLimits()
        limits.longAtOnce = 3
        limits.longAtOnceEach = 2
        limits.longWaitSeconds = seconds
        limits.longWaiting = waiting
        return limits
    }

    @Test func oneClientLeavesRoomForOthers() async throws {
        let work = LongWork(limits())
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask { try await work.turn(of: "a") { await held.work("a") } }
            }
            try await held.wait(for: 2)
            group.addTask { try await work.turn(of: "b") { await held.work("b") } }
            try await held.wait(for: 3)
            group.addTask { try await work.turn(of: "c") { await held.work("c") } }
            // Two of a and the one of b keep all turns.
            try await Task.sleep(for: .milliseconds(20))
            #expect(held.begun.withLock { $0 } == ["a", "a", "b"])
            for _ in 0..<7 { held.letGo() }
            try await group.waitForAll()
        }
        #expect(held.begun.withLock { $0.sorted() } == ["a", "a", "a", "a", "a", "b", "c"])
    }

    /// However many questions wait, other work finds a turn, and questions wait in their order.
    @Test func questionsLeaveTurnsToOthers() async throws {
        var limits = limits()
        limits.questionsAtOnce = 2
        let work = LongWork(limits)
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await work.turn(of: nil, isQuestion: true) { await held.work("question") }
                }
            }
            while work.waitingCount < 8 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await work.turn(of: nil) { 1 } == 1)
            #expect(work.runningCount == 2 && work.waitingCount == 8)
            for _ in 0..<10 { held.letGo() }
            try await group.waitForAll()
        }
        #expect(held.begun.withLock(\.count) == 10 && work.runningCount == 0)
        #expect(try await work.turn(of: nil, isQuestion: true) { 2 } == 2)
    }

    @Test func whoWaitsTooLongIsToldSo() async throws {
        let work = LongWork(limits(wait: 0.05))
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask { try await work.turn(of: "a") { await held.work("a") } }
            }
            try await held.wait(for: 2)
            let late = await #expect(throws: Problem.self) {
                try await work.turn(of: "a") { await held.work("late") }
            }
            #expect(late?.status == .serviceUnavailable && late?.headers[.retryAfter] == "1")
            for _ in 0..<2 { held.letGo() }
            try await group.waitForAll()
        }
        // What was given up keeps no turn.
        for _ in 0..<4 { #expect(try await work.turn(of: "a") { 1 } == 1) }
        #expect(!held.begun.withLock { $0.contains("late") })
    }

    @Test func someWaitAndNoMore() async throws {
        let work = LongWork(limits(waiting: 1))
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask { try await work.turn(of: "a") { await held.work("a") } }
            }
            try await held.wait(for: 2)
            let third = Task { try await work.turn(of: "a") { await held.work("third") } }
            while work.waitingCount < 1 { try await Task.sleep(for: .milliseconds(2)) }
            let many = await #expect(throws: Problem.self) {
                try await work.turn(of: "a") { await held.work("fourth") }
            }
            #expect(many?.status == .tooManyRequests)
            third.cancel()
            await #expect(throws: CancellationError.self) { try await third.value }
            #expect(work.waitingCount == 0)
            for _ in 0..<2 { held.letGo() }
            try await group.waitForAll()
        }
        #expect(held.begun.withLock { $0 } == ["a", "a"])
    }

    /// Those who need no token are one person's programs, and share all turns.
    @Test func nobodyIsWaitedForWhereNothingRuns() async throws {
        let work = LongWork(limits())
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask { try await work.turn(of: nil) { await held.work("") } }
            }
            try await held.wait(for: 3)
            for _ in 0..<3 { held.letGo() }
            try await group.waitForAll()
        }
    }

    /// An agent is told why, as a refusal that it can read, and that it may try again.
    @Test func agentsAreToldThatOthersRun() async throws {
        var limits = ServerLimits()
        limits.questionsAtOnce = 0
        limits.longWaitSeconds = 0.05
        let served = try ServedStore(limits: limits)
        defer { served.close() }
        let answer = try await served.ask(
            .post, "/mcp",
            body: """
                {"jsonrpc":"2.0","id":1,"method":"tools/call",
                 "params":{"name":"query","arguments":{"sql":"SELECT 1"}}}
                """)
        #expect(answer.text.contains("other long requests ran for"), "\(answer.text)")
        #expect(answer.text.contains(#""isError":true"#), "\(answer.text)")
        let asked = try await served.ask(.post, "/v1/query", body: #"{"sql":"SELECT 1"}"#)
        #expect(asked.status == 503 && asked.headers[.retryAfter] == "1", "\(asked.text)")
        // What asks no question of its own does not wait for one.
        #expect(try await served.ask(.get, "/tasks").status == 200)
        #expect(try await served.ask(.get, "/query").status == 200)
    }

    /// Questions without end keep no short request waiting.
    @Test func questionsLeaveThreadsForOthers() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let core = served.server.core
        let held = Held()
        let end = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<core.options.limits.longAtOnce {
                group.addTask {
                    try await core.longWork.turn(of: nil) {
                        held.begun.withLock { $0.append("") }
                        try await core.store.perform { _ in end.wait() }
                    }
                    return 200
                }
            }
            try await held.wait(for: core.options.limits.longAtOnce)
            for _ in 0..<12 {
                group.addTask {
                    try await served.ask(.post, "/v1/query", body: #"{"sql":"SELECT 1"}"#).status
                }
            }
            while core.longWork.waitingCount < 12 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await served.ask(.get, "/health/ready").status == 200)
            let append = try await served.ask(
                .post, "/v1/events", body: #"{"stream":"a/b","type":"a.c"}"#)
            #expect(append.status == 201)
            #expect(try await served.ask(.get, "/v1/events?limit=1").status == 200)
            for _ in 0..<core.options.limits.longAtOnce { end.signal() }
            for try await status in group { #expect([200, 503].contains(status), "\(status)") }
        }
    }
}
