import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Where a store may be made, and what is never touched on the way.
@Suite("Places for a store", .storesChecked)
struct DestinationTests {
    private func names(beside path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: (path as NSString).deletingLastPathComponent
        ).sorted()
    }

    private func withStore(_ body: (EventLog) throws -> Void) throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let log = try EventLog(path: path, mode: .readWrite)
            defer { log.close() }
            try log.append([try event("task/A", "task.created", ["n": 1])])
            try body(log)
        }
    }

    @Test func nothingIsWrittenOverAnOpenStore() throws {
        try withStore { log in
            let folder = (log.path as NSString).deletingLastPathComponent
            symlink(".", folder + "/link")
            symlink("store.db", folder + "/other.db")
            let before = try names(beside: log.path)
            let paths = StorePath.suffixes.flatMap { suffix in
                [
                    log.path + suffix, folder + "/./store.db" + suffix,
                    folder + "/link/store.db" + suffix,
                ]
            }
            for path in paths + [folder + "/other.db", log.path + "-rebuild-agent_tasks-123"] {
                for keep in [nil, 1, 3] {
                    #expect(throws: StoreError(.invalidArgument, ""), "\(path)") {
                        try log.backUp(to: path, keep: keep)
                    }
                }
                #expect(throws: StoreError(.invalidArgument, ""), "\(path)") {
                    try StoreFile.create(path, origin: nil) { _ in }
                }
            }
            #expect(try names(beside: log.path) == before)
            try expectWhole(log)
        }
    }

    @Test func onlyBackupsOfTheStoreMakeRoom() throws {
        try withStore { log in
            let folder = (log.path as NSString).deletingLastPathComponent
            let path = folder + "/b.db"
            for round in 1...4 {
                try log.append([try event("task/A", "task.updated", ["n": 2])])
                #expect(try log.backUp(to: path, keep: 3).head == Int64(round + 1))
            }
            let heads = try ["", ".1", ".2"].map { suffix in
                let backup = try EventLog(path: path + suffix, mode: .readOnly)
                defer { backup.close() }
                return try backup.read { try $0.head() }
            }
            #expect(heads == [5, 4, 3])
            #expect(access(path + ".3", F_OK) != 0)
            // A rotation that was broken off leaves the newest with two names.
            #expect(unlink(path + ".2") == 0 && rename(path + ".1", path + ".2") == 0)
            #expect(link(path, path + ".1") == 0)
            #expect(try log.backUp(to: path, keep: 3).head == 5)
            #expect(FileIdentity(of: path) != FileIdentity(of: path + ".1"))
            _ = try log.backUp(to: path, keep: Int.max)
            #expect(access(path + ".3", F_OK) == 0)
            // One number in between is somebody's letter.
            try Data("dear".utf8).write(to: URL(fileURLWithPath: path + ".4"))
            #expect(throws: StoreError(.storeExists, "")) { try log.backUp(to: path, keep: 2) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".4")) == Data("dear".utf8))
            unlink(path + ".4")
            // A backup that was taken into use.
            let used = try EventLog(path: path + ".1", mode: .readWrite)
            try used.append([try event("task/B", "task.created")])
            used.close()
            #expect(throws: StoreError(.storeExists, "")) { try log.backUp(to: path, keep: 2) }
            #expect(access(path + ".1", F_OK) == 0)
        }
    }

    @Test func anotherStoreIsNoBackup() throws {
        try withStore { log in
            let other = (log.path as NSString).deletingLastPathComponent + "/o.db"
            try StoreFile.create(other, origin: nil) { _ in }
            #expect(throws: StoreError(.storeExists, "")) { try log.backUp(to: other, keep: 1) }
            let folder = (log.path as NSString).deletingLastPathComponent + "/d"
            mkdir(folder, 0o700)
            #expect(throws: StoreError(.storeExists, "")) { try log.backUp(to: folder, keep: 1) }
        }
    }

    @Test(arguments: ["-wal", "-journal"])
    func whatAStoreLeftIsNotAppliedToTheNext(_ suffix: String) throws {
        try withPath { path in
            try Data("changes".utf8).write(to: URL(fileURLWithPath: path + suffix))
            #expect(throws: StoreError(.storeExists, "")) {
                try StoreFile.create(path, origin: nil) { _ in }
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path + suffix)).count == 7)
            try Data().write(to: URL(fileURLWithPath: path + suffix))
            try Data("old".utf8).write(to: URL(fileURLWithPath: path + "-shm"))
            try StoreFile.create(path, origin: nil) { _ in }
            #expect(try names(beside: path) == ["store.db"])
        }
    }

    @Test func aDraftThatNobodyMakesIsRemovedByTheNext() throws {
        try withPath { path in
            let left = path + ".new-0123456789abcdef"
            for suffix in ["", "-wal", "-journal", "-lock", "-rebuild-agent_tasks-0123456789ab"] {
                try Data("x".utf8).write(to: URL(fileURLWithPath: left + suffix))
            }
            let mine = path + ".new-of-mine"
            try Data("x".utf8).write(to: URL(fileURLWithPath: mine))
            let making = try StoreDraft(for: path)
            try StoreFile.create(path, origin: nil) { draft in
                #expect(draft != making.path)
                #expect(access(making.path, F_OK) == 0)
                #expect(access(left, F_OK) != 0)
            }
            withExtendedLifetime(making) {}
            #expect(access(mine, F_OK) == 0)
            #expect(throws: StoreError(.storeExists, "")) { try making.keep() }
        }
    }

    @Test func aFileHasOneName() throws {
        try withStore { log in
            let other = (log.path as NSString).deletingLastPathComponent + "/hard.db"
            link(log.path, other)
            for mode in [EventLog.Mode.readOnly, .readWrite] {
                #expect(throws: StoreError(.unsupported, "")) {
                    try EventLog(path: other, mode: mode)
                }
            }
            unlink(other)
            symlink(log.path, other)
            let same = try EventLog(path: other, mode: .readWrite)
            defer { same.close() }
            #expect(try same.append([try event("task/B", "task.created")])[0].position == 2)
            #expect(access(other + "-lock", F_OK) != 0)
        }
    }

    @Test(arguments: ["file:x.db", ":memory:", "file:x?mode=memory", "a%20b.db", ""])
    func namesAreNoURIs(_ name: String) throws {
        try withPath { path in
            let folder = (path as NSString).deletingLastPathComponent
            guard !name.isEmpty else {
                #expect(throws: StoreError.self) { try StoreFile.create("", origin: nil) { _ in } }
                return
            }
            let named = "\(folder)/\(name)"
            try StoreFile.create(named, origin: nil) { _ in }
            let log = try EventLog(path: named, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            log.close()
            #expect(try names(beside: path) == [name, name + "-lock"].sorted())
        }
    }

    @Test func aNameBesideAnIdleStoreIsItsOwn() throws {
        try withStore { log in
            let idle = System.folder(of: log.path) + "/idle.db"
            try StoreFile.create(idle, origin: nil) { _ in }
            for suffix in StorePath.sideSuffixes {
                #expect(throws: StoreError(.invalidArgument, "")) {
                    try log.backUp(to: idle + suffix)
                }
                #expect(throws: StoreError(.invalidArgument, "")) {
                    try StoreFile.create(idle + suffix, origin: nil) { _ in }
                }
            }
            // Where nothing is beside it, it is a name like any other.
            let free = System.folder(of: log.path) + "/free-wal"
            #expect(try log.backUp(to: free).head == 1)
        }
    }

    @Test(arguments: [
        ("a", ".", "a"), ("/a", "/", "a"), ("a/b", "a", "b"), ("/a/b/", "/a", "b"), ("/", ".", ""),
        ("./a", ".", "a"), ("a//", ".", "a"), ("", ".", ""),
    ]) func pathsOfAnyLength(path: String, folder: String, name: String) {
        #expect(System.folder(of: path) == (path == "/" ? "/" : folder))
        #expect(System.name(of: path) == name)
    }

    @Test func aLockThatIsNoFileIsNotWaitedFor() throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            mkfifo(path + "-lock", 0o600)
            #expect(throws: StoreError(.io, "")) { try EventLog(path: path, mode: .readWrite) }
            let reader = try EventLog(path: path, mode: .readOnly)
            defer { reader.close() }
            #expect(try reader.read { try $0.head() } == 0)
        }
    }
}
