import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// What the built-in rules make of layouts of particular tools, as their own readers see them.
@Suite struct ToolLayoutTests {
    /// The documents of a category that files make, by id.
    private func documents(
        _ category: String, _ files: KeyValuePairs<String, String>
    ) -> [String: JSONObject] {
        var interpreter = Interpreter()
        _ = interpreter.apply(
            files.map { path, text in
                let path = WorkspacePath(bytes: path.utf8)
                return (path: path, reading: FileReader.read(path, Array(text.utf8)))
            })
        var documents: [String: JSONObject] = [:]
        for stream in interpreter.streams where stream.category == category {
            documents[stream.id] = interpreter.document(of: stream)
        }
        return documents
    }

    @Test func storiesHaveTheirStatusInASectionOrALabel() {
        let tasks = documents(
            "task",
            [
                "docs/stories/1.1.story.md": """
                <!-- Powered by a tool -->

                # Story 1.1: Lay the keel

                ## Status

                **Ready for Review**

                ## Acceptance Criteria

                1. It is straight.

                """,
                "docs/stories/f1.2.mast.story.md": """
                # Story F1.2: Step the mast

                **Status:** Done

                ## Story

                As a sailor, I want a mast.

                """,
                "_bmad-output/implementation-artifacts/2-1-sails.md":
                    "# Story 2.1: Sails\n\nStatus: review\n\n## Story\n\nAs a sailor.\n",
                "_bmad-output/implementation-artifacts/sprint-status.yaml": """
                # Status of the sprint.
                project: ship
                development_status:
                  epic-2: in-progress
                  2-1-sails: ready-for-dev
                """,
            ])
        let folder = "_bmad-output/implementation-artifacts"
        #expect(
            tasks.keys.sorted() == [
                "\(folder)/2-1-sails", "\(folder)/epic-2", "docs/1.1", "docs/f1.2.mast",
            ])
        #expect(tasks["docs/1.1"]?["title"] == "Story 1.1: Lay the keel")
        #expect(tasks["docs/1.1"]?["status"] == "Ready for Review")
        #expect(tasks["docs/f1.2.mast"]?["status"] == "Done")
        #expect(tasks["\(folder)/epic-2"]?["status"] == "in-progress")
        // How far it is, the sprint says; what it is, its own file.
        let sails = tasks["\(folder)/2-1-sails"]
        #expect(sails?["status"] == "ready-for-dev" && sails?["title"] == "Story 2.1: Sails")
        #expect(sails?["sources"]?.asArray?.count == 3)
        #expect(tasks["\(folder)/epic-2"]?["title"] == "epic-2")
        // Nothing of the text is kept twice.
        #expect(tasks["docs/1.1"]?["sections"] == nil)
    }

    @Test func agentsOfAssistantsAreCalledWhatTheirFilesAre() {
        let agents = documents(
            "agent",
            [
                ".github/agents/builder.agent.md": "---\ndescription: Builds\n---\nYou build.\n",
                ".opencode/agent/review/security.md":
                    "---\ndescription: Looks\nmode: subagent\n---\n",
                "agents/agent-reviewer.agent.md": "---\ndescription: Reads\nname: Reader\n---\n",
                "chatmodes/plan.chatmode.md": "---\ndescription: Plans\n---\nPlan.\n",
                ".kiro/agents/tester.json": #"{"description": "Tests", "prompt": "Test."}"#,
                ".roomodes":
                    "customModes:\n  - slug: writer\n    roleDefinition: Writes\n",
                "opencode.json": #"{"agent": {"docs": {"description": "Documents"}}}"#,
                ".opencode/agent/docs.md": "---\ndescription: Documents\nmode: all\n---\n",
                "app/langgraph.json":
                    #"{"dependencies": ["."], "graphs": {"chat": "./chat.py:graph"}}"#,
            ])
        #expect(
            agents.keys.sorted() == [
                ".github/builder", ".kiro/tester", ".opencode/docs", ".opencode/review/security",
                "Reader", "app/chat", "plan", "writer",
            ])
        #expect(agents["app/chat"]?["source_file"] == "./chat.py:graph")
        #expect(agents["writer"]?["specialization"] == "Writes")
        // Settings and a file may say the same of one agent.
        #expect(agents[".opencode/docs"]?["sources"]?.asArray?.count == 2)
    }

    /// A word in a folder's name says neither that a list is a template nor that it is none.
    @Test func listsAboutTemplatesAreLists() {
        let tasks = documents(
            "task",
            [
                "openspec/changes/unify-template-pipeline/tasks.md": "- [x] 1.1 Registry\n",
                "runtime/shared_tasks/a.json": #"{"id":"a","title":"Algorithm","status":"open"}"#,
            ])
        #expect(tasks.count == 2)
        #expect(tasks["runtime/a"]?["title"] == "Algorithm")
    }

    /// Each format has its own kind of finding, which says what became of the file.
    @Test func whatCannotBeReadIsNamedByItsFormat() {
        func finding(_ path: String, _ text: String) -> String? {
            let path = WorkspacePath(bytes: path.utf8)
            return FileReader.read(path, Array(text.utf8)).findings.first.map {
                "\($0.kind.rawValue): \($0.message)"
            }
        }
        let head = finding(".claude/agents/a.md", "---\nname: a\ndescription: Use: often\n---\n")
        #expect(head?.hasPrefix("not_yaml: not YAML: ") == true)
        #expect(head?.hasSuffix("; its head is read line by line") == true)
        let line = finding(".beads/issues.jsonl", "{\"id\":\n")
        #expect(line?.hasPrefix("not_json: ") == true)
        #expect(line?.hasSuffix("; the line is passed over") == true)
        #expect(finding("tasks.yaml", "a: [b\n")?.hasPrefix("not_yaml: ") == true)
        #expect(finding("tasks.toml", "a = \n")?.hasPrefix("not_toml: ") == true)
        #expect(finding("tasks.json", "[1,")?.hasPrefix("not_json: ") == true)
    }

    /// What is said of a file that nothing was made of is what the nearest rule missed.
    @Test func theNearestRuleSaysWhy() throws {
        func nearest(_ path: String, _ text: String) throws -> String? {
            let path = WorkspacePath(bytes: path.utf8)
            let steps = FileReader.explain(path, .bytes(Array(text.utf8)), .builtIn).steps
            let most = try #require(steps.map(\.progress).max())
            return steps.first { $0.progress == most }.map { "\($0.rule): \($0.outcome)" }
        }
        #expect(
            try nearest("tasks/a.json", #"{"title":"A","status":"open"}"#)
                == "tasks with agents: /task_id or /contract_id or /id is no name")
        #expect(
            try nearest("settings.json", #"{"colour":"blue"}"#)
                == "analysis: nothing but its path speaks for it: there is no /project_info")
    }
}
