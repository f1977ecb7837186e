import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// An append whose commit fails is answered only when it is certain what the file holds.
@Suite("A disk that fails", .storesChecked)
struct FailingDiskTests {
    @Test func aRefusedEventDoesNotComeBack() throws {
        try withStore { path, faults in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            faults.plan(.brokenSync, times: 1)
            let refused = try event("task/A", "task.updated", ["n": 2])
            #expect(throws: StoreError(.io, "")) { try log.append([refused]) }
            #expect(faults.failed == 1)
            // What a crash right now would leave behind does not hold it either.
            try expectHead(1, inCopyOf: path)
            try #expect(log.append([refused])[0].position == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    @Test func anEventThatWasStoredAfterAllIsAcknowledged() throws {
        try withStore { path, faults in
            // No reader: the WAL is then recovered, with the frames that were never synced.
            let lock = try StoreLock(besideStore: path)
            let writer = try Writer(path: path, lock: lock) {
                try WriterSession(path: path, tables: nil)
            }
            let first = try event("task/A", "task.created", ["n": 1])
            _ = try writer.run(deadline: 10) { try $0.append([first]) }
            faults.plan(.brokenSync, times: 2)
            let second = try event("task/A", "task.updated", ["n": 2])
            let receipts = try writer.run(deadline: 10) { try $0.append([second]) }
            #expect(faults.failed == 2)
            #expect(receipts.map(\.position) == [2])
            try expectHead(2, inCopyOf: path)
            writer.close()
        }
    }

    @Test func aDiskThatStaysBrokenLeavesTheOutcomeUnknown() throws {
        try withStore { path, faults in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            var new = try event("task/A", "task.updated", ["n": 2])
            new.id = UUID()
            let sent = new
            faults.plan(.brokenSync, times: 1_000)
            #expect(throws: StoreError(.outcomeUnknown, "")) { try log.append([sent]) }
            #expect(throws: (any Error).self) { try log.append([sent]) }
            faults.mend()
            let receipt = try log.append([sent])[0]
            #expect(receipt.position == 2)
            #expect(try log.read { try $0.head() } == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    @Test func aFullDiskRefusesAndLosesNothing() throws {
        try withStore { path, faults in
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            faults.plan(.full, times: 1)
            let refused = try event("task/A", "task.updated", ["n": 2])
            #expect(throws: StoreError(.io, "")) { try log.append([refused]) }
            try #expect(log.append([refused])[0].version == 2)
            log.close()
            try expectHead(2, inCopyOf: path)
        }
    }

    private func withStore(_ body: (String, DiskFaults) throws -> Void) throws {
        try withPath { path in
            let faults = DiskFaults(under: path)
            try StoreFile.create(path, origin: nil) { _ in }
            try body(path, faults)
        }
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
