import AnnalsTesting
import Foundation
import Testing

/// What the program offers a shell at the end of a line.
@Suite(.storesChecked) struct CompletionTests {
    /// A store with a fleet in it.
    static func fleet() async throws -> StoreFolder {
        let store = try await StoreFolder()
        for (stream, by) in [
            ("task/DB_001", "Heron"), ("task/DB_002", "Tern"), ("gauge/1", "Tern"),
        ] {
            let type = "\(stream.prefix { $0 != "/" }).created"
            try await store.succeed(
                "append", "--stream", stream, "--type", type, "--by", by, "--correlation",
                "run-\(by)")
        }
        try await store.succeed("agent", "set", "Heron", "--new", "status=ACTIVE")
        try await store.succeed("tag", "before:noon")
        try await store.succeed("cycle", "next")
        return store
    }

    /// What is offered: where the shell looks itself, and the words.
    static func offered(
        _ line: String, in store: StoreFolder
    ) async throws -> (source: String, words: [String]) {
        let result = try await store.run(
            ["---complete", "bash", TypedLineTests.breaks, "annals \(line)"])
        #expect(result.status == 0)
        #expect(result.error.isEmpty, "\(result.error)")
        let lines = result.output.split(separator: "\n").map(String.init)
        return (lines.first ?? "", Array(lines.dropFirst()))
    }

    @Test(arguments: [
        ("state ta", ["task/"]),
        ("state task/", ["task/DB_001", "task/DB_002"]),
        ("log --stream task/DB_002 --category ga", ["gauge"]),
        ("log --type task.", ["task.created"]),
        ("log --by He", ["Heron"]),
        ("log --by=T", ["Tern"]),
        ("log --correlation run-H", ["run-Heron"]),
        ("task claim ", ["DB_001", "DB_002"]),
        ("task claim DB_001 --agent ", ["Heron"]),
        ("agent show ", ["Heron"]),
        ("--format json agent show ", ["Heron"]),
        ("message send hello --to ", ["Heron"]),
        ("projections show agent_t", ["agent_tasks"]),
        ("diff --table orphan", ["orphan_tasks"]),
        ("show tag:", ["before:noon"]),
        ("show tag:before:", ["noon"]),
        ("state task/DB_001 --at cycle:", ["1", "0"]),
        (
            "diff cycle:0..hea",
            ["cycle:0..head", "cycle:0..head~1"].map { String($0.dropFirst(6)) }
        ),
        ("tag before", ["before:noon"]),
        ("tag remove ", ["before:noon"]),
        ("append --kind h", ["human"]),
        ("append --expect n", ["none"]),
        ("log --format j", ["json"]),
        ("init --projections fl", ["fleet"]),
        ("init --projections fleet no", ["none"]),
        ("projections ad", ["add"]),
        ("help sear", ["search-index"]),
        ("log --lim", ["--limit"]),
        ("log --limit 3 --lim", []),
        ("log --context /a=b --cont", ["--context"]),
        ("query SELECT ", []),
        ("state -- ga", ["gauge/"]),
    ])
    func belongsThere(line: String, expected: [String]) async throws {
        let store = try await Self.fleet()
        #expect(try await Self.offered(line, in: store).words == expected)
    }

    @Test func filesAreLeftToTheShell() async throws {
        let store = try await StoreFolder()
        for line in ["--store ", "--store=", "append --batch ", "key show ", "stats > "] {
            #expect(try await Self.offered(line, in: store).source == "files", "\(line)")
        }
        #expect(try await Self.offered("import ", in: store).source == "directories")
        let projection = try await Self.offered("projections add agent_t", in: store)
        #expect(projection.source == "files")
        #expect(projection.words == ["agent_tasks"])
        #expect(try await Self.offered("state ta", in: store).source == "-")
    }

    /// A name that goes on gets no blank behind it.
    @Test func unfinishedWordsAreMarked() async throws {
        let store = try await Self.fleet()
        #expect(try await Self.offered("state ta", in: store).source == "unfinished")
        #expect(try await Self.offered("state task/DB_001", in: store).source == "-")
    }

    @Test func theStoreIsTheOneOfTheLine() async throws {
        let store = try await Self.fleet()
        try await store.succeed("init", "--store", "other.db")
        let event = ["--stream", "note/1", "--type", "note.made"]
        _ = try await store.run(["append", "--store", "other.db"] + event)
        for line in [
            "--store other.db state n", "state --store=other.db n", "state --store 'other.db' n",
        ] {
            #expect(try await Self.offered(line, in: store).words == ["note/"], "\(line)")
        }
        let named = try await store.run(
            ["---complete", "zsh", "state", "n"], environment: ["ANNALS_STORE": "other.db"])
        #expect(named.output == "unfinished\nnote/\n")
        #expect(try await Self.offered("--store none.db state n", in: store).words == [])
    }

    @Test func nothingIsMadeOrChanged() async throws {
        let store = try await Self.fleet()
        func files() throws -> [String: Data] {
            let folder = store.folder.path
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            return try names.reduce(into: [:]) {
                $0[$1] = try Data(contentsOf: URL(filePath: "\(folder)/\($1)"))
            }
        }
        let before = try files()
        _ = try await Self.offered("state task/", in: store)
        _ = try await Self.offered("--store made.db state task/", in: store)
        try store.folder.write("no store", to: "broken.db")
        _ = try await Self.offered("--store broken.db state task/", in: store)
        try FileManager.default.removeItem(atPath: "\(store.folder.path)/broken.db")
        #expect(try files() == before)
    }

    @Test func namesThatMisleadATerminalAreLeftOut() async throws {
        let store = try await StoreFolder()
        for id in ["plain", "\u{202E}turned", "wide\u{2028}line"] {
            try await store.succeed(
                "append", "--stream", "task/\(id)", "--type", "task.created")
        }
        #expect(try await Self.offered("state task/", in: store).words == ["task/plain"])
    }

    /// What many names have in common is what all have in common, though not all are offered.
    @Test func theLastOfManyNamesIsAmongThem() async throws {
        let store = try await StoreFolder()
        let lines = (100..<500).map { #"{"stream":"task/A\#($0)","type":"task.created"}"# }
        let last = #"{"stream":"task/AZ","type":"task.created"}"#
        try store.folder.write((lines + [last]).joined(separator: "\n"), to: "events")
        try await store.succeed("append", "--batch", "events")
        let words = try await Self.offered("state task/", in: store).words
        #expect(words.count == 201)
        #expect(words.first == "task/A100")
        #expect(words.last == "task/AZ")
    }

    @Test func whatMakesNoSenseIsAnsweredWithNothing() async throws {
        let store = try await StoreFolder()
        for request in [
            ["---complete", "bash", "", ""], ["---complete", "zsh", "no-such-command", ""],
            ["---complete", "fish", "log", "--stream", "\u{7}"],
        ] {
            let result = try await store.run(request)
            #expect(result.status == 0)
            #expect(result.error.isEmpty)
        }
        let refused = try await store.run(["---complete", "tcsh", ""])
        #expect(refused.status == 64)
    }

    @Test func optionsAndCommandsSayWhatTheyAre() async throws {
        let store = try await StoreFolder()
        let result = try await store.run(["---complete", "fish", "verify", "--rep"])
        #expect(
            result.output
                == "-\n--repair\tWork out what can be rebuilt from events that verify, such as"
                + " tables.\n")
    }
}
