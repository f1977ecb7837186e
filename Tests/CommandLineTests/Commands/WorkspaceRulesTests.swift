import AnnalsTesting
import Foundation
import Testing

/// Rules of a store's own, from the file to the documents and back.
@Suite(.storesChecked) struct WorkspaceRulesTests {
    private let boards = """
        annals-rules: 1
        name: boards
        about: Cards on boards, one file a board

        rules:
          - name: cards
            files: "boards/{board}.json"
            items: "/columns/{column}/cards/#"
            when: { /number: name, /headline: text }
            makes: task
            id: "{board}/{/number}"
            members:
              title: /headline
              assigned_to: [/who, /owner]
              status: { else: "{column}", from: column }
              created_at: { at: /made, time: epoch-seconds }

        """

    private let hull = """
        {"columns":{"todo":{"cards":[{"number":7,"headline":"Caulk","who":"ada","made":0}]}}}
        """

    private func storeWithBoard() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try FileManager.default.createDirectory(
            atPath: store.folder.path("work/boards"), withIntermediateDirectories: true)
        try store.folder.write(hull, to: "work/boards/hull.json")
        try store.folder.write(boards, to: "boards.yaml")
        try await store.succeed("import", "work", "--format", "json")
        return store
    }

    @Test func aRuleOfOnesOwnIsReadAndTakenBack() async throws {
        let store = try await storeWithBoard()
        let tested = try await store.succeed(
            "workspace", "rules", "test", "boards.yaml", "work", "--format", "ndjson")
        #expect(tested.contains(#""documents":["task/hull/7"]"#))
        let preview = try await store.succeed(
            "workspace", "rules", "add", "boards.yaml", "--dry-run", "--format", "json")
        #expect(preview.contains(#""task":1"#) || preview.contains(#""task": 1"#))
        #expect(try await store.run("state", "task/hull/7").status != 0)
        try await store.succeed("workspace", "rules", "add", "boards.yaml", "--format", "json")
        let state = try await store.succeed(
            "state", "task/hull/7", "--format", "ndjson")
        for part in [
            #""title":"Caulk""#, #""assigned_to":"ada""#, #""status":"todo""#,
            #""created_at":"1970-01-01T00:00:00"#,
        ] {
            #expect(state.contains(part), "\(state)")
        }
        // What the files say was taken in with the rules: nothing is left for an import.
        let again = try await store.succeed("import", "work", "--format", "ndjson")
        #expect(again.contains(#""events":0"#))
        try await store.succeed("workspace", "rules", "remove", "boards", "--format", "json")
        #expect(try await store.run("state", "task/hull/7").status != 0)
        let list = try await store.succeed("workspace", "rules", "list", "--format", "ndjson")
        #expect(!list.contains("boards"))
    }

    @Test func aChangedValueIsWrittenAsItsFileSpellsIt() async throws {
        let store = try await StoreFolder()
        try FileManager.default.createDirectory(
            atPath: store.folder.path("work"), withIntermediateDirectories: true)
        try store.folder.write("# Now\r\n\r\n- [ ] Paint\r\n- [x] Scrape\r\n", to: "work/todo.md")
        try await store.succeed("import", "work", "--format", "json")
        let rows = try await store.succeed(
            "query", "SELECT task_id FROM agent_tasks WHERE status = 'pending'", "--format", "csv")
        let id = try #require(rows.split(separator: "\n").last)
        try await store.succeed(
            "append", "--stream", "task/\(id)", "--type", "task.updated", "--data",
            #"{"status":"completed"}"#)
        try await store.succeed("export", "--current", "out", "--format", "json")
        let written = try store.folder.read("out/todo.md")
        #expect(
            String(decoding: written, as: UTF8.self)
                == "# Now\r\n\r\n- [x] Paint\r\n- [x] Scrape\r\n")
    }

    @Test func aMistakeIsNamedWithItsPlace() async throws {
        let store = try await storeWithBoard()
        try store.folder.write(
            boards.replacing("title: /headline", with: "title: headline"), to: "bad.yaml")
        let refused = try await store.run("workspace", "rules", "add", "bad.yaml")
        #expect(refused.status == 1)
        #expect(
            refused.error.contains(
                "bad.yaml is no rule file: rules 1, cards, members, title: \"headline\" is no place"
            ), "\(refused.error)")
        let missing = try await store.run("workspace", "rules", "remove", "fleet")
        #expect(missing.error.contains("come with Annals and stay"))
    }

    @Test func whatARuleMakesIsShownAndWhatItDoesNotFindIsNamed() async throws {
        let store = try await storeWithBoard()
        try store.folder.write(
            boards.replacing("title: /headline", with: "title: /headline\n      crew: 4/crew"),
            to: "more.yaml")
        let shown = try await store.run(
            "workspace", "rules", "test", "more.yaml", "work", "--documents", "--format", "ndjson")
        #expect(shown.status == 0)
        #expect(shown.output.contains(#"{"stream":"task/hull/7","document":{"#))
        #expect(shown.output.contains(#""title":"Caulk""#))
        #expect(shown.error.contains(#"no file gives crew of the rule "cards""#), "\(shown.error)")
        let whole = try await store.run("workspace", "rules", "test", "boards.yaml", "work")
        #expect(whole.status == 0 && whole.error.isEmpty)
    }

    @Test func rulesAreAppliedAgainWhereTheyReadMore() async throws {
        let store = try await storeWithBoard()
        // A folder without a name is listed, though nothing is remembered of it.
        let listed = try await store.succeed("workspace", "list", "--format", "ndjson")
        #expect(listed.split(separator: "\n").count == 1)
        let applied = try await store.succeed("workspace", "rules", "apply", "--format", "ndjson")
        #expect(applied.contains(#""created":{},"changed":{},"withdrawn":{},"events":0"#))
    }

    @Test func whatNoRuleReadsIsSaid() async throws {
        let store = try await storeWithBoard()
        try store.folder.write(
            #"{"steps":[{"id":1,"title":"Keel","status":"pending"}]}"#, to: "work/plan.json")
        let imported = try await store.run("import", "work", "--format", "ndjson")
        #expect(imported.status == 0)
        #expect(imported.output.contains(#""unread":{"task":1}"#))
        #expect(imported.error.contains("1 file looks like a task, and no rule reads it"))
        let explained = try await store.succeed("import", "work", "--explain")
        #expect(explained.contains("looks like a task"))
    }
}
