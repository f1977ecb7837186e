import AnnalsModel
import Foundation
import GRDBSQLite

// SQLite's own lock, besides the one between writers of Annals.

extension WriterSession {
    /// Takes SQLite's own lock, which a program that is none of Annals may hold, waiting as long as
    /// each of the jobs may.
    ///
    /// - Throws: `busy` once none of them may wait any longer; those that could not wait as long as
    ///   others have it as their failure before.
    func beginWriting(
        _ jobs: [WriteJob], _ failures: inout [(any Error)?]
    ) throws(StoreError) {
        let handle = open.statements.connection
        defer { sqlite3_busy_timeout(handle, Int32(StoreConnection.busyMilliseconds)) }
        while true {
            let waiting = jobs.indices.filter { failures[$0] == nil }
            let now = ContinuousClock.now
            let left = (waiting.map { jobs[$0].deadline }.min() ?? now) - now
            sqlite3_busy_timeout(handle, Int32(min(max(left / .milliseconds(1), 0), 1e9)))
            do {
                return try execute("BEGIN IMMEDIATE")
            } catch {
                guard error.code == .busy else { throw error }
                let end = ContinuousClock.now
                let busy = StoreError(
                    .busy,
                    "another program has kept SQLite's lock on \(path.terminalSafe) until the"
                        + " deadline passed: end its transaction, and try again", cause: error)
                for index in waiting where jobs[index].deadline <= end {
                    failures[index] = busy
                    // Others of the transaction may wait for much longer.
                    jobs[index].finish(busy)
                }
                guard failures.contains(where: { $0 == nil }) else { throw busy }
                // SQLite gives up a little before its time.
                usleep(1_000)
            }
        }
    }
}
