import Annals
import AnnalsTesting
import Foundation
import Testing

/// A program has the store open while somebody moves, replaces or removes one of its files, and a
/// command of another process comes in between: nothing is acknowledged that is not found under the
/// store's name afterwards, and whoever cannot go on says so.
@Suite("A store whose files lose their names", .storesChecked)
struct LostNamesTests {
    private let folder: TemporaryDirectory
    private let annals: CommandLineTool
    private let path: String

    init() throws {
        folder = try TemporaryDirectory()
        annals = try CommandLineTool.built()
        path = folder.path("annals.db")
        try Store.create(at: path, by: Actor("A")).close()
    }

    private func event(_ title: String) throws -> NewEvent {
        NewEvent(
            stream: try StreamName("task/\(title)"), type: try EventType("task.created"),
            actor: try Actor("A"), change: Change(data: ["title": .string(title)]))
    }

    /// A store with events in its log that are not in its file yet.
    private func openStore() throws -> Store {
        let store = try Store(opening: path)
        for index in 0..<20 { try store.append(event("T\(index)")) }
        return store
    }

    private func appendElsewhere(_ title: String) async throws -> CommandResult {
        try await annals.run(
            "append", "--stream", "task/\(title)", "--type", "task.created", "--by", "B",
            in: folder)
    }

    private func titles() throws -> Set<String> {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        var titles: Set<String> = []
        var last: Int64 = 0
        var query = EventQuery()
        query.includesAdministration = true
        let events = store.events(query)
        while let event = try events.next() {
            #expect(event.position == last + 1)
            last = event.position
            titles.insert(event.stream.id)
        }
        #expect(try store.health().allSatisfy(\.isHealthy))
        for projection in try store.projections() {
            #expect(try store.checkProjection(projection.name).isEmpty)
        }
        return titles
    }

    private static let first = Set((0..<20).map { "T\($0)" })

    @Test(arguments: ["removed", "moved", "replaced by a backup", "replaced by an older copy"])
    func theFileItself(_ how: String) async throws {
        let old = folder.path("old.db")
        let cycle = try await annals.run("backup", "-o", "old.db", in: folder)
        #expect(cycle.status == 0)
        let store = try openStore()
        defer { store.close() }
        switch how {
        case "removed": unlink(path)
        case "moved": rename(path, folder.path("moved.db"))
        case "replaced by an older copy": rename(old, path)
        default:
            _ = try await annals.run("backup", "-o", "new.db", in: folder)
            rename(folder.path("new.db"), path)
        }
        let other = try await appendElsewhere("other")
        #expect(throws: StoreError(.storeReplaced, "")) { try store.append(event("late")) }
        #expect(throws: StoreError(.storeReplaced, "")) { _ = try store.head() }
        store.close()
        #expect(other.status == (how == "replaced by a backup" ? 0 : 1), "\(other.error)")
        switch how {
        case "removed":
            #expect(other.error.contains("no store"))
        case "moved":
            // What was acknowledged is in the file that was moved and the log of its name.
            #expect(other.error.contains("no store"))
            rename(folder.path("moved.db"), path)
            #expect(try titles().isSuperset(of: Self.first))
        case "replaced by an older copy":
            #expect(other.error.contains("another file"))
            #expect(throws: StoreError(.storeReplaced, "")) { try titles() }
            unlink(path + "-wal")
            unlink(path + "-lock")
            #expect(try titles().isDisjoint(with: Self.first))
        default:
            let found = try titles()
            #expect(found.isSuperset(of: Self.first.union(["other"])))
            #expect(!found.contains("late"))
        }
    }

    @Test func theLock() async throws {
        let store = try openStore()
        unlink(path + "-lock")
        #expect(try await appendElsewhere("other").status == 0)
        try await store.append(event("late"))
        #expect(try await appendElsewhere("more").status == 0)
        store.close()
        #expect(try titles().isSuperset(of: Self.first.union(["other", "late", "more"])))
    }

    @Test func theLogIsSavedByWhoHasItOpen() async throws {
        let store = try openStore()
        unlink(path + "-wal")
        let other = try await appendElsewhere("other")
        #expect(other.status == 1 && other.error.contains("-wal is missing"), "\(other.error)")
        try await store.append(event("late"))
        #expect(try await appendElsewhere("more").status == 0)
        try await store.append(event("last"))
        store.close()
        #expect(try titles().isSuperset(of: Self.first.union(["late", "more", "last"])))
    }

    @Test func theLogIsSavedAtTheEndToo() throws {
        let store = try openStore()
        unlink(path + "-wal")
        unlink(path + "-shm")
        store.close()
        #expect(try titles().isSuperset(of: Self.first))
    }

    @Test func theIndex() async throws {
        let store = try openStore()
        unlink(path + "-shm")
        #expect(try await appendElsewhere("other").status == 0)
        #expect(throws: StoreError(.storeReplaced, "")) { try store.append(event("late")) }
        #expect(try await appendElsewhere("more").status == 0)
        store.close()
        let found = try titles()
        #expect(found.isSuperset(of: Self.first.union(["other", "more"])))
        #expect(!found.contains("late"))
    }

