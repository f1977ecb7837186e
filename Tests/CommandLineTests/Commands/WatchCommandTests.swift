import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// The command that watches, as a process.
@Suite(.storesChecked) struct WatchCommandTests {
    /// Waits for something that another process will do.
    private func wait(
        _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
        until isSo: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else {
                Issue.record(what, sourceLocation: sourceLocation)
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func lines(_ output: String) throws -> [JSONObject] {
        try output.split(separator: "\n").map { line in
            try #require(try JSONValue(parsing: String(line)).asObject)
        }
    }

    @Test func itCatchesUpShowsWhatHappensAndStops() async throws {
        let store = try await StoreFolder()
        let status = "fleet/agent_workspaces/Agent-3/status.json"
        try store.folder.write(#"{"status": "a"}"#, to: status)
        try await store.succeed("import", "fleet")
        // What happened while nobody watched.
        try store.folder.write(#"{"status": "b"}"#, to: status)
        let watch = try store.start("watch", "fleet", "--format", "ndjson")
        try await wait("it catches up") { watch.outputSoFar.contains("watching") }
        try store.folder.write("{", to: "fleet/broken.json")
        try store.folder.write("x", to: "fleet/evil\u{1B}[31m.txt")
        try await wait("the files") {
            watch.outputSoFar.contains("finding") && watch.outputSoFar.contains("evil")
        }
        #expect(kill(watch.processIdentifier, SIGTERM) == 0)
        let result = try await watch.result()
        #expect(result.status == 0)
        #expect(result.error.isEmpty)
        #expect(!result.outputBytes.contains(0x1B))
        let lines = try lines(result.output)
        let events = lines.map { $0["event"]?.asString }
        #expect(events.prefix(2) == ["captured", "watching"])
        #expect(events.last == "summary")
        #expect(lines.last?["captured"] == 3)
        #expect(lines.last?["cycles_opened"] == 0)
        #expect(lines.first?["actor"] == "Agent-3")
        let finding = try #require(lines.first { $0["event"] == "finding" })
        #expect(finding["path"] == "broken.json")
        let state = try await store.succeed("state", "agent/Agent-3", "--format", "ndjson")
        #expect(state.contains(#""status":"b""#))
        try await store.succeed("import", "fleet", "--check")
    }

    @Test func theSummaryIsWrittenInEveryFormat() async throws {
        let store = try await StoreFolder()
        try store.folder.write("x", to: "fleet/a.txt")
        for format in ["table", "json", "csv"] {
            let watch = try store.start("watch", "fleet", "--format", format)
            try await wait("it catches up") {
                let files = try await store.succeed("streams", "--category", "file")
                return files.contains("a.txt")
            }
            try await waitForHandler(of: watch)
            watch.interrupt()
            let result = try await watch.result()
            #expect(result.status == 0)
            #expect(result.output.contains("cycles_opened"))
            let isTable = format == "table"
            #expect(
                result.error
                    == (isTable ? "annals: following fleet, 1 file, until Ctrl-C\n" : ""))
        }
    }

    /// Waits until a process has a handler for Ctrl-C: earlier it would just end.
    private func waitForHandler(of command: RunningCommand) async throws {
        try await wait("it handles no interrupt") {
            let status = try String(
                contentsOfFile: "/proc/\(command.processIdentifier)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
            let mask = UInt64(line.split(separator: "\t").last ?? "", radix: 16) ?? 0
            return mask & (1 << UInt64(SIGINT - 1)) != 0
        }
    }

    @Test func theStoreInTheFolderIsLeftAlone() async throws {
        let store = try await StoreFolder()
        let watch = try store.start("watch", ".", "--format", "ndjson", "--cycle-every", "10ms")
        try await wait("it catches up") { watch.outputSoFar.contains("watching") }
        for number in 1...20 {
            try await store.succeed(
                "append", "--stream", "task/\(number)", "--type", "task.created")
        }
        try store.folder.write("x", to: "a.txt")
        try await wait("the file and its cycle") { watch.outputSoFar.contains("cycle_opened") }
        watch.interrupt()
        let result = try await watch.result()
        #expect(result.status == 0)
        let lines = try lines(result.output)
        #expect(lines.last?["captured"] == 1)
        #expect(lines.last?["cycles_opened"] == 1)
        let files = try await store.succeed("streams", "--category", "file", "--format", "ndjson")
        #expect(files.split(separator: "\n").count == 1)
        try await store.succeed("projections", "check")
    }

    @Test func whatCannotBeWatchedIsSaid() async throws {
        let store = try await StoreFolder()
        let missing = try await store.refuse("watch", "nowhere")
        #expect(missing.contains("nowhere"))
        try store.folder.write("x", to: "file.txt")
        let file = try await store.refuse("watch", "file.txt")
        #expect(file.contains("not a folder"))
        let empty = try await StoreFolder(hasStore: false)
        let noStore = try await empty.refuse("watch", ".")
        #expect(noStore.contains("annals.db"))
        let cycle = try await store.run("watch", ".", "--cycle-every", "soon")
        #expect(cycle.status == 64)
        let zero = try await store.run("watch", ".", "--cycle-every", "0s")
        #expect(zero.status == 64)
    }

    @Test func aFolderThatGoesAwayEndsItWithASentence() async throws {
        let store = try await StoreFolder()
        try store.folder.write("x", to: "fleet/a.txt")
        let watch = try store.start("watch", "fleet", "--format", "ndjson")
        try await wait("it catches up") { watch.outputSoFar.contains("watching") }
        try FileManager.default.removeItem(atPath: store.folder.path("fleet"))
        let result = try await watch.result()
        #expect(result.status == 1)
        #expect(result.error.hasPrefix("annals: the folder fleet is gone or was moved"))
        #expect(try lines(result.output).last?["deleted"] == 1)
    }
}
