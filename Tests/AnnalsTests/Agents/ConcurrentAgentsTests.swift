import AnnalsTesting
import Foundation
import Synchronization
import Testing

@testable import Annals

/// What holds when several threads use the agent API at once.
@Suite("Concurrent agents", .storesChecked)
struct ConcurrentAgentsTests {
    private let setting: AgentStore
    private var store: Store { setting.store }

    init() throws {
        setting = try AgentStore()
    }

    /// Runs a closure on several threads at once, and throws the first error of any.
    private func onThreads(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...count {
                group.addTask {
                    try await withCheckedThrowingContinuation { continuation in
                        Thread { continuation.resume(with: Result { try body(number) }) }.start()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func noUpdateIsLost() async throws {
        let (threads, rounds) = (8, 25)
        let store = store
        try await onThreads(threads) { number in
            let agent = try Actor("Agent-\(number)")
            // Half of them share a connection's store, half have one of their own.
            let own = number % 2 == 0 ? try Store(opening: store.path) : store
            defer { if own !== store { own.close() } }
            for _ in 0..<rounds {
                try own.updateAgentStatus("Agent-3", by: agent) { status in
                    status.cycleCount = (status.cycleCount ?? 0) + 1
                    let mine = status.document["by"]?.asObject?[agent.name]?.asInt64 ?? 0
                    var by = status.document["by"]?.asObject ?? [:]
                    by[agent.name] = .number(JSONNumber(mine + 1))
                    status.document["by"] = .object(by)
                }
            }
        }
        let status = try await #require(try store.agentStatus("Agent-3"))
        #expect(status.cycleCount == Int64(threads * rounds))
        #expect(status.version == Int64(threads * rounds))
        for number in 1...threads {
            #expect(
                status.document["by"]?.asObject?["Agent-\(number)"]?.asInt64 == Int64(rounds))
        }
        // Every event says one step, and who took it.
        let events = try store.events(EventQuery(stream: StreamName("agent/Agent-3"))).all()
        #expect(
            events.map { $0.change.data["cycle_count"]?.asInt64 }
                == (1...Int64(threads * rounds)).map { $0 })
        for event in events {
            #expect(event.change.data["by"]?.asObject?[event.actor.name] != nil)
        }
        #expect(try await store.checkProjection("agent_workspaces").isEmpty)
    }

    @Test func exactlyOneGetsEachTask() async throws {
        let store = store
        for task in 1...6 {
            try await store.createTask(TaskDraft("x", id: "T\(task)"), by: setting.captain)
        }
        let claims = Mutex<[String: [String]]>([:])
        try await onThreads(8) { number in
            let agent = try Actor("Agent-\(number)")
            for task in 1...6 {
                do {
                    let claimed = try store.claim("T\(task)", by: agent)
                    claims.withLock { $0[claimed.id, default: []].append(agent.name) }
                } catch let error as StoreError where error.code == .taken {
                    #expect(error.message.contains("version 2"))
                }
            }
        }
        for (task, agents) in claims.withLock({ $0 }) {
            #expect(agents.count == 1)
            #expect(try await store.task(task)?.agent == agents.first)
            #expect(try setting.count("task/\(task)") == 2)
        }
        #expect(claims.withLock { $0.count } == 6)
    }

    @Test func aLostRaceNamesWhoWonAndBothVersions() {
        func task(_ version: Int64, _ document: JSONObject) -> AgentTask {
            AgentTask(id: "A", document: document, version: version)
        }
        let refusal = Store.claimRefusal(
            task(4, ["agent_id": "Agent-2"]), heldBy: "Agent-2", free: task(3, [:]))
        #expect(refusal.code == .taken)
        #expect(
            refusal.message == "the task \"A\" was free at version 3, but \"Agent-2\" has it at "
                + "version 4: claim another")
    }

    @Test func theSameTaskIsCreatedOnce() async throws {
        let store = store
        let captain = setting.captain
        let versions = Mutex<[Int64]>([])
        try await onThreads(8) { _ in
            let task = try store.createTask(TaskDraft("x", id: "A"), by: captain)
            versions.withLock { $0.append(task.version) }
        }
        #expect(versions.withLock { $0 } == Array(repeating: 1, count: 8))
        #expect(try setting.count("task/A") == 1)
    }
}
