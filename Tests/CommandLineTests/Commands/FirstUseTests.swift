import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// What somebody trips over who knows the program from its front page alone.
@Suite(.storesChecked) struct FirstUseTests {
    private func harbour() async throws -> StoreFolder {
        let store = try await StoreFolder()
        for (stream, type, data) in [
            ("task/A", "task.created", #"{"title":"Caulk","plan":{"next":1}}"#),
            ("task/A", "task.updated", #"{"title":"Caulk the hull"}"#),
            ("config/f.json", "config.created", #"{"datum":"chart"}"#),
        ] {
            try await store.succeed(
                "append", "--stream", stream, "--type", type, "--data", data)
        }
        return store
    }

    // MARK: Ranges

    @Test func aRangeBeginsWithTheWholeDay() async throws {
        let store = try await harbour()
        let all = try await store.succeed("log", "--format", "ndjson")
        let first = try #require(all.firstMatch(of: /"recorded_at":"([^"]+)"/)).output.1
        let day = first.prefix(10)
        let minute = "\(day) \(first.dropFirst(11).prefix(5))"
        let second = "\(day) \(first.dropFirst(11).prefix(8))"
        for start in [String(day), String(day.dropFirst(5)), minute, second] {
            let found = try await store.run("log", "--in", "\(start)..", "--format", "ndjson")
            #expect(found.output == all, "\(start)")
            #expect(found.error.contains("\(start) is from "), "\(found.error)")
            #expect(found.error.contains(":00.000000Z on") || start == second)
        }
        let both = try await store.run("log", "--in", "\(day)..\(day)", "--format", "ndjson")
        #expect(both.output == all)
        // Everywhere a range is read.
        let whole = try await store.succeed("diff", "..", "--format", "ndjson")
        #expect(try await store.run("diff", "\(day)..", "--format", "ndjson").output == whole)
        let found = try await store.run(
            "bisect", "SELECT count(*) > 0 FROM agent_tasks", "--in", "\(day)..", "--format",
            "ndjson")
        #expect(found.status == 0, "\(found.error)")
        // An instant is a point on either side.
        let last = try #require(
            try await store.succeed("show", "head", "--format", "ndjson")
                .firstMatch(of: /"recorded_at":"([^"]+)"/)
        ).output.1
        #expect(try await store.succeed("log", "--in", "\(last)..", "--format", "ndjson").isEmpty)
    }

    // MARK: Options of other commands

    @Test func documentsOfACategoryAreCompared() async throws {
        let store = try await harbour()
        let tasks = try await store.succeed(
            "diff", "..", "--category", "task", "--format", "ndjson")
        #expect(tasks.contains("Caulk the hull") && !tasks.contains("datum"))
        #expect(
            try await store.succeed("diff", "..", "--category", "task", "--stat", "--format", "csv")
                .contains("task/A"))
        #expect(
            try await store.succeed("diff", "..", "--category", "config").contains("datum"))
        let unknown = try await store.refuse("diff", "..", "--category", "tsak")
        #expect(unknown.contains(#"no stream of category tsak, but there is "task""#))
        for wrong in [["--category", "task", "--stream", "task/A"], ["--category", "annals"]] {
            #expect(try await store.run(["diff", ".."] + wrong).status == 64)
        }
    }

    @Test func anOptionOfAnotherCommandIsAnsweredWithWhatToDo() async throws {
        let store = try await harbour()
        for (arguments, sentence) in [
            (["diff", "--in", "cycle:1..cycle:2"], "'diff' has no --in: the range is the first"),
            (["diff", "..", "--by=Agent-1"], "annals log --in A..B"),
            (["--store", "annals.db", "log", "--at", "head"], "'log' has no --at: give the end"),
            (["rollback", "--at", "head"], "given by --to"),
            (["restore", "--to", "head"], "given by --at"),
            (["message", "inbox", "--agent", "Agent-1"], "annals message inbox Agent-3"),
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64 && result.output.isEmpty)
            let lines = result.error.split(separator: "\n")
            #expect(lines.first?.hasPrefix("annals: ") == true, "\(result.error)")
            #expect(lines.first?.contains(sentence) == true, "\(result.error)")
            #expect(lines.dropFirst().first?.hasPrefix("Usage: annals") == true, "\(result.error)")
        }
    }

    /// What a command says of options that do not fit together comes after what is misspelt.
    @Test func aMisspeltOptionIsNamed() async throws {
        let store = try await harbour()
        for (arguments, option, meant) in [
            (["restore", "--form", "x"], "--form", "--from"),
            (["restore", "--at", "3", "--outptu=x"], "--outptu", "--output"),
            (["backup", "--kep", "3"], "--kep", "--keep"),
            (["log", "--search", "--steam", "--limt", "3"], "--limt", "--limit"),
            (["append", "--type", "task.a", "--steam", "task/a"], "--steam", "--stream"),
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64)
            let sentence = "annals: unknown option '\(option)'. Did you mean '\(meant)'?\n"
            #expect(result.error.hasPrefix(sentence), "\(result.error)")
        }
        // What stands where a value belongs is none.
        let value = try await store.run(["append", "--reason", "--steam"])
        #expect(value.status == 64 && !value.error.contains("unknown option"), "\(value.error)")
    }

    /// Whoever gives a command the option takes the advice away.
    @Test func adviceIsAboutOptionsThatThereAreNot() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        for (path, advice) in OptionElsewhere.advice {
            let command = try #require(tree.all.first { $0.name == "annals \(path)" }?.command)
            let has = Set((command.arguments ?? []).flatMap(\.typed))
            for option in advice.keys { #expect(!has.contains(option), "\(path) \(option)") }
        }
    }

    // MARK: Near names

    @Test func nearNamesAreNamed() async throws {
        let store = try await harbour()
        for (arguments, sentence) in [
            (["show", "yesturday"], #""yesturday" is no moment, but "yesterday" is: write head"#),
            (["show", "haed~1"], #"but "head~1" is"#),
            (["state", "task/A", "--at", "ago:1hour"], #"but "ago:1h" is"#),
            (["blame", "task/A", "/titel"], #"and never had, but there is "/title": see its"#),
            (["blame", "task/A", "/plan/nxet"], #"but there is "/plan/next""#),
            (["blame", "task/A", "/titel", "--history"], #"but there is "/title""#),
            (["blame", "task/A", "title"], #"begin with a slash, like "/title""#),
            (["blame", "task/A", "/titel", "--lines"], #"but there is "/title""#),
            (["config", "get", "f.json", "/dautm"], #"but there is "/datum""#),
            (["rollback", "--to", "start", "--category", "tasks"], #"but there is "task""#),
        ] {
            let refusal = try await store.refuse(arguments)
            #expect(refusal.contains(sentence), "\(refusal)")
        }
    }

    /// Where a sentence says why there is nothing, no header stands above it.
    @Test func aNoteStandsAlone() async throws {
        let store = try await harbour()
        for (arguments, sentence) in [
            (["log", "--by", "Agnet-1"], #"but there is "Agent-1""#),
            (["log", "--stream", "task/B"], "there is no stream"),
            (["log", "--category", "tsak"], #"but there is "task""#),
            (["log", "--type", "task.craeted"], #"but there is "task.created""#),
            (["log", "--correlation", "none"], "no event has the correlation"),
            (["log", "--stream", "task/A", "--pointer", "/titel"], #"but there is "/title""#),
            (["log", "--by", "Agnet-1", "--columns", "position,type"], "no event is by"),
            (["streams", "--category", "tsak"], #"but there is "task""#),
            (["message", "inbox", "Agnet-9"], "there is no agent"),
            (["task", "list", "--agent", "Agnet-9"], "there is no agent"),
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 0)
            #expect(result.output.isEmpty, "\(arguments) \(result.output)")
            #expect(result.error.contains(sentence), "\(result.error)")
        }
        // For programs a result without rows is what it was.
        let csv = try await store.run("log", "--by", "Agnet-1", "--format", "csv")
        #expect(csv.output.hasPrefix("position,"))
        #expect(try await store.run("log", "--by", "x", "--format", "json").output == "[]\n")
        #expect(try await store.succeed("log", "--in", "head..").hasPrefix("position"))
    }

    @Test(
        "Commands by other names",
        arguments: [
            (["message", "list"], "annals message inbox?"), (["inbox"], "annals message inbox?"),
            (["message", "lits"], "annals message inbox?"), (["claim"], "annals task claim?"),
            (["message", "read"], "annals message inbox?"), (["task", "done"], "task complete?"),
            (["message", "complete"], "annals message done?"), (["events"], "annals log?"),
            (["agent", "update"], "annals agent set?"), (["status"], "annals stats?"),
            (["tasks"], "annals task?"), (["messages"], "annals message?"),
        ])
    func otherNames(arguments: [String], meant: String) async throws {
        let store = try await StoreFolder()
        let result = try await store.run(arguments)
        #expect(result.status == 64)
        #expect(result.error.contains("did you mean"), "\(result.error)")
        #expect(result.error.contains(meant), "\(result.error)")
        // Names of tags are not taken for commands.
        for tag in ["update", "done", "read"] { try await store.succeed("tag", tag) }
    }

    @Test func whoIsNamedIsAnAgentAndTheHelpSaysSo() async throws {
        let store = try await harbour()
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.updated", "--by", "Marit", "--data",
            #"{"a":1}"#)
        #expect(
            try await store.succeed("show", "head", "--format", "ndjson").contains(
                #""kind":"agent""#))
        let help = try await store.succeed("append", "--help")
        #expect(
            help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
                "an agent unless --kind says otherwise"))
    }

    /// Only where an event confirmed a value does a terminal show the column.
    @Test func confirmedIsShownWhereItSaysSomething() throws {
        for (screen, isConfirmed, isShown) in [
            (Screen.terminal(columns: 400), false, false), (.terminal(columns: 400), true, true),
            (.plain, false, true),
        ] {
            let captured = CapturedOutput(screen: screen)
            let renderer = Renderer(format: .table, output: captured.output)
            let rows = try renderer.rows(of: BlamedValue.self, isConfirmed: isConfirmed)
            try rows.write(["pointer": "/title", "value": "Caulk", "confirmed": 0])
            try rows.finish()
            #expect(captured.text.contains("confirmed") == isShown)
        }
    }

    // MARK: Files

    @Test func aFileThatIsNotUnderstoodIsSaid() async throws {
        let store = try await StoreFolder()
        try store.folder.write(#"{"a": "#, to: "w/config/a.json")
        try store.folder.write(#"{"b": 1}"#, to: "w/config/b.json")
        let one = try await store.run("import", "w")
        #expect(one.status == 0)
        #expect(
            one.error
                == "annals: warning: 1 file is kept byte for byte, but is not understood, or not"
                + " whole: annals import --explain says why\n")
        let explained = try await store.succeed("import", "w", "--explain")
        #expect(explained.contains("not JSON: it has an end"), "\(explained)")
        // Once is enough.
        #expect(try await store.run("import", "w").error.isEmpty)
        try store.folder.write("{", to: "w/c.json")
        try store.folder.write("[1,", to: "w/d.json")
        let more = try await store.run("import", "w", "--format", "ndjson")
        #expect(more.error.contains("2 files are kept byte for byte"), "\(more.error)")
    }

    @Test func secretsHaveAPlaceOfTheirOwn() async throws {
        let store = try await StoreFolder()
        try store.folder.write(
            #"{"api_key": "abc123def456", "password": "hunter2", "max_tokens": 4000}"#,
            to: "w/config/a.json")
        let result = try await store.run("import", "w", "--format", "ndjson")
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.output.contains(#""not_understood":[],"secrets":[{"kind":"secret""#))
        #expect(result.output.matches(of: /"kind":"secret"/).count == 2)
        #expect(!result.output.contains("hunter2"))
        let explained = try await store.succeed("import", "w", "--explain", "--format", "ndjson")
        #expect(explained.contains(#""not_understood":[],"secrets":["#))
        try store.folder.write("{}", to: "v/a.json")
        let none = try await store.succeed("import", "v", "--as", "v", "--format", "ndjson")
        #expect(!none.contains("secrets"))
    }

    @Test func aWatchSaysThatItIsReadyAndWhatItCaptures() async throws {
        let store = try await StoreFolder()
        try store.folder.write("x", to: "w/a.txt")
        let watch = try store.start("watch", "w")
        func wait(_ text: String, _ what: () -> String) async throws {
            let deadline = ContinuousClock.now + .seconds(120)
            while !what().contains(text), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(what().contains(text))
        }
        try await wait("following w, 1 file") { watch.errorSoFar }
        #expect(watch.outputSoFar.isEmpty)
        try store.folder.write("{", to: "w/b.json")
        try await wait("captured b.json, 1 byte, by workspace\n") { watch.outputSoFar }
        try await wait("b.json:1:2: not JSON") { watch.outputSoFar }
        watch.interrupt()
        let result = try await watch.result()
        #expect(result.status == 0)
        #expect(result.output.contains("cycles_opened"))
    }
}
