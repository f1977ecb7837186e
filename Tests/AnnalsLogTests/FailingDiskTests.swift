import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// An append whose commit fails is answered only when it is certain what the file holds.
///
/// One after the other: the faults are planned for the whole process.
@Suite("A disk that fails", .serialized)
struct FailingDiskTests {
    @Test func aRefusedEventDoesNotComeBack() throws {
        try withStore { path in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            plan(path, syncs: 1)
            let refused = try event("task/A", "task.updated", ["n": 2])
            #expect(throws: StoreError(.io, "")) { try log.append([refused]) }
            #expect(FaultyFileSystem.current.failedSyncs == 1)
            // What a crash right now would leave behind does not hold it either.
            try expectHead(1, inCopyOf: path)
            try #expect(log.append([refused])[0].position == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    @Test func anEventThatWasStoredAfterAllIsAcknowledged() throws {
        try withStore { path in
            // No reader: the WAL is then recovered, with the frames that were never synced.
            let lock = try StoreLock(besideStore: path)
            let writer = try Writer(path: path, lock: lock) {
                try WriterSession(path: path, tables: nil)
            }
            let first = try event("task/A", "task.created", ["n": 1])
            _ = try writer.run(deadline: 10) { try $0.append([first]) }
            plan(path, syncs: 2)
            let second = try event("task/A", "task.updated", ["n": 2])
            let receipts = try writer.run(deadline: 10) { try $0.append([second]) }
            #expect(FaultyFileSystem.current.failedSyncs == 2)
            #expect(receipts.map(\.position) == [2])
            try expectHead(2, inCopyOf: path)
            writer.close()
        }
    }

    @Test func aDiskThatStaysBrokenLeavesTheOutcomeUnknown() throws {
        try withStore { path in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            var new = try event("task/A", "task.updated", ["n": 2])
            new.id = UUID()
            let sent = new
            plan(path, syncs: 1_000)
            #expect(throws: StoreError(.outcomeUnknown, "")) { try log.append([sent]) }
            #expect(throws: (any Error).self) { try log.append([sent]) }
            plan(path, syncs: 0)
            let receipt = try log.append([sent])[0]
            #expect(receipt.position == 2)
            #expect(try log.read { try $0.head() } == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    @Test func aFullDiskRefusesAndLosesNothing() throws {
        try withStore { path in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            plan(path, writes: 1)
            let refused = try event("task/A", "task.updated", ["n": 2])
            #expect(throws: StoreError(.io, "")) { try log.append([refused]) }
            try #expect(log.append([refused])[0].version == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    private func withStore(_ body: (String) throws -> Void) throws {
        FaultyFileSystem.install()
        defer { FaultyFileSystem.set(FaultyFileSystem.Plan()) }
        try withPath { path in
            // Set before the file is opened: a file is concerned, or not, from then on.
            plan(path, syncs: 0)
            try StoreFile.create(path, origin: nil) { _ in }
            try body(path)
        }
    }

    private func plan(_ path: String, syncs: Int = 0, writes: Int = 0) {
        var plan = FaultyFileSystem.Plan()
        plan.pathPrefix = path
        plan.failingSyncs = syncs
        plan.failingWrites = writes
        FaultyFileSystem.set(plan)
    }

    /// Opens what a crash would leave: copies of the file and its WAL, without shared memory.
    private func expectHead(_ head: Int64, inCopyOf path: String) throws {
        let copy = path + "-crashed"
        defer { ["", "-wal", "-shm", "-lock"].forEach { unlink(copy + $0) } }
        for suffix in ["", "-wal"] {
            // `cp` in a process of its own: closing a descriptor here would drop SQLite's locks.
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/cp")
            process.arguments = [path + suffix, copy + suffix]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
        }
        let log = try EventLog(path: copy, mode: .readWrite)
        defer { log.close() }
        #expect(try log.read { try $0.head() } == head)
        try expectWhole(log)
    }
}
