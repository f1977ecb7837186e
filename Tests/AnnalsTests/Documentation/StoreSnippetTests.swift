import Annals
import AnnalsTesting
import Testing

/// What the doc comments of the library and the pages on agents and concurrency show.
@Suite(.storesChecked) struct StoreSnippetTests {
    private let folder: TemporaryDirectory
    private let store: Store
    private let me: Actor

    init() throws {
        folder = try TemporaryDirectory()
        me = try Actor("Agent-3")
        store = try Store.create(at: folder.path("annals.db"), by: me)
        try store.createTask(
            TaskDraft("Read the gauge", id: "DB_002", agent: "Agent-3"), by: me)
    }

    @Test func aNewStore() throws {
        let path = folder.path("other.db")
        // snippet: store
        let maria = try Actor("maria", kind: .human)
        let store = try Store.create(at: path, by: maria)
        try store.append(
            NewEvent(
                stream: StreamName("gauge/Lyngholm"), type: EventType("gauge.cleaned"),
                actor: maria, change: Change(data: ["gap_minutes": 12]), reason: "seaweed"))
        // end
        #expect(try store.document(StreamName("gauge/Lyngholm")) == ["gap_minutes": 12])
        store.close()
    }

    @Test func agents() throws {
        let store = store
        do {
            // snippet: agents
            let me = try Actor("Agent-3")
            try store.updateAgentStatus("Agent-3", by: me) { agent in
                agent.status = "ACTIVE"
                agent.cycleCount = (agent.cycleCount ?? 0) + 1
            }
            for task in try store.tasks(of: "Agent-3", status: .pending) {
                try store.claim(task.id, by: me, reason: "next in my list")
            }
            // end
        }
        // snippet: status
        try store.updateAgentStatus("Agent-3", by: me) { agent in
            agent.status = "ACTIVE"
            agent.cycleCount = (agent.cycleCount ?? 0) + 1
        }
        // end
        #expect(try store.agentStatus("Agent-3")?.cycleCount == 2)
        #expect(try store.task("DB_002")?.status == .claimed)
    }

    @Test func updates() throws {
        let maria = me
        let stream = try StreamName("account/A-1")
        for _ in 0..<2 {
            // snippet: update
            try store.update(stream, type: EventType("account.credited"), by: maria) { account in
                account["cents"] = .number(JSONNumber((account["cents"]?.asInt64 ?? 0) + 500))
            }
            // end
        }
        #expect(try store.document(stream) == ["cents": 1000])
    }

    @Test func listsAndArguments() throws {
        // snippet: streams
        let streams = store.streams()
        while let stream = try streams.next() { print(stream.name) }
        // end
        #expect(try streams.next() == nil)
        // snippet: arguments
        let named = "SELECT title FROM agent_tasks WHERE status = :status"
        let done = try store.query(named, arguments: ["status": "done"]).rows
        let numbered = "SELECT title FROM agent_tasks WHERE status = ?"
        let same = try store.query(numbered, arguments: ["done"]).rows
        // end
        #expect(done == same)
    }

    @Test func fromTasks() async throws {
        let event = NewEvent(
            stream: try StreamName("gauge/Lyngholm"), type: try EventType("gauge.cleaned"),
            actor: me)
        // snippet: awaited
        let receipt = try await store.append(event)
        let page = try await store.query("SELECT task_id, title FROM agent_tasks")
        // end
        #expect(receipt.version == 1)
        #expect(page.rows == [["DB_002", "Read the gauge"]])
        let agent = me
        // snippet: perform
        let task = try await store.perform { try $0.claim("DB_002", by: agent) }
        // end
        #expect(task.agent == "Agent-3")
        // snippet: awaited streams
        for try await stream in store.streams() { print(stream.name) }
        // end
        // snippet: rows
        let sql = "SELECT * FROM agent_tasks WHERE status = :status"
        for try await task in store.rows(sql, arguments: ["status": "open"]) {
            print(task["title"] ?? .null)
        }
        // end
        let store = store
        let follower = Task {
            // snippet: from now on
            for try await event in store.following(from: .head) {
                print(event.position, event.type)
            }
            // end
        }
        follower.cancel()
        try await follower.value
    }
}
