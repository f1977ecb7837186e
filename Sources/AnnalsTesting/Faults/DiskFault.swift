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

    /// A part of what one call writes.
    enum Part: Sendable {
        case nothing
        case firstHalf
        case secondHalf
    }

    /// The calls that fail.
    let calls: Set<Call>
    /// The result code that they give.
    let code: Int32
    /// Which part of what was to be written is, all the same.
    var written = Part.nothing
    /// What it is called where a test fails.
    package let description: String

    /// There is no room for what is written.
    package static let full = DiskFault(
        calls: [.write], code: SQLITE_FULL, description: "full disk")
    /// There is room for half of what is written.
    package static let shortWrite = DiskFault(
        calls: [.write], code: SQLITE_FULL, written: .firstHalf, description: "short write")
    /// The beginning of what is written does not reach the disk, and the rest does.
    package static let tornWrite = DiskFault(
        calls: [.write], code: SQLITE_IOERR | (3 << 8), written: .secondHalf,
        description: "torn write")
    /// Nothing can be written.
    package static let brokenWrite = DiskFault(
        calls: [.write, .truncate], code: SQLITE_IOERR | (3 << 8), description: "broken write")
    /// No file can be cut.
    package static let brokenTruncate = DiskFault(
        calls: [.truncate], code: SQLITE_IOERR | (6 << 8), description: "broken truncate")
    /// What was written may not be on the disk.
    package static let brokenSync = DiskFault(
        calls: [.sync], code: SQLITE_IOERR | (4 << 8), description: "broken sync")
    /// No file can be opened: there are no descriptors left, or no inodes.
    package static let noOpen = DiskFault(
        calls: [.open], code: SQLITE_CANTOPEN, description: "no file")

    /// All of them.
    package static let all = [
        full, shortWrite, tornWrite, brokenWrite, brokenTruncate, brokenSync, noOpen,
    ]
}

/// Has SQLite's calls fail for files under one path, in this process.
///
/// Made before the files are opened: a file is concerned, or not, from then on. Others, and tests
/// beside this one, have their own.
package final class DiskFaults: Sendable {
    private let id: Int64
    private let disk: RecordedDisk?

    /// Begins without a fault.
    ///
    /// - Parameter pathPrefix: The files whose paths begin so are concerned.
    package init(under pathPrefix: String) {
        disk = nil
        id = FaultyFileSystem.register(pathPrefix)
    }

    /// Begins without a fault, and knows from now on what of each file is certain to be on the
    /// disk.
    ///
    /// - Parameter pathPrefix: The files whose paths begin so are concerned.
    package init(recordingUnder pathPrefix: String) {
        let disk = RecordedDisk()
        self.disk = disk
        id = FaultyFileSystem.register(pathPrefix, recording: disk)
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

    /// Has a closure called before each call that changes a file, with its number from 1, on the
    /// thread that makes the call; nil for none.
    package func beforeEachChange(_ body: (@Sendable (Int) -> Void)?) {
        disk?.beforeChange(body)
    }

    /// How often files were synced so far, and whether all that was written to the one at a path
    /// is on the disk for certain.
    package func syncs(_ path: String) -> (count: Int, isDurable: Bool) {
        disk?.syncs(path) ?? (0, true)
    }

    /// The files of a folder as a power cut at this moment may leave them.
    ///
    /// What was written since the last sync is there, or some of it in any order, or torn, or not;
    /// what a sync failed on may never get there. The folder itself stays as it is.
    package func afterPowerCut(
        _ folder: TemporaryDirectory, _ random: inout SeededRandom
    ) throws -> PowerCut {
        try disk?.afterPowerCut(folder.path, &random) ?? PowerCut()
    }
}
