import AnnalsTesting
import Foundation
import Testing

private let setpriv = "/usr/bin/setpriv"
private let canDropPrivileges =
    geteuid() != 0 || FileManager.default.isExecutableFile(atPath: setpriv)

/// A store that cannot be written can still be read, and says so where it would be written.
///
/// The superuser may write anywhere, so the program then runs as somebody else.
@Suite(.storesChecked, .enabled(if: canDropPrivileges, "setpriv is not installed"))
struct ReadOnlyTests {
    /// Runs the program as somebody who may not write.
    private func run(
        _ arguments: [String], in folder: TemporaryDirectory
    ) async throws -> CommandResult {
        let annals = try CommandLineTool.built()
        guard geteuid() == 0 else { return try await annals.run(arguments, in: folder) }
        let tool = CommandLineTool(executable: URL(filePath: setpriv))
        let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"]
        return try await tool.run(
            nobody + [annals.executable.path(percentEncoded: false)] + arguments, in: folder)
    }

    /// A store with one task in a folder that others may enter and read, and nothing else.
    private func lockedStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        chmod(store.folder.path("annals.db"), 0o444)
        chmod(store.folder.path, 0o555)
        return store
    }

    @Test func readingGoesOn() async throws {
        let store = try await lockedStore()
        defer { chmod(store.folder.path, 0o755) }
        let before = try store.folder.read("annals.db")
        for arguments in [
            ["log"], ["state", "task/A"], ["stats"], ["health"], ["cycle"], ["tag", "list"],
            ["query", "SELECT * FROM agent_tasks"], ["projections"], ["projections", "check"],
            ["verify"],
        ] {
            let result = try await run(arguments, in: store.folder)
            #expect(result.status == 0, "\(arguments): \(result.error)")
            #expect(!result.output.isEmpty)
        }
        #expect(try store.folder.read("annals.db") == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        #expect(Set(names) == ["annals.db", "annals.db-lock"])
    }

    @Test func writingIsRefusedInOneSentence() async throws {
        let store = try await lockedStore()
        defer { chmod(store.folder.path, 0o755) }
        for arguments in [
            ["append", "--stream", "task/A", "--type", "task.changed", "--by", "Agent-1"],
            ["cycle", "next", "--by", "Agent-1"], ["tag", "here", "--by", "Agent-1"],
            ["projections", "rebuild"],
        ] {
            let result = try await run(arguments, in: store.folder)
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.error.hasPrefix("annals: annals.db cannot be written"))
            #expect(result.error.split(separator: "\n").count == 1)
        }
        let made = try await run(
            ["init", "--store", "new.db", "--by", "Agent-1"], in: store.folder)
        #expect(made.status == 1)
        #expect(made.error.contains("new.db"))
    }

    @Test func itIsBackedUpAllTheSame() async throws {
        let store = try await lockedStore()
        defer { chmod(store.folder.path, 0o755) }
        let elsewhere = try TemporaryDirectory()
        chmod(elsewhere.path, 0o777)
        let result = try await run(
            ["backup", "-o", elsewhere.path("copy.db"), "--by", "Agent-1"], in: store.folder)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("last_position: 6"))
    }

    @Test func aStoreIsRestoredFromItAllTheSame() async throws {
        let store = try await lockedStore()
        defer { chmod(store.folder.path, 0o755) }
        let before = try store.folder.read("annals.db")
        let elsewhere = try TemporaryDirectory()
        chmod(elsewhere.path, 0o777)
        let path = elsewhere.path("restored.db")
        let made = try await run(
            ["restore", "--at", "head", "-o", path, "--by", "Agent-1"], in: store.folder)
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains("position: 6"))
        #expect(try store.folder.read("annals.db") == before)
        let state = try await run(["state", "task/A", "--store", path], in: elsewhere)
        #expect(state.status == 0, "\(state.error)")
        let inside = try await run(
            ["restore", "--at", "head", "-o", "here.db", "--by", "Agent-1"], in: store.folder)
        #expect(inside.status == 1)
        #expect(inside.error.contains("here.db"))
        let names = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        #expect(Set(names) == ["annals.db", "annals.db-lock"])
    }

    @Test func changesInTheWALAreNotPassedOver() async throws {
        let store = try await StoreFolder()
        // While somebody reads, the writer that ends leaves its changes in the WAL.
        let reader = try store.start("log", "--follow", "--all", "--format", "ndjson")
        while !reader.outputSoFar.contains("annals.projection-added") {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let copy = try TemporaryDirectory()
        for name in ["annals.db", "annals.db-wal"] {
            try copy.write(try store.folder.read(name), to: name)
            chmod(copy.path(name), 0o444)
        }
        reader.kill()
        _ = try await reader.result()
        chmod(copy.path, 0o555)
        defer { chmod(copy.path, 0o755) }
        let result = try await run(["log"], in: copy)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.error.contains("-wal"))
        #expect(result.error.split(separator: "\n").count == 1)
    }
}
