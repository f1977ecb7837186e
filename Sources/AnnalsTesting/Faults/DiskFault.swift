import GRDBSQLite

/// A way in which calls of a file system fail. https://www.sqlite.org/rescode.html#extrc
package struct DiskFault: Sendable, CustomStringConvertible {
    /// What SQLite asks of a file system when it writes.
    package enum Call: Sendable {
        case open
        case write
        case truncate
        case sync
    }

    /// The calls that fail.
    let calls: Set<Call>
    /// The result code that they give.
    let code: Int32
    /// Whether half of what was to be written is.
    var writesHalf = false
    /// What it is called where a test fails.
    package let description: String

    /// There is no room for what is written.
    package static let full = DiskFault(
        calls: [.write], code: SQLITE_FULL, description: "full disk")
    /// There is room for half of what is written.
    package static let shortWrite = DiskFault(
        calls: [.write], code: SQLITE_FULL, writesHalf: true, description: "short write")
    /// Nothing can be written.
    package static let brokenWrite = DiskFault(
        calls: [.write, .truncate], code: SQLITE_IOERR | (3 << 8), description: "broken write")
    /// What was written may not be on the disk.
    package static let brokenSync = DiskFault(
        calls: [.sync], code: SQLITE_IOERR | (4 << 8), description: "broken sync")
    /// No file can be opened: there are no descriptors left, or no inodes.
    package static let noOpen = DiskFault(
        calls: [.open], code: SQLITE_CANTOPEN, description: "no file")

    /// All of them.
    package static let all = [full, shortWrite, brokenWrite, brokenSync, noOpen]
}

/// Has SQLite's calls fail for files under one path, in this process.
///
/// Made before the files are opened: a file is concerned, or not, from then on. Others, and tests
/// beside this one, have their own.
package final class DiskFaults: Sendable {
    private let id: Int64

    /// Begins without a fault.
    ///
    /// - Parameter pathPrefix: The files whose paths begin so are concerned.
    package init(under pathPrefix: String) {
        id = FaultyFileSystem.register(pathPrefix)
    }

    deinit {
        FaultyFileSystem.unregister(id)
    }

    /// Plans a fault, instead of what was planned.
    ///
    /// - Parameters:
    ///   - number: Which of the calls that it concerns is the first to fail, from 1.
    ///   - times: How many fail from there.
    package func plan(_ fault: DiskFault, atCall number: Int = 1, times: Int = 1) {
        _ = FaultyFileSystem.withPlan(id) { plan in
            plan.fault = fault
            (plan.callsBefore, plan.failures, plan.failed) = (number - 1, times, 0)
            return ()
        }
    }

    /// Plans nothing more; what failed is still known.
    package func mend() {
        _ = FaultyFileSystem.withPlan(id) { plan in
            plan.fault = nil
            return ()
        }
    }

    /// Calls that failed of the last plan.
    package var failed: Int {
        FaultyFileSystem.withPlan(id) { $0.failed } ?? 0
    }
}
