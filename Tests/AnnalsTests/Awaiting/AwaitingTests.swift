import Annals
import AnnalsLog
import AnnalsTesting
import Dispatch
import GRDB
import Synchronization
import Testing

/// The store from tasks.
@Suite(.storesChecked) struct AwaitingTests {
    private struct Refusal: Error {}

    private let folder: TemporaryDirectory
    private let store: Store
    private let actor: Actor

    init() throws {
        folder = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: actor, projections: .none)
    }

    private func event(_ stream: String, _ n: Int = 0) throws -> NewEvent {
        NewEvent(
            stream: try StreamName(stream), type: try EventType("thing.made"), actor: actor,
            change: Change(data: ["n": .number(JSONNumber(Int64(n)))]))
    }

    /// Closures that compute until somebody says that it is over.
    private final class Computing: Sendable {
        private let state = Mutex((begun: 0, isOver: false))
        private let deadline = ContinuousClock.now + .seconds(120)

        var begun: Int { state.withLock(\.begun) }

        func end() { state.withLock { $0.isOver = true } }

        /// - Returns: Whether it was said in time.
        func run() -> Bool {
            state.withLock { $0.begun += 1 }
            while ContinuousClock.now < deadline {
                if state.withLock(\.isOver) { return true }
            }
            return false
        }
    }

    /// While more closures compute than there are processors, tasks go on, and sleep no longer.
    @Test func noTaskWaitsForWorkThatComputes() async throws {
        let (store, computing) = (store, Computing())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<Limits.blockingThreadsMax {
                group.addTask { try await store.perform { _ in computing.run() } }
            }
            let ender = Task.detached {
                while computing.begun < Limits.blockingThreadsMax {
                    try await Task.sleep(for: .milliseconds(1))
                }
                computing.end()
            }
            for try await isTold in group { #expect(isTold) }
            try await ender.value
        }
    }

    /// While more closures wait than there are threads for tasks, tasks go on.
    @Test func noTaskWaitsForWorkThatBlocks() async throws {
        let gate = DispatchSemaphore(value: 0)
        let blocked = (0..<100).map { n in
            Task {
                try await store.perform { _ in
                    gate.wait()
                    return n
                }
            }
        }
        for n in 0..<100 {
            let value = await Task.detached {
                await Task.yield()
                return n
            }.value
            #expect(value == n)
        }
        // Nor does what is awaited without a thread of its own.
        try await store.append([event("thing/T")])
        for _ in blocked { gate.signal() }
        var sum = 0
        for task in blocked { sum += try await task.value }
        #expect(sum == 4950)
    }

    @Test func aHundredTasksReadAndAppendAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for n in 0..<100 {
                group.addTask {
                    let name = "thing/T\(n % 10)"
                    let appended = try event(name, n)
                    if n.isMultiple(of: 2) {
                        try await store.append([appended])
                    } else {
                        try await store.perform { _ = try $0.append(appended) }
                    }
                    let document = try await store.perform {
                        try $0.document(StreamName(name))
                    }
                    #expect(document != nil)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.head() == 100)
    }

    @Test func errorsComeOutAsTheyAre() async throws {
        await #expect(throws: Refusal.self) { try await store.perform { _ in throw Refusal() } }
        let error = await #expect(throws: StoreError.self) {
            try await store.perform { try $0.event(at: 5) }
        }
        #expect(error?.code == .beyondHead)
    }

    @Test func whatWasCancelledDoesNotBegin() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await store.perform { _ = try $0.append(event("thing/T")) }
        }
        task.cancel()
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .interrupted)
        #expect(try await store.head() == 0)
    }

    @Test func pagesHaveEveryEventOnce() async throws {
        let events = try (0..<1_500).map { try event("thing/T\($0 % 7)", $0) }
        try await store.append(events)
        var query = EventQuery()
        for (isReversed, stream) in [
            (false, nil), (true, nil), (false, "thing/T3"), (true, "thing/T3"),
        ] {
            query.isReversed = isReversed
            query.stream = try stream.map { try StreamName($0) }
            var positions: [Int64] = []
            var pages = 0
            for try await page in store.events(query).pages {
                #expect(!page.isEmpty)
                positions += page.map(\.position)
                pages += 1
            }
            #expect(positions == (try store.events(query).all().map(\.position)))
            #expect(pages > 1 || stream != nil)
        }
    }

    @Test func followingEndsWithItsTask() async throws {
        try await store.append([event("thing/T", 0)])
        let (seen, report) = AsyncStream.makeStream(of: Int64.self)
        let follower = Task {
            var count = 0
            for try await event in store.following(EventQuery()) {
                report.yield(event.position)
                count += 1
            }
            report.finish()
            return count
        }
        var next = seen.makeAsyncIterator()
        #expect(await next.next() == 1)
        for n in 1...3 {
            try await store.append([event("thing/T", n), event("thing/U", n)])
            #expect(await next.next() == Int64(2 * n))
            #expect(await next.next() == Int64(2 * n + 1))
        }
        follower.cancel()
        #expect(try await follower.value == 7)
    }

    @Test func followingBeginsAtAMoment() async throws {
        try await store.append((0..<3).map { try event("thing/T", $0) })
        var late = store.following(from: .position(2)).makeAsyncIterator()
        #expect(try await late.next()?.position == 3)
        var later = store.following(EventQuery(after: 2), from: .position(1)).makeAsyncIterator()
        #expect(try await later.next()?.position == 3)
        let store = store
        let new = Task {
            for try await event in store.following(from: .head) { return event.position }
            return 0
        }
        let next = try event("thing/U")
        let writer = Task {
            while !Task.isCancelled { try await store.append(next) }
        }
        #expect(try await new.value > 3)
        writer.cancel()
        _ = await writer.result
        await #expect(throws: StoreError.self) {
            for try await _ in store.following(from: .position(1 << 40)) {}
        }
    }

    @Test(arguments: [EventQuery(isReversed: true), EventQuery(through: 5)])
    func whatHasAnEndCannotBeFollowed(query: EventQuery) async throws {
        let awaited = await #expect(throws: StoreError.self) {
            for try await _ in store.following(query) {}
        }
        #expect(awaited?.code == .invalidArgument)
        let blocking = #expect(throws: StoreError.self) {
            try store.follow(query, isCancelled: { false }) { _ in }
        }
        #expect(blocking?.code == .invalidArgument)
    }

    @Test func thePastIsReadFromTasks() async throws {
        let past = try await store.asOf(.head)
        let tables = try await past.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'none'")
        }
        #expect(tables == 0)
        await #expect(throws: Refusal.self) { try await past.read { _ in throw Refusal() } }
    }

    @Test func anAppendWaitsNoLongerThanItsDeadline() async throws {
        let other = try Store(opening: folder.path("annals.db"))
        defer { other.close() }
        let (entered, begun) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let holder = Task {
            try await other.perform { store in
                try store.log.withTransaction { _ in
                    begun.signal()
                    entered.wait()
                }
            }
        }
        try await store.perform { _ in begun.wait() }
        var options = AppendOptions()
        options.deadlineSeconds = 0.05
        let (late, given) = (try event("thing/T"), options)
        let blocking = await #expect(throws: StoreError.self) {
            try await store.perform { try $0.append(late, options: given) }
        }
        #expect(blocking?.code == .busy)
        let awaiting = await #expect(throws: StoreError.self) {
            try await store.append([late], options: given)
        }
        #expect(awaiting?.code == .busy)
        entered.signal()
        try await holder.value
        #expect(try await store.head() == 0)
    }
}
