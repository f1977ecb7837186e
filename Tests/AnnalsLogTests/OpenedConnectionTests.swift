import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Connections are opened when they are needed: each reads the whole schema.
@Suite(.storesChecked) struct OpenedConnectionTests {
    /// `O_PATH` of Linux, which Swift does not know.
    private static let pathAlone: Int32 = 0o10_000_000

    /// Descriptors through which this process reads or writes a file; what is only held is not.
    private func descriptors(of path: String) throws -> Int {
        let folder = "/proc/self/fd"
        let file = try #require(realpath(path, nil))
        defer { free(file) }
        return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
            guard let number = Int32(name), fcntl(number, F_GETFL) & Self.pathAlone == 0 else {
                return false
            }
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder)/\(name)")
            return target == String(cString: file)
        }
    }

    @Test func aProcessThatOnlyAppendsOpensNoReader() throws {
        try withLog { log in
            try log.append([try event("task/A", "task.created")])
            #expect(try descriptors(of: log.path) == 1)
            #expect(try log.read { try $0.head() } == 1)
            #expect(try descriptors(of: log.path) == 2)
            try log.append([try event("task/A", "task.updated")])
            #expect(try log.read { try $0.head() } == 2)
            #expect(try descriptors(of: log.path) == 2)
        }
    }

    @Test func whoOnlyReadsIsToldAtOnceWhatCannotBeRead() throws {
        try withLog { log in
            let reading = try EventLog(path: log.path, mode: .readOnly)
            defer { reading.close() }
            #expect(try descriptors(of: log.path) == 2)
        }
    }

    /// A transaction that changes nothing leaves the write-ahead log empty: no log is missing then.
    @Test func whatChangedNothingLeavesNoLogToMiss() throws {
        try withLog { log in
            try log.write { $0.touch() }
            #expect(log.file.walBytes == 0)
            #expect(try log.read { try $0.head() } == 0)
            let reading = try EventLog(path: log.path, mode: .readOnly)
            defer { reading.close() }
            #expect(try reading.read { try $0.head() } == 0)
        }
    }
}
