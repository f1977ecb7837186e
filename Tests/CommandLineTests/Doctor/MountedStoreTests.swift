import AnnalsTesting
import Foundation
import Testing

private let unshare = "/usr/bin/unshare"

/// Whether this process may mount what only it sees.
private let canMount: Bool = {
    guard geteuid() == 0, FileManager.default.isExecutableFile(atPath: unshare) else {
        return false
    }
    let process = Process()
    process.executableURL = URL(filePath: unshare)
    process.arguments = ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}()

/// Disks that are full, in memory or only to be read, as they are.
@Suite(.storesChecked, .enabled(if: canMount, "file systems cannot be mounted here"))
struct MountedStoreTests {
    /// Runs a program of a shell in which `annals` is the program, with a small file system in
    /// memory mounted at `disk`.
    private func run(_ store: StoreFolder, _ program: String) async throws -> CommandResult {
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        try FileManager.default.createDirectory(
            atPath: store.folder.path("disk"), withIntermediateDirectories: true)
        let shell = CommandLineTool(executable: URL(filePath: unshare))
        return try await shell.run(
            [
                "-m", "sh", "-ec",
                "annals() { '\(annals)' \"$@\"; }; mount -t tmpfs -o size=3m,nr_inodes=40 t disk;"
                    + program,
            ], environment: ["ANNALS_ACTOR": "Agent-1"], in: store.folder)
    }

    private func rows(
        _ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String: ExaminedRow] {
        try ExaminedRow.rows(
            result.output, status: result.status, result.error, sourceLocation)
    }

    @Test func aDiskInMemoryThatIsFull() async throws {
        let store = try await StoreFolder()
        let full = try rows(
            try await run(
                store, "cp annals.db disk/a.db; annals doctor --format ndjson --store disk/a.db"))
        #expect(full["file_system"]?.state == "note")
        #expect(full["file_system"]?.detail.contains("tmpfs") == true)
        #expect(full["disk"]?.state == "wrong" && full["disk"]?.detail.contains("MiB free") == true)
        let files = try rows(
            try await run(
                store,
                "cp annals.db disk/a.db; for n in $(seq 30); do : > disk/$n; done;"
                    + "annals doctor --format ndjson --store disk/a.db"))
        #expect(files["disk"]?.detail.contains("more files") == true)
    }

    @Test func aMountThatIsOnlyRead() async throws {
        let store = try await StoreFolder()
        let found = try rows(
            try await run(
                store,
                "cp annals.db disk/a.db; mount -o remount,ro disk;"
                    + "annals doctor --format ndjson --store disk/a.db"))
        #expect(found["file_system"]?.state == "wrong")
        #expect(found["folder"]?.state == "wrong")
        #expect(found["store"]?.state == "ok")
    }

    /// A backup on such a medium is read, and there must be room for it where it is to be.
    @Test func aBackupThatIsOnlyRead() async throws {
        let store = try await RestoreFromTests.store()
        let read = try await run(
            store,
            "cp copy.db disk/b.db; mount -o remount,ro disk;"
                + "annals backup --verify disk/b.db > verified;"
                + "annals restore --older --from disk/b.db --format ndjson")
        #expect(read.status == 0 && read.output.contains("\"events\":15"), "\(read.error)")
        let full = try await run(
            store, "annals restore --from copy.db --store disk/new.db || ls disk")
        #expect(full.error.contains("bytes are needed and"), "\(full.error)")
        #expect(full.output.isEmpty)
    }
}