    @Test func aLogOfAnotherStateIsNeverApplied() async throws {
        _ = try await annals.run("backup", "-o", "old.db", in: folder)
        let running = try annals.start(
            ["append", "--batch", "-", "--batch-size", "1", "--by", "C"],
            input: Array(
                (0..<20_000).map {
                    #"{"stream":"task/S\#($0 % 50)","type":"task.updated","data":{"n":\#($0)}}"#
                        + "\n"
                }.joined().utf8), in: folder)
        // The log is moved into the file, so that an older copy lies behind it, and goes on.
        let store = try Store(opening: path)
        while try await store.head() < 200 { try await Task.sleep(for: .milliseconds(5)) }
        store.close()
        running.kill()
        _ = try? await running.result()
        let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect((log ?? 0) > 0)
        try FileManager.default.moveItem(atPath: path, toPath: folder.path("right.db"))
        // A store of another identity, and the right file again.
        try await expectRefused(by: "other.db")
        rename(folder.path("right.db"), path)
        #expect(try await annals.run("health", in: folder).status == 0)
        #expect(try titles().contains("S7"))
    }

    /// A file is overwritten where it lies, so that it keeps its identity.
    @Test(arguments: ["another store", "an older copy", "a copy with a history of its own"])
    func aFileThatIsOverwritten(_ how: String) async throws {
        let other = folder.path("other.db")
        if how == "another store" {
            try Store.create(at: other, by: Actor("A")).close()
        } else {
            _ = try await annals.run("backup", "-o", "other.db", in: folder)
        }
        if how == "a copy with a history of its own" {
            _ = try await annals.run("backup", "-o", "own.db", in: folder)
            try overwrite(other, with: "own.db")
            let own = try Store(opening: other)
            for index in 0..<400 { try await own.append(event("own\(index)")) }
            own.close()
        }
        let store = try openStore()
        try overwrite(path, with: "other.db")
        #expect(throws: StoreError(.storeReplaced, "")) { try store.append(event("late")) }
        store.close()
        // The log is still there for whoever puts the right file back, and was not moved into this.
        let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        #expect((log ?? 0) > 0)
        #expect(try folder.read("annals.db") == folder.read("other.db"))
        for arguments in [["log"], ["health"], ["task", "create", "x"]] {
            let result = try await annals.run(arguments, in: folder)
            #expect(result.status == 1 && result.error.contains("another file"), "\(arguments)")
        }
        for suffix in ["-wal", "-lock"] { unlink(path + suffix) }
        #expect(try titles().isDisjoint(with: Self.first))
    }

    /// Writes over a file as `cp` does, in another process: a descriptor that is closed here would
    /// drop the locks of SQLite.
    private func overwrite(_ file: String, with name: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/cp")
        process.arguments = [folder.path(name), file]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func aLogThatIsCutShort() async throws {
        let store = try openStore()
        truncate(path + "-wal", 0)
        #expect(throws: StoreError(.storeReplaced, "")) { try store.append(event("late")) }
        store.close()
        let other = try await appendElsewhere("other")
        #expect(other.status == 1 && other.error.contains("-wal is missing"), "\(other.error)")
        // What is in the file alone is as it was before.
        unlink(path + "-lock")
        #expect(try titles().isDisjoint(with: Self.first))
    }

    @Test(.storesUnchecked("has a log of another file"))
    func aFileThatCannotBeOpenedAgain() async throws {
        let store = try openStore()
        truncate(path, 0)
        for _ in 0..<3 {
            #expect(throws: StoreError.self) { try store.append(event("late")) }
            #expect(try await appendElsewhere("other").status == 1)
        }
        store.close()
    }

    private func expectRefused(by other: String) async throws {
        _ = try await annals.run("init", "--store", other, in: folder)
        rename(folder.path(other), path)
        for arguments in [["log"], ["health"], ["backup", "-o", "b.db"], ["task", "create", "x"]] {
            let result = try await annals.run(arguments, in: folder)
            #expect(result.status == 1)
            #expect(result.error.contains("another file"), "\(arguments): \(result.error)")
        }
        unlink(path)
    }

    /// As a writer does that is stopped while it writes.
    @Test func aLockThatIsKeptMakesOthersBusyNotSilent() async throws {
        let store = try openStore()
        let shell = CommandLineTool(executable: URL(filePath: "/usr/bin/env"))
        let program = """
            import fcntl, os, time
            parent = os.getppid()
            lock = open("annals.db-lock", "r+")
            fcntl.lockf(lock, fcntl.LOCK_EX)
            print("held", flush=True)
            while os.getppid() == parent: time.sleep(1)
            """
        let holder = try shell.start(["python3", "-c", program], in: folder)
        defer { holder.kill() }
        while !holder.outputSoFar.contains("held") { try await Task.sleep(for: .milliseconds(5)) }
        let late = try event("late")
        #expect(throws: StoreError(.busy, "")) { _ = try store.log.append([late], deadline: 0.3) }
        #expect(try await store.head() >= 20)
        // It must come back although the lock does not.
        store.close()
        holder.kill()
        #expect(try !titles().contains("late"))
    }
}
