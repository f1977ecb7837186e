import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// `annals hook`, as programs for coding call it.
@Suite(.storesChecked) struct HookCommandTests {
    private func hook(
        _ store: StoreFolder, _ payload: JSONObject, _ tool: String = "claude-code",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await store.run("hook", tool, input: payload.compact)
        #expect(result.status == 0 && result.error.isEmpty, sourceLocation: sourceLocation)
        let answer = tool == "cursor" ? "{}\n" : ""
        #expect(result.output == answer, sourceLocation: sourceLocation)
    }

    private func events(_ store: StoreFolder) async throws -> [JSONObject] {
        try await store.succeed("log", "--category", "session", "--format", "ndjson")
            .split(separator: "\n").map { line in
                try #require(try JSONValue(parsing: String(line)).asObject)
            }
    }

    @Test func itIsSilentWhateverComes() async throws {
        let store = try await StoreFolder()
        for tool in ["claude-code", "codex", "cursor"] {
            try await hook(
                store, ["session_id": "S", "hook_event_name": "Stop", "of": .string(tool)], tool)
            for garbage in ["", "nonsense", "[1]", "\u{0}\u{1}", "{\"a\":"] {
                let result = try await store.run("hook", tool, input: garbage)
                #expect(result.status == 0 && result.error.isEmpty)
                #expect(result.output == (tool == "cursor" ? "{}\n" : ""))
            }
        }
        #expect(try await events(store).count == 3)
        let rows = try await store.examine()
        #expect(rows["hooks"]?.state == "note")
        #expect(rows["hooks"]?.advice?.contains("trouble.log") == true)
    }

    @Test(.storesUnchecked("is made late")) func aStoreThatIsAway() async throws {
        let store = try await StoreFolder(hasStore: false)
        try await hook(store, ["session_id": "S", "hook_event_name": "Stop", "n": 1])
        let rows = try await store.examine()
        #expect(rows["hooks"]?.detail.contains("1 call waits") == true)
        #expect(rows["hooks"]?.advice?.contains("annals hook drain") == true)
        try await store.succeed("init")
        let drained = try await store.succeed("hook", "drain", "--format", "ndjson")
        #expect(drained == "{\"stored\":1,\"known\":0,\"refused\":0}\n")
        #expect(try await events(store).count == 1)
    }

    /// Neither the store nor a place beside it can be written: the call is in the user's log.
    @Test(.enabled(if: geteuid() != 0)) func aFolderThatCannotBeWritten() async throws {
        let store = try await StoreFolder()
        chmod(store.folder.path, 0o500)
        defer { chmod(store.folder.path, 0o700) }
        let home = try TemporaryDirectory()
        let result = try await store.run(
            ["hook", "codex"], input: #"{"session_id":"S"}"#,
            environment: ["XDG_STATE_HOME": home.path])
        #expect(result.status == 0 && result.output.isEmpty && result.error.isEmpty)
        let log = String(decoding: try home.read("annals/hooks.log"), as: UTF8.self)
        #expect(log.contains(#""session_id":"S""#))
    }

    @Test func aStoreThatIsLockedIsNotWaitedFor() async throws {
        let store = try await StoreFolder()
        let held = try Store(opening: store.folder.path("annals.db"))
        try held.log.withTransaction { _ in
            let done = DispatchSemaphore(value: 0)
            Task {
                try await hook(store, ["session_id": "S", "hook_event_name": "Stop"])
                done.signal()
            }
            done.wait()
        }
        held.close()
        let spool = store.folder.path("annals.db-spool")
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool).count == 1)
        #expect(try await store.run("log", "--category", "session").output.isEmpty)
        try await store.succeed("hook", "drain")
        #expect(try await events(store).count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool).isEmpty)
    }

    @Test func aLockThatIsNoWritersEndsTheHookToo() async throws {
        let store = try await StoreFolder()
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let script = """
            import sqlite3, time
            store = sqlite3.connect("annals.db", isolation_level=None)
            store.execute("PRAGMA locking_mode = EXCLUSIVE")
            store.execute("BEGIN EXCLUSIVE")
            print("locked", flush=True)
            time.sleep(600)
            """
        let locker = try python.start(["-c", script], in: store.folder)
        let deadline = ContinuousClock.now + .seconds(60)
        while !locker.outputSoFar.contains("locked") {
            try #require(ContinuousClock.now < deadline && !locker.hasEnded)
            try await Task.sleep(for: .milliseconds(10))
        }
        try await hook(store, ["session_id": "S", "hook_event_name": "Stop"])
        locker.kill()
        _ = try? await locker.result()
        let drained = try await store.succeed("hook", "drain", "--format", "ndjson")
        #expect(drained == "{\"stored\":1,\"known\":0,\"refused\":0}\n")
        #expect(try await events(store).count == 1)
    }

    @Test func manyAtOnceLoseNothing() async throws {
        let store = try await StoreFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...100 {
                group.addTask {
                    try await hook(
                        store,
                        [
                            "session_id": "S", "hook_event_name": "PreToolUse",
                            "tool_use_id": .string("t\(number % 50)"),
                        ])
                }
            }
            try await group.waitForAll()
        }
        try await store.succeed("hook", "drain")
        #expect(try await events(store).count == 50)
    }

    @Test func whoIsKilledLosesNothing() async throws {
        let store = try await StoreFolder()
        let annals = try CommandLineTool.built()
        for number in 1...20 {
            let payload: JSONObject = [
                "session_id": "S", "hook_event_name": "Notification",
                "n": .number(JSONNumber(Int64(number))),
            ]
            let spool = store.folder.path("annals.db-spool")
            func waiting() -> Set<String> {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []
                return Set(names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") })
            }
            let before = waiting()
            let running = try annals.start(
                ["hook", "claude-code"], input: Array(payload.compact.utf8),
                environment: ["LLVM_PROFILE_FILE": "/dev/null"], in: store.folder)
            // Once it is written down, it is not lost any more.
            var waits = 0
            while !running.hasEnded, waits < 20_000 {
                if !waiting().isSubset(of: before) { break }
                waits += 1
                try await Task.sleep(for: .microseconds(200))
            }
            running.kill()
            _ = try? await running.result()
        }
        try await store.succeed("hook", "drain")
        let numbers = try await events(store).compactMap {
            $0["context"]?.asObject?["payload"]?.asObject?["n"]?.asInt64
        }
        #expect(numbers.sorted() == Array(1...20))
    }
}
