import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct MarkdownReadingTests {
    private func items(_ text: String) throws -> [String] {
        let value = try read(text, .checkList).value
        return (value.asObject?["items"]?.asArray ?? []).map { item in
            let item = item.asObject ?? JSONObject()
            func show(_ name: String) -> String {
                item[name]?.asString ?? item[name]?.compact ?? "?"
            }
            return ["line", "depth", "mark", "done", "section", "title"].map(show)
                .joined(separator: "|")
        }
    }

    /// A memory bank's progress file, as agents write them.
    @Test func progressOfAMemoryBank() throws {
        let text = """
            # Progress

            ## What Works ##
            - [x] Login **works**
              - [ ] with a second factor
                * [X] sent by mail\u{20}\u{20}
            - plain
              1. [-] dropped

            What's Left
            -----------
            3) [ ] Numbered
            + [~] Half
            ```md
            - [ ] code
            ```
            ~~~
            - [ ] more code
            ```
            ~~~
            <!-- - [ ] hidden
            - [ ] hidden too -->
            - [ ]
            - [a] letter
            - [1] footnote
            - [](link)
            - [x](link)
            -[ ] no list
            \t- [ ] after\ttab
            """
        #expect(
            try items(text) == [
                "4|0|x|true|What Works|Login **works**",
                "5|1| |false|What Works|with a second factor",
                "6|2|X|true|What Works|sent by mail",
                "8|1|-|false|What Works|dropped",
                "12|0| |false|What's Left|Numbered",
                "13|0|~|false|What's Left|Half",
                "29|0| |false|What's Left|after\ttab",
            ])
        #expect(try items("- [ ] a\r\n- [x] b\r\n") == ["1|0| |false|null|a", "2|0|x|true|null|b"])
        #expect(try items("## A\n---\n- [✓] done") == ["3|0|✓|false|A|done"])
        #expect(try items("") == [])
    }

    /// A task of Backlog.md.
    @Test func aTaskWithFrontMatter() throws {
        let text = """
            ---
            id: task-7
            title: 'Export: the way back'
            status: In Progress
            assignee: ['@sara']
            created_date: '2026-06-02 10:00'
            labels: []
            priority: high
            ---
            ## Acceptance Criteria
            <!-- AC:BEGIN -->
            - [x] #1 Bytes stay
            - [ ] #2 Conflicts are listed
            <!-- AC:END -->

            """
        let task = try read(text, .frontMatter)
        #expect(task.problems.isEmpty)
        #expect(
            task.value.asObject?["meta"] == [
                "id": "task-7", "title": "Export: the way back", "status": "In Progress",
                "assignee": ["@sara"], "created_date": "2026-06-02 10:00", "labels": [],
                "priority": "high",
            ])
        #expect(task.value.value(at: try JSONPointer("/items/1/line")) == 13)
        #expect(task.value.value(at: try JSONPointer("/items/1/section")) == "Acceptance Criteria")
        #expect(task.value.asObject?["body"]?.asString?.hasPrefix("## Acceptance") == true)
        #expect(task.line(of: try JSONPointer("/meta/status")) == 4)
        #expect(task.line(of: try JSONPointer("/body")) == 10)
        #expect(task.line(of: try JSONPointer("/items/1/done")) == 13)
    }

    /// An agent of Claude Code, whose description is no YAML as it stands.
    @Test func anAgentWithAHeadThatIsNoYAML() throws {
        let text = """
            ---
            name: code-reviewer
            description: Use it when: code was written. Examples: <example>user: "hi"</example>
              and more
            tools:
              - Read
              - Grep
            model: opus
            ---

            You are a reviewer.

            """
        let agent = try read(text, .frontMatter)
        #expect(
            agent.value.asObject?["meta"] == [
                "name": "code-reviewer",
                "description": .string(
                    "Use it when: code was written. Examples:"
                        + " <example>user: \"hi\"</example>\n  and more"),
                "tools": ["Read", "Grep"], "model": "opus",
            ])
        #expect(agent.value.asObject?["body"] == "\nYou are a reviewer.\n")
        #expect(agent.problems.map(\.line) == [3])
        #expect(agent.line(of: try JSONPointer("/meta/tools/1")) == 7)
        #expect(agent.line(of: try JSONPointer("/meta/description")) == 3)
    }

    @Test func headsOfAllSorts() throws {
        func value(_ text: String) throws -> JSONValue { try read(text, .frontMatter).value }
        #expect(
            try value("+++\na = 1\n[b]\nc = 'x'\n+++\nText")
                == ["meta": ["a": 1, "b": ["c": "x"]], "body": "Text", "items": []])
        #expect(try value("---\n---\n") == ["meta": [:], "body": "", "items": []])
        #expect(try value("---\n# c\n...\nx") == ["meta": [:], "body": "x", "items": []])
        let ruled = "---\nA text between rulers\n---\n"
        #expect(try value(ruled) == ["meta": [:], "body": .string(ruled), "items": []])
        let open = "---\nname: a\n"
        #expect(try value(open) == ["meta": [:], "body": .string(open), "items": []])
        let broken = try read("---\n}{\n---\nx", .frontMatter)
        #expect(broken.value == ["meta": [:], "body": "x", "items": []])
        #expect(broken.problems.map(\.line) == [2])
        let toml = try read("+++\na\n+++\nx", .frontMatter)
        #expect(toml.problems.map(\.message) == ["not TOML: behind a key comes ="])
        let twice = try read("---\r\na: 1\r\na: 2\r\n---\r\nx\r\n", .frontMatter)
        #expect(twice.value == ["meta": ["a": 2], "body": "x\r\n", "items": []])
        #expect(twice.duplicates.map(\.pointer.description) == ["/meta/a"])
    }
}
