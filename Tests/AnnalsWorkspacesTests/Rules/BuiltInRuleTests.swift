import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// What the built-in rules make of the files of several tools.
@Suite struct BuiltInRuleTests {
    /// The documents that files make, and what was found.
    private func interpret(
        _ files: KeyValuePairs<String, String>
    ) -> (documents: [String: JSONObject], findings: [WorkspaceFinding]) {
        var interpreter = Interpreter()
        let readings = files.map { path, text in
            let path = WorkspacePath(bytes: path.utf8)
            return (path: path, reading: FileReader.read(path, Array(text.utf8)))
        }
        _ = interpreter.apply(readings.map { ($0.path, $0.reading) })
        var documents: [String: JSONObject] = [:]
        for stream in interpreter.streams {
            documents[stream.description] = interpreter.document(of: stream)
        }
        return (documents, readings.flatMap(\.reading.findings))
    }

    @Test func everyBuiltInSetCanBeRead() throws {
        #expect(
            RuleBook.builtIn.sets.map(\.name) == [
                "fleet", "claude-code", "task-master", "beads", "backlog", "crews", "memory-bank",
                "bmad", "assistants", "generic",
            ])
        for set in BuiltInRules.sets {
            #expect(set.isBuiltIn)
            #expect(!set.about.isEmpty)
        }
    }

    @Test func anIdIsUniqueInItsFolder() {
        let (documents, findings) = interpret([
            ".claude/tasks/a/1.json": #"{"id":"1","description":"search","status":"completed"}"#,
            ".claude/tasks/b/1.json": #"{"id":"1","description":"logo","status":"in_progress"}"#,
            "alpha/tasks.json": #"{"tasks":[{"id":1,"title":"Keel","status":"pending"}]}"#,
            "beta/tasks.json": #"{"tasks":[{"id":1,"title":"Mast","status":"pending"}]}"#,
            ".taskmaster/tasks/tasks.json": """
            {"main": {"tasks": [{"id": 1, "title": "A", "status": "done", "dependencies": [],
               "subtasks": [{"id": 1, "title": "A one", "status": "done"}]}]},
             "next": {"tasks": [{"id": 1, "title": "B", "status": "pending", "priority": "high"}]}}
            """,
            "x/agents/bob/status.json": #"{"status":"busy","role":"builder"}"#,
            "y/agents/bob/status.json": #"{"status":"idle","role":"tester"}"#,
        ])
        #expect(findings.isEmpty)
        #expect(
            documents.keys.sorted() == [
                "agent/x/bob", "agent/y/bob", "task/a/1", "task/alpha/1", "task/b/1",
                "task/beta/1", "task/main/1", "task/main/1.1", "task/next/1",
            ])
        #expect(documents["task/a/1"]?["description"] == "search")
        #expect(documents["task/beta/1"]?["title"] == "Mast")
        #expect(documents["task/main/1.1"]?["parent"] == 1)
        #expect(documents["agent/y/bob"]?["specialization"] == "tester")
    }

    @Test func everyFormatIsRead() {
        let (documents, findings) = interpret([
            ".beads/issues.jsonl": """
            {"id":"bd-1","title":"One","status":"open","priority":1,"assignee":"ada"}
            {"id":"bd-2","title":"Two","status":"closed","closed_at":"2026-01-01T00:00:00Z"}

            """,
            "backlog/tasks/task-7 - Sail.md": """
            ---
            id: task-7
            title: Sail
            status: To Do
            assignee: ['@ada']
            ---

            ## Description
            Sail it.

            """,
            "src/crew/config/agents.yaml": """
            researcher:
              role: Researcher
              goal: Find things
              backstory: Long ago
            """,
            "src/crew/config/tasks.yaml": """
            research_task:
              description: Look
              expected_output: A list
              agent: researcher
            """,
            ".claude/agents/reviewer.md": """
            ---
            name: reviewer
            description: Reads code
            tools: Read, Grep
            ---
            You read code.
            """,
            "todo.md": "# Now\n\n- [ ] Paint\n- [x] Scrape\n",
            "agents/bob/tasks.toml":
                "[[tasks]]\nid = 3\ntitle = \"Caulk\"\nstatus = \"open\"\n",
        ])
        #expect(findings.isEmpty)
        #expect(documents["task/bd-1"]?["assigned_to"] == "ada")
        #expect(documents["task/bd-2"]?["completed_at"] == "2026-01-01T00:00:00Z")
        #expect(documents["task/task-7"]?["title"] == "Sail")
        #expect(documents["task/task-7"]?["assigned_to"] == ["@ada"])
        #expect(documents["agent/src/crew/researcher"]?["specialization"] == "Researcher")
        #expect(documents["task/src/crew/research_task"]?["title"] == "research_task")
        #expect(documents["agent/reviewer"]?["specialization"] == "Reads code")
        #expect(documents["task/bob/3"]?["agent_id"] == "bob")
        let lists = documents.filter { $0.key.hasPrefix("task/todo/") }.values
        #expect(Set(lists.map { $0["title"]?.asString }) == ["Paint", "Scrape"])
        #expect(Set(lists.map { $0["status"]?.asString }) == ["pending", "completed"])
    }

    @Test func aSessionIsItsMessages() {
        let line = { (id: String, type: String) in
            """
            {"uuid":"\(id)","sessionId":"s","type":"\(type)","timestamp":"2026-01-01T00:00:00Z",\
            "message":{"role":"\(type)","content":"hello \(id)"}}
            """
        }
        let (documents, _) = interpret([
            "p/s.jsonl": [
                #"{"type":"summary","summary":"x"}"#, line("u1", "user"), line("a1", "assistant"),
            ].joined(separator: "\n")
        ])
        #expect(documents.keys.sorted() == ["message/s/a1", "message/s/u1"])
        #expect(documents["message/s/a1"]?["from_agent"] == "assistant")
        #expect(documents["message/s/a1"]?["content"] == "hello a1")
    }

    @Test(arguments: [
        ("src/components/inbox/README.md", "# Inbox\n\nA component.\n"),
        ("data/contracts/list.json", #"[{"id":"c1","title":"Lease","status":"signed"}]"#),
        ("multitask/jobs.json", #"[{"id":"j1","name":"nightly","status":"ok","priority":1}]"#),
        ("fixtures/pending/order.json", #"{"from":"Rome","to":"Oslo","content":"shoes"}"#),
        ("app/views/queue/en.json", #"{"from":"From","to":"To","message":"Message"}"#),
        (".vscode/tasks.json", #"{"version":"2","tasks":[{"label":"build","type":"shell"}]}"#),
        ("package.json", #"{"name":"x","tasks":{"test":"deno test"}}"#),
        ("test/fixtures/tasks.json", #"{"tasks":[{"id":1,"title":"T","status":"open"}]}"#),
        ("templates/tasks.md", "- [ ] <!-- what -->\n- [ ] write it\n"),
        ("docs/stories/the-sea.md", "# The sea\n\nStatus: calm\n\n## Waves\n\nMany.\n"),
        ("plans/app.json", #"{"task":{"id":"string","title":"string","assigned_to":"string"}}"#),
        ("agents/agent-notes.txt", "a file beside the agents, and none of them\n"),
        (".devcontainer/devcontainer.json", "{\n  // Ours.\n  \"image\": \"x\",\n}\n"),
        ("docs/model.md", "---\ntitle: Truth\nstatus: active\nowner: us\n---\nText.\n"),
    ])
    func aWordInAPathMakesNothing(path: String, text: String) {
        let (documents, findings) = interpret([path: text])
        #expect(documents.isEmpty)
        #expect(findings.isEmpty)
    }

    @Test func whatLooksLikeATaskAndIsNoneIsSeen() {
        let read = { (path: String, text: String) in
            FileReader.read(WorkspacePath(bytes: path.utf8), Array(text.utf8))
        }
        let reading = read(
            "work/plan.json", #"{"steps":[{"id":1,"title":"Keel","status":"pending"}]}"#)
        #expect(reading.claims.isEmpty)
        #expect(reading.resembles == "task")
        #expect(read("package.json", #"{"name":"x","version":"1"}"#).resembles == nil)
        // A page of text has a title, a status and an owner too.
        let head = { (status: String) in "---\ntitle: Truth\nstatus: \(status)\nowner: us\n---\n" }
        #expect(read("docs/model.md", head("active")).resembles == nil)
        #expect(read("docs/model.md", head("In Progress")).resembles == "task")
    }
}
