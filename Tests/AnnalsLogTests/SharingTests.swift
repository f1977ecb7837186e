import AnnalsModel
import AnnalsTesting
import Dispatch
import Foundation
import GRDBSQLite
import Synchronization
import Testing

@testable import AnnalsLog

@Suite("Several writers of one file", .storesChecked)
struct SharingTests {
    @Test func twoOpenLogsShareOneOrder() throws {
        try withLog { first in
            let second = try EventLog(path: first.path, mode: .readWrite)
            defer { second.close() }
            for round in 1...20 {
                let one: JSONObject = ["n": .number(JSONNumber(Int64(round)))]
                let a = try first.append([try event("task/A", "task.updated", one)])[0]
                let b = try second.append([try event("task/A", "task.updated", one)])[0]
                #expect(a.position == Int64(2 * round - 1))
                #expect(b.position == Int64(2 * round))
                #expect(b.version == Int64(2 * round))
            }
        }
    }

    @Test func whoOpensALogKnowsItsEndBeforeTheFirstCommit() throws {
        try withLog { first in
            for _ in 0..<3 { try first.append([try event("task/A", "task.updated", ["n": 1])]) }
            let second = try EventLog(path: first.path, mode: .readWrite)
            defer { second.close() }
            let commits = Mutex<[[Int64]]>([])
            let told = DispatchSemaphore(value: 0)
            second.observeCommits { commit in
                commits.withLock { $0.append([commit.before, commit.head]) }
                told.signal()
            }
            try second.append([try event("task/A", "task.updated", ["n": 2])])
            told.wait()
            try first.append([try event("task/A", "task.updated", ["n": 3])])
            try second.append([try event("task/A", "task.updated", ["n": 4])])
            told.wait()
            #expect(commits.withLock { $0 } == [[3, 4], [5, 6]])
        }
    }

    @Test func openingAndClosingLosesNothingOfOthers() throws {
        try withLog { log throws in
            let stop = Mutex(false)
            let done = DispatchSemaphore(value: 0)
            let path = log.path
            Thread.detachNewThread {
                while !stop.withLock({ $0 }) {
                    if let other = try? EventLog(path: path, mode: .readWrite) { other.close() }
                    if let reader = try? EventLog(path: path, mode: .readOnly) { reader.close() }
                }
                done.signal()
            }
            for round in 1...150 {
                let one: JSONObject = ["n": .number(JSONNumber(Int64(round)))]
                let receipt = try log.append([try event("task/A", "task.updated", one)])[0]
                #expect(receipt.position == Int64(round))
            }
            stop.withLock { $0 = true }
            done.wait()
            #expect(try log.read { try $0.head() } == 150)
        }
    }

    @Test func aHeldLockMakesAnAppendBusyAndIsWaitedFor() throws {
        try withLog { log throws in
            let lock = try StoreLock(besideStore: log.path)
            try lock.lock()
            let new = try event("task/A", "task.created")
            #expect(throws: StoreError(.busy, "")) { try log.append([new], deadline: 0.1) }
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { lock.unlock() }
            try #expect(log.append([new], deadline: 20)[0].position == 1)
        }
    }

    @Test func aFollowerSeesWhatAnotherLogAppends() throws {
        try withLog { log throws in
            let other = try EventLog(path: log.path, mode: .readWrite)
            defer { other.close() }
            try other.append([try event("task/A", "task.created")])
            let follower = try EventFollower(log, EventQuery())
            #expect(try follower.nextEvents(isCancelled: { false }).map(\.position) == [1])
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) {
                _ = try? other.append([try event("task/B", "task.created")])
            }
            #expect(try follower.nextEvents(isCancelled: { false }).map(\.position) == [2])
            #expect(try follower.nextEvents(isCancelled: { true }).isEmpty)
        }
    }

    @Test func asynchronousAppends() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("store.db")
        try StoreFile.create(path, origin: nil) { _ in }
        let log = try EventLog(path: path, mode: .readWrite)
        defer { log.close() }
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for index in 0..<50 {
                let new = try event("task/T\(index)", "task.created")
                group.addTask {
                    try await log.append { _, _ in [new] }[0].position
                }
            }
            var positions: Set<Int64> = []
            for try await position in group { positions.insert(position) }
            #expect(positions == Set(1...50))
        }
        try expectWhole(log)
    }
}

extension SharingTests {
    @Test func anAsynchronousAppendGivesUpAtItsDeadline() async throws {
        let folder = try TemporaryDirectory()
        try StoreFile.create(folder.path("store.db"), origin: nil) { _ in }
        let log = try EventLog(path: folder.path("store.db"), mode: .readWrite)
        defer { log.close() }
        let lock = try StoreLock(besideStore: log.path)
        try lock.lock()
        let new = try event("task/A", "task.created")
        await #expect(throws: StoreError(.busy, "")) {
            try await log.append(deadline: 0.05) { _, _ in [new] }
        }
        lock.unlock()
        let receipts = try await log.append { _, _ in [new] }
        #expect(receipts.map(\.position) == [1])
    }

    /// A program that is none of Annals keeps SQLite's own lock, for longer than SQLite would wait
    /// by itself: each append waits as long as it was told.
    @Test func sqlitesOwnLockIsWaitedForToo() async throws {
        let folder = try TemporaryDirectory()
        try StoreFile.create(folder.path("store.db"), origin: nil) { _ in }
        let log = try EventLog(path: folder.path("store.db"), mode: .readWrite)
        defer { log.close() }
        let foreign = try ForeignLock(log.path)
        let (short, long) = (
            try event("task/A", "task.created"), try event("task/B", "task.created")
        )
        let start = ContinuousClock.now
        async let patient = log.append(deadline: 600) { _, _ in [long] }
        do {
            _ = try await log.append(deadline: 0.3) { _, _ in [short] }
            Issue.record("It was stored in spite of the lock.")
        } catch let error as StoreError {
            #expect(error.code == .busy)
        }
        try await Task.sleep(until: start + .seconds(6))
        foreign.release()
        #expect(try await patient.map(\.position) == [1])
    }
}

/// SQLite's lock on a file, taken by a connection that knows nothing of Annals.
private final class ForeignLock: @unchecked Sendable {
    private var connection: OpaquePointer?

    init(_ path: String) throws {
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        try #require(sqlite3_exec(connection, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    }

    func release() {
        sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
        sqlite3_close(connection)
        connection = nil
    }
}
