import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Moving the log into the file is broken off: by a kill, or by a disk that fails.
///
/// Some pages of the file are new then, others old, and all of it is in the log.
@Suite("A checkpoint that is broken off", .storesChecked)
struct BrokenCheckpointTests {
    /// The files of a store whose log holds changes, and its file before and after them.
    private struct Parts {
        var before: [UInt8] = []
        var log: [UInt8] = []
        var lock: [UInt8] = []
        var after: [UInt8] = []
        let pageBytes = 4_096

        /// Numbers of the pages that the changes are in, from 0.
        var changed: [Int] {
            (0..<after.count / pageBytes).filter { page in
                let bytes = page * pageBytes..<(page + 1) * pageBytes
                return bytes.upperBound > before.count || before[bytes] != after[bytes]
            }
        }

        func file(moved pages: some Sequence<Int>) -> [UInt8] {
            var file = before
            for page in pages {
                let bytes = page * pageBytes..<(page + 1) * pageBytes
                if file.count < bytes.upperBound {
                    file += [UInt8](repeating: 0, count: bytes.upperBound - file.count)
                }
                file.replaceSubrange(bytes, with: after[bytes])
            }
            return file
        }
    }

    private static let head: Int64 = 60

    private func parts() throws -> Parts {
        let folder = try TemporaryDirectory()
        let path = folder.path("store.db")
        try StoreFile.create(path, origin: nil) { _ in }
        var parts = Parts()
        try append(1...20, to: path) {}
        parts.before = try folder.read("store.db")
        try append(21...Self.head, to: path) {
            for suffix in ["-wal", "-lock"] {
                // In a process of its own: closing a descriptor here would drop SQLite's locks.
                let copy = Process()
                copy.executableURL = URL(fileURLWithPath: "/bin/cp")
                copy.arguments = [path + suffix, folder.path("copy" + suffix)]
                try copy.run()
                copy.waitUntilExit()
            }
        }
        parts.after = try folder.read("store.db")
        (parts.log, parts.lock) = try (folder.read("copy-wal"), folder.read("copy-lock"))
        return parts
    }

    private func append(
        _ numbers: ClosedRange<Int64>, to path: String, andThen body: () throws -> Void
    ) throws {
        let log = try EventLog(path: path, mode: .readWrite)
        defer { log.close() }
        for number in numbers {
            let text = String(repeating: "text \(number) ", count: 40)
            try log.append([try event("task/T\(number % 30)", "task.made", ["t": .string(text)])])
        }
        try body()
    }

    @Test func whateverPagesWereMovedNothingIsLost() throws {
        let parts = try parts()
        let changed = parts.changed
        #expect(changed.count > 5 && !parts.log.isEmpty)
        var moved = changed.map { [$0] } + changed.map { page in changed.filter { $0 != page } }
        moved += changed.indices.map { Array(changed[..<$0]) }
        moved += changed.indices.map { Array(changed[$0...]) }
        for pages in moved {
            let folder = try TemporaryDirectory()
            try folder.write(parts.log, to: "store.db-wal")
            try folder.write(parts.lock, to: "store.db-lock")
            let path = try folder.write(parts.file(moved: pages), to: "store.db")
            for mode in [EventLog.Mode.readOnly, .readWrite] {
                let log = try EventLog(path: path, mode: mode)
                defer { log.close() }
                #expect(try log.read { try $0.head() } == Self.head, "pages \(pages)")
            }
        }
    }
}
