import Annals
import AnnalsTesting
import Foundation
import Testing

/// With `--rejects` a load goes on without the lines that cannot be stored, and keeps those.
@Suite(.storesChecked) struct RejectsTests {
    private func line(_ name: String, _ more: String = "") -> String {
        #"{"stream":"task/\#(name)","type":"task.created","data":{"n":"\#(name)"}\#(more)}"#
    }

    private func load(
        _ lines: [String], into store: StoreFolder, _ options: String...
    ) async throws -> CommandResult {
        try await store.run(
            ["append", "--batch", "-", "--rejects", "rejects", "--format", "csv"] + options,
            input: lines.joined(separator: "\n"))
    }

    private func rejects(of store: StoreFolder) throws -> [JSONObject] {
        try String(decoding: store.folder.read("rejects"), as: UTF8.self)
            .split(separator: "\n")
            .map { try #require(try JSONValue(parsing: String($0)).asObject) }
    }

    /// Streams of the category `task`, each with the stream of its cause, by position.
    private func stored(in store: StoreFolder) async throws -> [String] {
        let csv = try await store.succeed(
            "query",
            """
            SELECT e.stream || coalesce(' ' || c.stream, '') AS s FROM event_log AS e
            LEFT JOIN event_log AS c ON c.position = e.causation
            WHERE e.stream LIKE 'task/%' ORDER BY e.position
            """, "--format", "csv")
        return csv.split(separator: "\n").dropFirst().map {
            String($0.replacing("task/", with: ""))
        }
    }

    @Test(arguments: ["1", "2", "1000"]) func theOthersAreStored(size: String) async throws {
        let store = try await StoreFolder()
        let lines = [
            line("1"), "{\"stream\": task}", line("3", #","expect":7"#),
            line("4", #","cycle":9000"#), "[1]", line("6"), line("7", #","colour":"\u00e9""#),
        ]
        let result = try await load(lines, into: store, "--batch-size", size)
        #expect(result.status == 1)
        #expect(
            result.error
                == "annals: 5 lines of \"standard input\" could not be stored: see \"rejects\"\n")
        #expect(result.output.hasPrefix("appended,known,batches,last_position,rejected\n2,0,"))
        #expect(result.output.hasSuffix(",5\n"))
        #expect(try await stored(in: store) == ["1", "6"])
        let found = try rejects(of: store)
        #expect(found.map { $0["line"] } == [2, 3, 4, 5, 7])
        #expect(
            found.map { $0["code"] } == [
                "invalid_json", "version_conflict", "cycle_jump", "invalid_json",
                "invalid_argument",
            ])
        #expect(found.map { $0["text"]?.asString } == [1, 2, 3, 4, 6].map { lines[$0] })
        let message = try #require(found[1]["message"]?.asString)
        #expect(message.hasPrefix("line 3 of \"standard input\": ") && message.contains("task/3"))
    }

    @Test func causesStayTheSame() async throws {
        let store = try await StoreFolder()
        let result = try await load(
            [
                line("1"), line("2", #","expect":7"#), line("3", #","causation":-2"#),
                line("4", #","causation":-2"#), line("5", #","causation":-1"#), "[", line("7"),
                line("8", #","causation":-1"#), line("9", #","causation":-9"#),
                line("10", #","causation":-3"#),
            ], into: store)
        #expect(result.status == 1)
        // 4 was caused by 2, and 5 by 4.
        #expect(try await stored(in: store) == ["1", "3 1", "7", "8 7", "10 7"])
        let found = try rejects(of: store)
        #expect(found.map { $0["line"] } == [2, 4, 5, 6, 9])
        for (index, cause) in [(1, 2), (2, 4)] {
            let message = found[index]["message"]?.asString ?? ""
            #expect(message.hasSuffix("its cause, line \(cause), could not be stored"))
        }
        #expect(found[4]["message"]?.asString?.contains("causation -9") == true)
    }

    @Test func aTableMayRefuseALine() async throws {
        let store = try await StoreFolder()
        try store.folder.write(
            """
            CREATE TABLE small (id TEXT, n INTEGER CHECK (n < 10)) STRICT;
            -- on task.*:
            INSERT INTO small VALUES (@id, :n);
            """, to: "small.sql")
        try await store.succeed("projections", "add", "small.sql")
        let lines = [3, 30, 4, 40].map {
            #"{"stream":"task/\#($0)","type":"task.created","data":{"n":\#($0)}}"#
        }
        let sentence = try await store.refuse(
            "append", "--batch", "-", input: lines.joined(separator: "\n"))
        #expect(sentence.matches(of: /nothing was stored/).count == 1, "\(sentence)")
        let result = try await load(lines, into: store)
        #expect(result.status == 1)
        #expect(try await stored(in: store) == ["3", "4"])
        let refused: JSONValue = "projection_refused"
        #expect(try rejects(of: store).map { $0["code"] } == [refused, refused])
    }

    /// However far a load came, and whatever was refused of its beginning, the rest is shifted as
    /// far when it is taken up again.
    @Test(arguments: ["1", "2", "1000"]) func cyclesAreOffsetAsFarWhenTakenUpAgain(
        size: String
    ) async throws {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--stream", "t/0", "--type", "t.a", "--cycle", "10", "--data", "{}")
        let lines = [
            #"{"stream":"t/1","type":"t.a","cycle":1,"expect":7,"data":{}}"#,
            #"{"stream":"t/2","type":"t.a","cycle":1,"data":{}}"#,
            #"{"stream":"t/3","type":"t.a","cycle":2,"data":{}}"#,
        ]
        for count in [2, 3] {
            let result = try await store.run(
                "append", "--batch", "-", "--batch-size", size, "--derive-ids", "n", "--cycles",
                "offset", "--rejects", "r\(count)",
                input: lines.prefix(count).joined(separator: "\n"))
            #expect(result.status == 1)
        }
        let cycles = try await store.succeed(
            "query", "SELECT cycle FROM event_log WHERE stream LIKE 't/%' ORDER BY position",
            "--format", "csv")
        #expect(cycles == "cycle\n10\n11\n12\n")
    }

    /// What is stored already is known, although its cause stands in the file before.
    @Test func theRestOfARotatedFileIsKnown() async throws {
        let store = try await StoreFolder()
        let lines = [line("1"), line("2", #","causation":-1"#), line("3", #","causation":-1"#)]
        for part in [lines[...], lines[1...]] {
            let result = try await store.run(
                "append", "--batch", "-", "--derive-ids", "n", "--derive-ids-by", "content",
                input: part.joined(separator: "\n"))
            #expect(result.status == 0, "\(result.error)")
        }
        #expect(try await stored(in: store) == ["1", "2 1", "3 2"])
    }

    @Test func withoutRejectsAllIsWell() async throws {
        let store = try await StoreFolder()
        let result = try await load([line("1"), "", line("2")], into: store)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.output == "appended,known,batches,last_position,rejected\n2,0,1,7,0\n")
        #expect(try store.folder.read("rejects").isEmpty)
        // An empty file is taken again, one with content is not.
        let again = try await load(["[]"], into: store)
        #expect(again.status == 1)
        let head = try await store.head()
        let refused = try await load([line("3")], into: store)
        #expect(refused.error.contains("has content already"))
        #expect(try await store.head() == head)
    }

    @Test func whatIsNoTextIsKeptAsBytes() async throws {
        let store = try await StoreFolder()
        try store.folder.write([0xFF, 0x7B, 0x0A], to: "in")
        let result = try await store.run("append", "--batch", "in", "--rejects", "rejects")
        #expect(result.status == 1)
        #expect(try rejects(of: store).map { $0["base64"] } == ["/3s="])
    }

    /// A damaged store is no fault of a line.
    @Test(.storesUnchecked("damaged on purpose"))
    func whatIsNoFaultOfALineEndsTheLoad() async throws {
        let store = try await StoreFolder()
        let database = CommandLineTool(executable: URL(filePath: "/usr/bin/sqlite3"))
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") else { return }
        try await store.succeed("append", "--batch", "-", input: line("1"))
        _ = try await database.run("annals.db", "DELETE FROM secrets", in: store.folder)
        let result = try await load([line("1"), line("2")], into: store)
        #expect(result.status == 1)
        #expect(result.error.contains("secret"), "\(result.error)")
        #expect(try store.folder.read("rejects").isEmpty)
    }

    @Test func optionsThatGoTogether() async throws {
        let store = try await StoreFolder()
        for arguments in [
            ["--rejects", "x", "--stream", "task/A", "--type", "task.x"],
            ["--batch", "-", "--derive-ids-by", "content"],
            ["--stream", "task/A", "--type", "task.x", "--data", "-", "--context", "-"],
        ] {
            #expect(try await store.run(["append"] + arguments).status == 64)
        }
    }

    @Test func idsByContentKnowARotatedFile() async throws {
        let store = try await StoreFolder()
        func load(_ lines: [String]) async throws -> String {
            let csv = try await store.succeed(
                "append", "--batch", "-", "--derive-ids", "a", "--derive-ids-by", "content",
                "--format", "csv", input: lines.joined(separator: "\n"))
            return String(csv.split(separator: "\n")[1].prefix(3))
        }
        let lines = ["1", "2", "2", "3"].map { line($0) }
        // Equal lines of one input are separate events.
        #expect(try await load(lines) == "4,0")
        #expect(try await load(lines) == "0,4")
        #expect(try await load(["", lines[1], lines[2] + "\r", line("4")]) == "1,2")
        #expect(try await load([lines[1], lines[1], lines[1]]) == "1,2")
        #expect(try await stored(in: store) == ["1", "2", "2", "3", "4", "2"])
    }

    @Test func idsByContentAreThoseOfTheDocumentation() {
        let ids = DerivedIDs(namespace: "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
        let line = Array("{}".utf8)
        #expect(
            [0, 1].map { ids.id(of: line, occurrence: $0).uuidString.lowercased() } == [
                "8ce0ebb6-ee67-5a80-89a5-8d2c2241755d", "06f5250c-0d4e-5a02-828f-18d58cad53ff",
            ])
    }
}
