import Annals
import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// With `--receipts` each line is answered by one, in order, whatever becomes of it.
@Suite(.storesChecked) struct ReceiptsTests {
    private func line(_ name: String, _ more: String = "") -> String {
        #"{"stream":"task/\#(name)","type":"task.created","data":{"n":"\#(name)"}\#(more)}"#
    }

    private func answers(_ output: String) throws -> [JSONObject] {
        try output.split(separator: "\n").map {
            try #require(try JSONValue(parsing: String($0)).asObject)
        }
    }

    @Test(arguments: ["1", "2", "1000"]) func eachLineIsAnsweredInOrder(size: String) async throws {
        let store = try await StoreFolder()
        let id = #","id":"0190163d-8694-739b-aea5-966c26f8ad91""#
        let lines = [
            line("1", id), "", "{\"stream\": task}", line("3", #","expect":7"#), line("4"),
            line("5", #","causation":-1"#), line("6", #","causation":-3"#), line("1", id), "\u{1}",
            line("9", #","causation":-3"#), line("10", #","causation":-1"#),
        ]
        let result = try await store.run(
            ["append", "--batch", "-", "--receipts", "--batch-size", size],
            input: lines.joined(separator: "\n"))
        let found = try answers(result.output)
        #expect(found.map { $0["line"] } == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11])
        // After the events of a new store.
        let head = try #require(found[0]["position"]?.asInt64) - 1
        #expect(
            found.map { $0["position"]?.asInt64.map { $0 - head } }
                == [1, nil, nil, 2, 3, nil, 1, nil, nil, nil])
        #expect(
            found.compactMap { $0["code"] } == [
                "invalid_json", "version_conflict", "invalid_argument", "invalid_json",
                "invalid_argument", "invalid_argument",
            ])
        #expect(found[6]["known"] == true)
        for (index, cause) in [(5, 4), (8, 7), (9, 10)] {
            let message = found[index]["message"]?.asString ?? ""
            #expect(message.hasSuffix("its cause, line \(cause), could not be stored"))
        }
        #expect(result.status == 1)
        #expect(
            result.error
                == "annals: 6 lines of \"standard input\" could not be stored: "
                + "the answers say why\n"
        )
        let causes = try await store.succeed(
            "query", "SELECT causation FROM event_log WHERE stream LIKE 'task/%' ORDER BY position",
            "--format", "ndjson")
        #expect(
            causes
                == "{\"causation\":null}\n{\"causation\":null}\n{\"causation\":\(head + 2)}\n")
    }

    /// The answer to a line comes while its writer waits for it, also where half of the next line
    /// is there.
    @Test func anAnswerWaitsForNoOtherLine() async throws {
        let store = try await StoreFolder()
        let lines = try PipedLines(in: store.folder)
        let command = try store.start("append", "--batch", PipedLines.name, "--receipts")
        var count = 0
        for round in 1...20 {
            let whole = (0..<round % 4 + 1).map { line("\(round)-\($0)") + "\n" }
            try lines.write(whole.joined() + #"{"stream":"task/half-\#(round)","#)
            count += whole.count
            try await wait(for: count, of: command)
            try lines.write(#""type":"task.half","data":{}}"# + "\n")
            count += 1
            try await wait(for: count, of: command)
        }
        try lines.close()
        let result = try await command.result()
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(
            try answers(result.output).map { $0["line"]?.asInt64 }
                == (1...Int64(count)).map { $0 })
    }

    private func wait(for count: Int, of command: RunningCommand) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while command.outputSoFar.count(where: { $0 == "\n" }) < count {
            try #require(ContinuousClock.now < deadline && !command.hasEnded)
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(command.outputSoFar.count(where: { $0 == "\n" }) == count)
    }

    /// A line that is too long is passed over up to its end, whatever of it was read.
    @Test(arguments: [1, 7, 64, 65, 300]) func aLineThatIsTooLongIsAnswered(size: Int) async throws
    {
        let store = try await StoreFolder()
        let long = String(repeating: "x", count: size * 1_000)
        let text = [line("1"), long, line("3"), long, long, line("6")].joined(separator: "\n")
        let path = try store.folder.write(text, to: "lines")
        let reader = try LineReader(
            path, besides: store.folder.path("annals.db"), lineBytesMax: 900)
        let loaded = try load(reader, into: store)
        #expect(loaded.flatMap(\.answers).map(\.line) == [1, 2, 3, 4, 5, 6])
        #expect(loaded.flatMap(\.stored).map(\.line) == [1, 3, 6])
        #expect(loaded.flatMap(\.rejected).allSatisfy { $0.error.code == .tooLarge })
    }

    private func load(
        _ lines: sending LineReader, into store: StoreFolder, deadline: Double = 30
    ) throws -> [LoadedBatch] {
        let opened = try Store(opening: store.folder.path("annals.db"))
        defer { opened.close() }
        var options = AppendOptions()
        options.deadlineSeconds = deadline
        let loader = BatchLoader(
            store: opened, actor: try Actor("Agent-1"), options: options,
            plan: BatchPlan(answersAtOnce: true), goesOn: true)
        var loaded: [LoadedBatch] = []
        let summary = try loader.load(lines) { loaded.append($0) }
        #expect(summary.rejected == Int64(loaded.flatMap(\.rejected).count))
        return loaded
    }

    /// What may pass is answered, and does not end the process.
    @Test func aBusyStoreIsAnswered() async throws {
        let store = try await StoreFolder()
        let path = try store.folder.write([line("1"), line("2")].joined(separator: "\n"), to: "l")
        let database = store.folder.path("annals.db")
        let holder = try Store(opening: database)
        defer { holder.close() }
        let busy = try holder.log.withTransaction { _ in
            try load(try LineReader(path, besides: database), into: store, deadline: 0.05)
        }
        #expect(busy.flatMap(\.answers).map(\.line) == [1, 2])
        #expect(busy.flatMap(\.rejected).map(\.error.code) == [.busy, .busy])
        let stored = try load(try LineReader(path, besides: database), into: store)
        #expect(stored.flatMap(\.answers).map(\.line) == [1, 2])
        #expect(stored.flatMap(\.rejected).isEmpty)
    }

    /// The example in Python: sixteen threads share one process.
    @Test func theExampleInPython() async throws {
        let store = try await StoreFolder()
        try store.folder.write(
            """
            import sys, threading
            sys.path.insert(0, sys.argv[1])
            from coprocess import Annals, Refused
            annals = Annals("annals.db", by="Plover", command=sys.argv[2])
            def work(n):
                for i in range(20):
                    receipt = annals.append(stream=f"gauge/{n}", type="gauge.read", data={"i": i},
                                            expect="any" if i else "none")
                    assert receipt.result()["version"] == i + 1
            threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            late = annals.append(stream="gauge/1", type="gauge.read", data={}, expect=3)
            try:
                late.result()
            except Refused as refusal:
                print(refusal.code)
            print(annals.close())
            try:
                annals.append(stream="gauge/1", type="gauge.read", data={})
            except EOFError as ending:
                print(ending)
            nowhere = Annals("missing.db", by="Plover", command=sys.argv[2])
            try:
                nowhere.append(stream="gauge/1", type="gauge.read", data={}).result()
            except EOFError as ending:
                print(ending)
            """, to: "work.py")
        let tools = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../tools").standardizedFileURL.path
        let annals = try CommandLineTool.built().executable.path
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let result = try await python.run("work.py", tools, annals, in: store.folder)
        #expect(result.error.isEmpty)
        #expect(
            result.output.split(separator: "\n") == [
                "version_conflict", "1",
                "annals: 1 line of \"standard input\" could not be stored: the answers say why",
                "annals: there is no store at missing.db: make one, or give another path",
            ])
        let count = try await store.succeed(
            "query", "SELECT count(*) FROM event_log WHERE stream LIKE 'gauge/%'",
            "--format", "value")
        #expect(count == "320\n")
    }

    /// Whether it is told of does not depend on how the lines came.
    @Test(arguments: ["1", "7", "2000"]) func aCauseReachesAsFarHoweverLinesCome(
        size: String
    ) async throws {
        let store = try await StoreFolder()
        let lines =
            (1...1_001).map { line("\($0)") }
            + [line("a", #","causation":-1000"#), line("b", #","causation":-1001"#)]
        let result = try await store.run(
            ["append", "--batch", "-", "--receipts", "--batch-size", size],
            input: lines.joined(separator: "\n"))
        let found = try answers(result.output)
        #expect(found.count == 1_003)
        #expect(found[1_001]["position"] != nil)
        #expect(found[1_002]["code"] == "invalid_argument")
        let message = found[1_002]["message"]?.asString ?? ""
        #expect(message.contains("its cause is 1001 lines before it"))
    }

    /// A reader who went away is told nothing more, and nothing more is stored.
    @Test func nothingIsStoredThatNobodyIsToldOf() async throws {
        let store = try await StoreFolder()
        let before = try await store.head()
        let lines = try PipedLines(in: store.folder)
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let script = """
            "$0" append --batch "$1" --receipts | head -n 1 >/dev/null
            echo "${PIPESTATUS[0]}"
            """
        let running = try bash.start(
            ["-c", script, annals, PipedLines.name], environment: ["ANNALS_ACTOR": "Agent-1"],
            in: store.folder)
        try lines.write(line("1") + "\n")
        let deadline = ContinuousClock.now + .seconds(60)
        while try await store.head() == before {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
        // `head` has its line, and ends.
        try await Task.sleep(for: .milliseconds(300))
        try lines.write((2...50).map { line("\($0)") + "\n" }.joined())
        let result = try await running.result()
        #expect(result.output == "1\n")
        #expect(result.error.hasPrefix("annals: nobody reads the answers any more"))
        #expect(try await store.head() == before + 1)
        try lines.close()
    }

    /// Some runtimes talk to their children over sockets.
    @Test func aSocketIsAbandonedLikeAPipe() async throws {
        let store = try await StoreFolder()
        let before = try await store.head()
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let script = """
            import socket, subprocess, sys, json
            ours, theirs = socket.socketpair()
            run = subprocess.Popen(
                [sys.argv[1], "append", "--batch", "-", "--receipts", "--by", "Agent-1"],
                stdin=subprocess.PIPE, stdout=theirs, stderr=subprocess.PIPE)
            theirs.close()
            def send(n):
                line = {"stream": f"task/{n}", "type": "task.created", "data": {}}
                run.stdin.write(json.dumps(line).encode() + b"\\n")
                run.stdin.flush()
            send(1)
            assert ours.recv(4096)
            ours.close()
            send(2)
            print(run.wait(), run.stderr.read().decode())
            """
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let result = try await python.run(["-c", script, annals], in: store.folder)
        #expect(result.output.hasPrefix("1 annals: nobody reads the answers"), "\(result)")
        #expect(try await store.head() == before + 1)
    }

    /// A full pipe that nobody reads does not keep it from ending.
    @Test func itEndsAlsoWhereNobodyReads() async throws {
        let store = try await StoreFolder()
        let text = (1...5_000).map { line("\($0)") + "\n" }.joined()
        try store.folder.write(text, to: "in")
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let result = try await bash.run(
            "-c",
            """
            mkfifo answers
            exec 3<>answers
            "$0" append --batch in --receipts >answers 3<&- &
            for i in $(seq 600); do
                [ "$(stat -c %s annals.db-wal 2>/dev/null || echo 0)" -gt 200000 ] && break
                sleep 0.05
            done
            sleep 0.5
            kill -TERM $!
            wait $!
            echo $?
            """, annals, environment: ["ANNALS_ACTOR": "Agent-1"], in: store.folder)
        #expect(result.output == "1\n")
        #expect(result.error.contains("stopped while nobody read the answers"))
        try await store.succeed("verify")
    }

    @Test func answersAreLinesOfJSON() async throws {
        let store = try await StoreFolder()
        for (arguments, sentence) in [
            (["--format", "csv"], "--receipts answers in lines of JSON: leave --format out"),
            (["--columns", "line"], "--receipts answers with all that a program needs"),
            (
                ["--rejects", "r"],
                "--receipts answers lines that cannot be stored, too: leave --rejects out"
            ),
        ] {
            let result = try await store.run(
                ["append", "--batch", "-", "--receipts"] + arguments, input: line("1"))
            #expect(result.status == 64)
            #expect(result.error.contains(sentence))
        }
        #expect(try await store.succeed("log", "--format", "ndjson").isEmpty)
    }
}

/// A pipe that a process reads while the test writes to it.
private struct PipedLines {
    /// Its name in the folder.
    static let name = "lines.pipe"
    private let end: FileHandle

    init(in folder: TemporaryDirectory) throws {
        let path = folder.path(Self.name)
        try #require(mkfifo(path, 0o600) == 0)
        // For both, so that opening waits for nobody.
        end = try #require(FileHandle(forUpdatingAtPath: path))
    }

    func write(_ text: String) throws {
        try end.write(contentsOf: Data(text.utf8))
    }

    func close() throws {
        try end.close()
    }
}
