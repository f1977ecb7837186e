import AnnalsTesting
import Foundation
import Testing

/// Commands that run long end when they are asked to, and lose nothing.
@Suite(.storesChecked) struct InterruptionTests {
    /// Waits for something that another process will do.
    private func wait(
        _ what: Comment, until isSo: () async throws -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else {
                Issue.record(what, sourceLocation: sourceLocation)
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func followingShowsEachEventAndEnds() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.old")
        let all = try store.start("log", "--follow", "--format", "ndjson")
        let new = try store.start("log", "--follow", "--in", "head..", "--by", "Maria")
        let some = try store.start("log", "--follow", "--limit", "2", "--format", "csv")
        try await wait("the event before") { all.outputSoFar.contains("task.old") }
        try await new.waitForInterruptHandler()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.other")
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.new", "--by", "Maria")
        try await wait("the event after") { all.outputSoFar.contains("task.new") }
        try await wait("the event by Maria") { new.outputSoFar.contains("task.new") }
        all.interrupt()
        new.interrupt()
        let results = [try await all.result(), try await new.result(), try await some.result()]
        for result in results {
            #expect(result.status == 0)
            #expect(result.error.isEmpty)
        }
        #expect(results[0].output.split(separator: "\n").count == 3)
        #expect(!results[1].output.contains("task.o"))
        #expect(results[2].output.split(separator: "\n").count == 3)
        #expect(!results[2].output.contains("task.new"))
        let sentence = try await store.refuse("log", "--follow", "--in", "start..2")
        #expect(sentence.contains("start..2"))
    }

    @Test func aQueryStops() async throws {
        let store = try await StoreFolder()
        let query = try store.start(
            "query",
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c")
        try await query.waitForInterruptHandler()
        query.interrupt()
        let result = try await query.result()
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.error == "annals: the query was stopped\n")
    }

    /// A pipe with a name, that a command reads as a file.
    private func pipe(in store: StoreFolder) throws -> FileHandle {
        let path = store.folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        // For reading too, so that opening waits for nobody.
        return FileHandle(fileDescriptor: open(path, O_RDWR), closeOnDealloc: true)
    }

    private func line(_ number: Int) -> Data {
        Data(#"{"stream":"task/\#(number)","type":"task.created","data":{"title":"T"}}"#.utf8)
            + [10]
    }

    @Test func aBatchStopsBehindTheLastWholeOne() async throws {
        let store = try await StoreFolder()
        let before = try await store.head()
        let pipe = try pipe(in: store)
        let append = try store.start("append", "--batch", "pipe", "--batch-size", "2")
        for number in 1...5 { try pipe.write(contentsOf: line(number)) }
        try await wait("two batches") { try await store.head() == before + 4 }
        append.interrupt()
        let result = try await append.result()
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.error.hasPrefix("annals: stopped after line 5 of \"pipe\"; "))
        #expect(
            result.error.hasSuffix("4 events are appended, the last at position \(before + 4)\n"))
        #expect(try await store.head() == before + 4)
    }

    @Test func aKilledBatchLeavesWholeOnes() async throws {
        let store = try await StoreFolder()
        let before = try await store.head()
        let pipe = try pipe(in: store)
        let append = try store.start("append", "--batch", "pipe", "--batch-size", "3")
        for number in 1...8 { try pipe.write(contentsOf: line(number)) }
        try await wait("two batches") { try await store.head() == before + 6 }
        append.kill()
        #expect(try await append.result().status == 128 + SIGKILL)
        #expect(try await store.head() == before + 6)
        try await store.succeed("projections", "check")
        try await store.succeed("append", "--stream", "task/9", "--type", "task.created")
        let rows = try await store.succeed(
            "query", "SELECT count(*) AS n FROM agent_tasks", "--format", "csv")
        #expect(rows == "n\n7\n")
    }

    @Test func aReaderThatGoesAwayEndsItQuietly() async throws {
        let store = try await StoreFolder()
        let lines = (1...3000).map { line($0) }.reduce(Data(), +)
        try store.folder.write(Array(lines), to: "in.ndjson")
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let loaded = try await bash.run(
            "-c",
            """
            "$0" append --batch in.ndjson --batch-size 100 --format ndjson | head -n 1
            echo "${PIPESTATUS[0]}"
            """, annals, environment: ["ANNALS_ACTOR": "Agent-1"], in: store.folder)
        #expect(loaded.error.isEmpty)
        #expect(loaded.output.hasSuffix("}\n0\n"))
        // What was asked for is done, though nobody reads the receipts.
        #expect(try await store.head() == 3005)
        for format in Transcript.formats {
            let read = try await bash.run(
                "-c",
                #""$0" log --format "$1" | head -n 1 >first; echo "${PIPESTATUS[0]}""#, annals,
                format, in: store.folder)
            #expect(read.error.isEmpty)
            #expect(read.output == "0\n", "\(format)")
        }
    }

    @Test func processesAppendAtTheSameTime() async throws {
        let store = try await StoreFolder()
        let before = try await store.head()
        var running: [RunningCommand] = []
        for writer in 1...6 {
            let lines = (1...20).map { number in
                #"{"stream":"task/\#(number)","type":"task.changed","data":{"by":\#(writer)}}"#
            }
            try store.folder.write(lines.joined(separator: "\n"), to: "\(writer).ndjson")
            running.append(
                try store.start("append", "--batch", "\(writer).ndjson", "--batch-size", "1"))
        }
        for command in running {
            let result = try await command.result()
            #expect(result.status == 0, "\(result.error)")
        }
        let sums = try await store.succeed(
            "query",
            "SELECT count(*) AS n, max(position) AS p FROM event_log", "--format", "csv")
        #expect(sums == "n,p\n\(before + 120),\(before + 120)\n")
        let versions = try await store.succeed(
            "streams", "--category", "task", "--format", "csv")
        #expect(versions.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",6,") })
        try await store.succeed("projections", "check")
    }
}
