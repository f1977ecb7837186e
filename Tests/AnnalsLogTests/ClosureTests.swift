import AnnalsModel
import AnnalsTesting
import Foundation
import Synchronization
import Testing

@testable import AnnalsLog

/// What a caller's closure throws comes out as it went in, and what would wait for itself is
/// refused.
@Suite(.storesChecked) struct ClosureTests {
    private struct OwnError: Error, Equatable {
        let number: Int
    }

    @Test func errorsPassThrough() throws {
        try withLog { log in
            #expect(throws: OwnError(number: 1)) {
                try log.readDatabase { _, _ in throw OwnError(number: 1) }
            }
            #expect(throws: OwnError(number: 2)) {
                try log.withTransaction { transaction in
                    _ = try transaction.append([try event("task/A", "task.created")])
                    throw OwnError(number: 2)
                }
            }
            #expect(try log.read { try $0.head() } == 0)
            #expect(throws: OwnError(number: 3)) {
                try StoreFile.create(log.path + ".other", origin: nil) { _ in
                    throw OwnError(number: 3)
                }
            }
            let left = try FileManager.default.contentsOfDirectory(
                atPath: (log.path as NSString).deletingLastPathComponent)
            #expect(left.allSatisfy { !$0.contains("other") })
        }
    }

    @Test func aReadInAReadIsRefused() throws {
        try withLog { log in
            let error = try #require(throws: StoreError.self) {
                try log.read { _ in try log.read { try $0.head() } }
            }
            #expect(error.code == .invalidArgument)
            #expect(error.message.contains("inside another one"))
            // The connection came back, and each thread may read for itself.
            for _ in 0..<Limits.readersMax * 2 { #expect(try log.read { try $0.head() } == 0) }
            let heads = Mutex<[Int64]>([])
            DispatchQueue.concurrentPerform(iterations: 16) { _ in
                let head = try? log.read { try $0.head() }
                heads.withLock { $0.append(head ?? -1) }
            }
            #expect(heads.withLock { $0 } == Array(repeating: 0, count: 16))
        }
    }

    @Test func whatAWriteWouldWaitForIsRefused() throws {
        try withLog { log in
            #expect(throws: StoreError(.invalidArgument, "")) {
                try log.write { _ in try log.read { try $0.head() } }
            }
            #expect(throws: StoreError(.invalidArgument, "")) {
                try log.write { _ in try log.append([try event("task/A", "task.created")]) }
            }
            // A write does not wait for readers.
            try log.read { _ in _ = try log.append([try event("task/A", "task.created")]) }
            #expect(try log.read { try $0.head() } == 1)
        }
    }

    @Test func aReadDoesNotWaitForEver() throws {
        try withLog { log in
            let pool = try ReaderPool(log.file, immutable: false, deadline: 0.05)
            defer { pool.close() }
            let (begun, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let ended = DispatchGroup()
            for _ in 0..<Limits.readersMax {
                ended.enter()
                Thread.detachNewThread {
                    try? pool.read { _, _ in
                        begun.signal()
                        end.wait()
                    }
                    ended.leave()
                }
            }
            for _ in 0..<Limits.readersMax { begun.wait() }
            #expect(throws: StoreError(.busy, "")) { try pool.read { _, _ in } }
            for _ in 0..<Limits.readersMax { end.signal() }
            ended.wait()
            let head = try pool.read { reader, _ in try reader.head() }
            #expect(head == 0)
        }
    }

    @Test func aTimeLimitCountsWhoTakesTheRows() throws {
        try withLog { log in
            let query = try ReadOnlyQuery(path: log.path)
            var rows = 0
            #expect(throws: StoreError(.timeLimit, "")) {
                try query.run("SELECT value FROM json_each('[1,2,3]')", seconds: 0.01) { _ in
                    rows += 1
                    Thread.sleep(forTimeInterval: 0.02)
                }
            }
            #expect(rows == 1)
        }
    }

    @Test func pathsWithANULCharacterAreRefused() throws {
        try withLog { log in
            #expect(throws: StoreError(.invalidArgument, "")) {
                try EventLog(path: log.path + "\0x", mode: .readOnly)
            }
            #expect(throws: StoreError(.invalidArgument, "")) {
                try log.backUp(to: log.path + "\0x")
            }
        }
    }
}
