import AnnalsTesting
import Foundation
import Testing

/// Projections are listed, added, checked, rebuilt and removed.
@Suite(.storesChecked) struct ProjectionCommandTests {
    private static let efforts = """
        -- Effort spent, by actor.
        CREATE TABLE efforts (actor TEXT PRIMARY KEY, days INTEGER CHECK (days < 10)) STRICT;
        CREATE VIEW busy AS SELECT * FROM efforts WHERE days > 5;

        -- on task.*:
        INSERT INTO efforts VALUES (@actor, coalesce(:days, 0))
        ON CONFLICT DO UPDATE SET days = days + excluded.days;

        """

    private func storeWithEfforts() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try store.folder.write(Self.efforts, to: "efforts.sql")
        try await store.succeed(
            "append", "--batch", "-",
            input: """
                {"stream":"task/1","type":"task.created","actor":"Ada","data":{"days":4}}
                {"stream":"task/2","type":"task.created","actor":"Bo","data":{"days":9}}
                {"stream":"task/1","type":"task.changed","actor":"Bo","data":{"days":3}}
                """)
        return store
    }

    @Test func aLifeInTranscripts() async throws {
        let store = try await storeWithEfforts()
        var transcript = Transcript(store)
        try await transcript.runInAllFormats(
            "projections", "add", "efforts.sql", "--reason", "planning")
        try await transcript.runInAllFormats("projections", "failures")
        try await transcript.runInAllFormats("projections", "check", "efforts")
        try await transcript.runInAllFormats("projections", "rebuild", "efforts")
        try await transcript.run("query", "SELECT * FROM efforts ORDER BY actor")
        let refused = [
            "append", "--stream", "task/3", "--type", "task.created", "--by", "Bo", "--data",
            #"{"days":5}"#,
        ]
        try await transcript.run(refused)
        try await transcript.run(refused + ["--lenient"])
        try await transcript.run("projections", "failures", "efforts")
        try await transcript.run("projections", "failures", "agent_tasks")
        try await transcript.runInAllFormats("projections", "remove", "efforts")
        try await transcript.run("projections", "failures")
        for command in ["rebuild", "check", "failures"] {
            try await transcript.run("projections", command, "efforts")
        }
        expectSnapshot(transcript.normalized, named: "projections")
    }

    @Test func oneIsShownWhole() async throws {
        let store = try await storeWithEfforts()
        try await store.succeed("projections", "add", "efforts.sql")
        var transcript = Transcript(store)
        try await transcript.runInAllFormats("projections", "show", "efforts")
        try await transcript.run("projections", "show", "agent_tasks")
        try await transcript.run("projections", "show", "none")
        expectSnapshot(transcript.normalized, named: "projections-show")
    }

    @Test func theListNamesEverything() async throws {
        let store = try await storeWithEfforts()
        try await store.succeed("projections", "add", "efforts.sql")
        let table = try await store.succeed("projections")
        let line = try #require(table.split(separator: "\n").first { $0.hasPrefix("efforts") })
        #expect(line.contains("efforts  busy  Effort spent, by actor.") || line.contains("busy"))
        let json = try await store.succeed("projections", "list", "--format", "ndjson")
        let lines = json.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(
            lines.contains {
                $0.hasPrefix(
                    #"{"projection":"efforts","rows":2,"failures":1,"tables":["efforts"],"views":["#
                        + #""busy"],"comment":"Effort spent, by actor.","position":9,"sha256":""#)
            })
        for format in Transcript.formats {
            let list = try await store.succeed("projections", "--format", format)
            #expect(list.contains("agent_workspaces"))
        }
    }

    @Test(arguments: [
        ("datetime('now')", "datetime"), ("(SELECT count(*) FROM agent_tasks)", "agent_tasks"),
        ("random()", "random"), ("nothing", "nothing"),
    ])
    func aMistakeIsShownWithACaret(expression: String, mention: String) async throws {
        let store = try await StoreFolder()
        let head = try await store.head()
        let source = Self.efforts.replacing("coalesce(:days, 0)", with: expression)
        try store.folder.write(source, to: "efforts.sql")
        let result = try await store.run("projections", "add", "efforts.sql")
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix("annals: ") == true)
        #expect(lines.first?.contains(mention) == true)
        #expect(lines.dropFirst().first?.hasPrefix("efforts.sql:6:") == true)
        #expect(lines.last?.drop { $0 == " " } == "^")
        #expect(try await store.head() == head)
    }

    @Test func filesThatAreNoDefinitions() async throws {
        let store = try await StoreFolder()
        let missing = try await store.refuse("projections", "add", "none.sql")
        #expect(missing.contains("\"none.sql\""))
        try store.folder.write([0x2D, 0x2D, 0xFF], to: "bytes.sql")
        let bytes = try await store.refuse("projections", "add", "bytes.sql")
        #expect(bytes.contains("UTF-8"))
    }

    @Test func aTableThatWasTamperedWithIsFoundAndMended() async throws {
        let store = try await storeWithEfforts()
        try await store.succeed("projections", "add", "efforts.sql")
        try store.folder.write(Self.efforts, to: "efforts.sql")
        try await store.tamper("UPDATE efforts SET days = 1 WHERE actor = 'Ada'")
        var transcript = Transcript(store)
        try await transcript.runInAllFormats("projections", "check")
        expectSnapshot(transcript.normalized, named: "projections-tampered")
        try await store.succeed("projections", "rebuild")
        try await store.succeed("projections", "check")
    }
}
