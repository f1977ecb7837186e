import AnnalsTesting
import Testing

/// `--columns` and `--format value`, as commands understand them.
@Suite(.storesChecked) struct ChosenColumnsTests {
    private static let listing: [[String]] = [
        ["log"], ["trace", "8"], ["streams"], ["actors"], ["cycle", "list"], ["tag", "list"],
        ["agent", "list"], ["task", "list"], ["blame", "task/T-1"],
        ["blame", "task/T-1", "--table", "agent_tasks"], ["diff", "cycle:1..cycle:2"],
        ["diff", "cycle:1..cycle:2", "--stat"], ["diff", "cycle:1..", "--table", "agent_tasks"],
        ["health"], ["projections", "list"], ["projections", "check"], ["projections", "failures"],
        ["search-index", "list"], ["workspace", "list"], ["workspace", "rules", "list"],
        ["rollback", "--to", "cycle:1", "--stream", "task/T-1"], ["query", "SELECT 1 AS n"],
        ["state", "task/T-1"],
    ]

    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    /// The sentence about a column that is not there lists those that are, and each can be chosen.
    @Test func everyListHasItsColumns() async throws {
        let store = try await filledStore()
        for command in Self.listing {
            let refused = try await store.run(command + ["--columns", "nosuch"])
            #expect(refused.status == 1 && refused.output.isEmpty, "\(command)")
            #expect(refused.error.hasPrefix("annals: there is no column \"nosuch\": there are "))
            let names = refused.error.dropLast().split(separator: ": there are ").last ?? ""
            let chosen = names.split(separator: ", ").suffix(2).reversed().joined(separator: ",")
            for format in ["table", "csv"] {
                let result = try await store.run(
                    command + ["--columns", chosen, "--format", format])
                let header = result.output.split(separator: "\n").first ?? ""
                if format == "csv" { #expect(header == chosen, "\(command)") }
                #expect(result.status <= 1, "\(command) \(result.error)")
            }
        }
    }

    @Test func aColumnOfATableIsChosenInEveryFormat() async throws {
        let store = try await filledStore()
        let log = ["log", "--stream", "task/T-1", "--limit", "1", "--columns", "change,position"]
        #expect(
            try await store.run(log + ["--format", "csv"]).output
                == "change,position\n\"title, status, tags, plan\",8\n")
        #expect(
            try await store.run(log + ["--format", "ndjson"]).output
                == "{\"change\":\"title, status, tags, plan\",\"position\":8}\n")
        #expect(
            try await store.run(log).output
                == "change                     position\ntitle, status, tags, plan         8\n")
    }

    @Test func oneCellIsPrintedAsItIs() async throws {
        let store = try await filledStore()
        let query = "SELECT title FROM agent_tasks"
        #expect(try await store.succeed("query", query, "--format", "value") == "Move the datum\n")
        #expect(
            try await store.succeed(
                "log", "--limit", "1", "--columns", "type", "--format", "value")
                == "agent.registered\n")
        #expect(try await store.succeed("cycle", "--format", "value") == "3\n")
        #expect(
            try await store.succeed("stats", "--columns", "events", "--format", "value") == "14\n")
        let receipt = try await store.succeed(
            "append", "--stream", "task/T-9", "--type", "task.created", "--data", "{}",
            "--columns", "position", "--format", "value")
        #expect(receipt == "15\n")
        #expect(
            try await store.succeed("verify", "--columns", "outcome", "--format", "value")
                == "verified\n")
    }

    /// Whether a command prints one cell is known before it does anything.
    @Test func severalCellsAreRefused() async throws {
        let store = try await filledStore()
        let appended = try await store.run(
            "append", "--stream", "task/T-9", "--type", "task.created", "--data", "{}",
            "--format", "value")
        #expect(appended.status == 1 && appended.output.isEmpty)
        #expect(appended.error.contains("--columns; nothing was done"))
        let many = try await store.run("log", "--columns", "type", "--format", "value")
        #expect(many.status == 1 && many.output.isEmpty)
        let none = try await store.run(
            "log", "--stream", "task/none", "--columns", "type", "--format", "value")
        #expect(none.status == 1 && none.error.contains("there is no row"))
        let wide = try await store.run("streams", "--format", "value")
        #expect(wide.error.contains("of stream, version, last_position"))
        let stats = try await store.succeed("stats", "--columns", "events", "--format", "value")
        #expect(stats == "14\n")
    }

    /// `--wide` and `--columns` stand before or after the command's name, like other options.
    @Test func optionsStandAnywhere() async throws {
        let store = try await filledStore()
        let after = try await store.succeed("streams", "--wide", "--columns", "version")
        #expect(try await store.succeed("--wide", "--columns", "version", "streams") == after)
        #expect(after.hasPrefix("version\n"))
    }
}
