import AnnalsTesting
import Foundation
import Testing

/// `tools/read_events.py` knows nothing but the page FORMAT: what it prints says whether that page
/// is enough to read a store.
@Suite("Outside reader", .storesChecked)
struct OutsideReaderTests {
    private static let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "tools/read_events.py")

    private let folder: TemporaryDirectory
    private let annals: CommandLineTool

    init() throws {
        folder = try TemporaryDirectory()
        annals = try CommandLineTool.built()
    }

    /// Events of every kind of body: raw, with a dictionary, with a base, in blocks, in blocks with
    /// a base; and of every member.
    private var lines: String {
        var lines: [String] = []
        for index in 0..<300 {
            lines.append(
                #"{"stream":"task/T\#(index)","type":"task.created","actor":"Agent-\#(index % 7)","#
                    + #""data":{"title":"measure tide \#(index)","priority":"NORMAL","#
                    + #""status":"pending","created_at":"2025-01-01T11:06:\#(10 + index % 50)Z"}}"#)
        }
        for version in 0..<20 {
            let notes = (0..<30).map { #""note \#($0 == version ? -1 : $0 * 7_919)""# }
            lines.append(
                #"{"stream":"agent/A","type":"agent.updated","actor":"A","data":{"notes":["#
                    + notes.joined(separator: ",") + #"]}}"#)
            let rows = (0..<4_000).map { "\($0 == version * 100 ? -1 : $0 * 104_729)" }
            guard version < 4 else { continue }
            lines.append(
                #"{"stream":"config/large","type":"config.changed","actor":"A","data":{"n":[["#
                    + (rows + rows).joined(separator: ",") + #"]]}}"#)
        }
        // Bytes that nothing compresses, as digits; the second is nearly the first.
        var random = SeededRandom(seed: 11)
        var content = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in [1_000, 100_000, 100_001] {
            if count > content.count { content.insert(7, at: 50_000) }
            lines.append(
                #"{"stream":"file/p\#(count > 1_000 ? 2 : 1)","type":"file.captured","#
                    + #""actor":"A","data":{"base64":""#
                    + Data(content.prefix(count)).base64EncodedString() + #""}}"#)
        }
        lines += [
            #"{"stream":"task/n","type":"task.x","actor":"h","kind":"human","reason":"","#
                + #""occurred_at":"0001-01-01T00:00:00Z","unset":["/a~1b","/q"],"data":{"n":"#
                + #"[1.10e+2,-0.0,123456789012345678901234567890,1E5],"é":"\u0001\"\\/","#
                + #""e\u0301":{},"\u0000":null}}"#,
            #"{"stream":"task/n","type":"task.x","actor":"h","correlation":"run 1","causation":-1,"#
                + #""occurred_at":"1970-01-01T00:00:00Z","reason":"to \"see\"","deleted":true,"#
                + #""id":"0190163D-8694-739B-AEA5-966C26F8AD91"}"#,
            #"{"stream":"task/fact","type":"task.x","actor":"h","context":{"z":1.50,"a":["é"]}}"#,
            #"{"stream":"task/both","type":"task.x","actor":"h","reason":"r","context":{"a":{}},"#
                + #""causation":"0190163d-8694-739b-aea5-966c26f8ad91","data":{"context":1}}"#,
            #"{"stream":"task/none","type":"task.x","actor":"h","cycle":3}"#,
            #"{"stream":"task/deep","type":"task.x","actor":"h","data":{"a":"#
                + String(repeating: "[", count: 127) + String(repeating: "]", count: 127) + "}}",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func itPrintsWhatTheLogPrints() async throws {
        guard try await Self.python.run("-c", "import lz4.block", in: folder).status == 0 else {
            return  // A machine without python3-lz4.
        }
        _ = try await annals.run("init", in: folder)
        let appended = try await annals.run(
            ["append", "--batch", "-"], input: Array(lines.utf8), in: folder)
        #expect(appended.status == 0, "\(appended.error)")
        let log = try await annals.run("log", "--all", "--format", "ndjson", in: folder)
        let store = folder.path("annals.db")
        let read = try await Self.python.run(
            Self.script.path(percentEncoded: false), store, in: folder)
        #expect(read.status == 0, "\(read.error)")
        #expect(read.output == log.output)
        #expect(read.output.split(separator: "\n").count > 300)
        // Every kind of body was there to be read.
        let kinds = try await Self.python.run("-c", Self.kinds, store, in: folder)
        #expect(
            kinds.output == "raw dictionary base large large-with-base packed packed-with-base\n",
            "\(kinds.error)")
    }

    private static let kinds = """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        kinds = {"raw": "dictionary IS NULL", "dictionary": "dictionary > 0", "base": "base > 0",
                 "large": "size > 65536 AND dictionary >= 0 AND base IS NULL",
                 "large-with-base": "size > 65536 AND base > 0",
                 "packed": "dictionary = -2",
                 "packed-with-base": "dictionary < -2 AND base > 0"}
        print(*(name for name, rule in kinds.items()
                if db.execute(f"SELECT 1 FROM events WHERE {rule}").fetchone()))
        """
}
