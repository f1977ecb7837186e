import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// A word that is no command is refused with the one that may be meant and the right usage.
@Suite(.storesChecked) struct UnknownCommandTests {
    @Test(
        "What may be meant is named",
        arguments: [
            (["lgo"], "did you mean annals log?"), (["staet"], "did you mean annals state?"),
            (["--store", "x.db", "lgo"], "did you mean annals log?"),
            (["--format=json", "rollbakc"], "did you mean annals rollback?"),
            (["undo"], "did you mean annals rollback?"), (["nosuch"], "annals --help"),
            (["nosuch", "--help"], "annals --help"), (["task", "lst"], "annals task list?"),
            (["task", "ls"], "annals task list?"), (["projections", "rm"], "projections remove?"),
            (["workspace", "rules", "lst"], "annals workspace rules list?"),
            (["cycle", "nxet"], "annals cycle next?"), (["help", "nosuch"], "annals --help"),
            (["help", "lgo"], "annals log?"), (["help", "task", "nosuch"], "annals task --help"),
            (["help", "log", "nosuch"], "annals log --help"),
        ])
    func suggestions(arguments: [String], saying: String) async throws {
        let store = try await StoreFolder()
        let result = try await store.run(arguments)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        let lines = result.error.split(separator: "\n")
        let first = String(lines.first ?? "")
        #expect(first.hasPrefix("annals: there is no command 'annals"), "\(first)")
        #expect(first.contains(saying), "\(first)")
        #expect(lines.dropFirst().first?.hasPrefix("Usage: annals") == true)
    }

    @Test func helpOfWhatThereIs() async throws {
        let store = try await StoreFolder()
        for arguments in [["help"], ["help", "log"], ["help", "task", "list"], ["help", "help"]] {
            let result = try await store.run(arguments)
            #expect(result.status == 0, "\(arguments) \(result.error)")
            #expect(result.output.contains("USAGE"), "\(arguments)")
        }
        #expect(try await store.run(["-V"]).output == store.run(["--version"]).output)
    }

    @Test func tagsNamedLikeCommands() async throws {
        let store = try await StoreFolder()
        for (name, meant) in [("ls", "list"), ("lst", "list"), ("show", "list"), ("sett", "set")] {
            let result = try await store.run(["tag", name])
            #expect(result.status == 64)
            #expect(result.error.contains("annals tag \(meant)"), "\(result.error)")
            #expect(result.error.contains("annals tag set \(name)"), "\(result.error)")
        }
        #expect(try await store.succeed("tag", "list", "--format", "ndjson").isEmpty)
        try await store.succeed("tag", "set", "rm")
        try await store.succeed("tag", "release")
        let names = try await store.succeed("tag", "list", "--format", "ndjson")
        #expect(names.contains(#""tag":"release""#) && names.contains(#""tag":"rm""#))
    }

    /// Whoever finds the fault, the parser or a command, it is said in the same way.
    @Test func oneStyleOfRefusal() async throws {
        let store = try await StoreFolder()
        for arguments in [
            ["lgo"], ["show"], ["show", "999"], ["log", "--limit", "x"], ["log", "--nosuch"],
            ["log", "--follow", "--reverse"], ["log", "--limit", "-1"], ["config", "set", "a"],
            ["append", "--type", "a.b"], ["log", "extra"], ["state", "nonsense"],
        ] {
            let error = try await store.run(arguments).error
            let first = String(error.split(separator: "\n").first ?? "")
            let sentence = first.dropFirst("annals: ".count)
            #expect(first.hasPrefix("annals: "), "\(first)")
            #expect(sentence.first?.isUppercase == false, "\(first)")
            #expect(!sentence.hasSuffix("."), "\(first)")
        }
    }

    @Test func shortOptions() async throws {
        let store = try await StoreFolder()
        for id in ["A", "B", "C"] {
            try await store.succeed("append", "--stream", "task/\(id)", "--type", "task.created")
        }
        let long = try await store.succeed("log", "--limit", "2", "--format", "ndjson")
        #expect(try await store.succeed("log", "-n", "2", "-f", "ndjson") == long)
        #expect(try await store.succeed("-f", "ndjson", "log", "-n", "2") == long)
    }

    @Test func timesAreTakenAsTheyArePrinted() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let event = try await store.succeed("show", "head", "--format", "ndjson")
        let row = try await store.succeed("log", "--stream", "task/A")
        let match = try #require(row.firstMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/))
        let time = String(match.output)
        for moment in [time, String(time.prefix(16)), String(time.prefix(10))] {
            let result = try await store.run(["show", moment, "--format", "ndjson"])
            #expect(result.output == event, "\(moment) \(result.error)")
            #expect(result.error.contains("UTC"), "\(result.error)")
        }
        let none = try await store.run(["log", "--in", "..yesterday", "--format", "ndjson"])
        #expect(none.status == 0 && none.output.isEmpty)
        #expect(none.error.contains("T23:59:59.999999Z"))
    }

    @Test(
        "Near names",
        arguments: [
            ("lgo", ["log"]), ("LOG", ["log"]), ("stat", ["state", "stats"]), ("xy", []),
            ("blame", []), ("querry", ["query"]), ("", []), ("verfiy", ["verify"]),
        ])
    func nearNames(word: String, near: [String]) {
        let names = ["log", "state", "stats", "query", "verify", "ls"]
        #expect(Spelling.near(word, among: names) == near)
    }
}
