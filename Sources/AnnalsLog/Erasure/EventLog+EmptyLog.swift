package import AnnalsModel
import Foundation

extension EventLog {
    /// Moves all that is in the write-ahead log into the file and leaves nothing in the log, so
    /// that what was erased is not in it either.
    ///
    /// - Parameter seconds: For how long to try while others read what it holds.
    /// - Throws: `busy` if they still do then; `io`.
    package func emptyLog(
        seconds: Double = Limits.logTruncationSeconds
    ) throws(StoreError) {
        let writer = try writable()
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            do {
                return try writer.emptyLog(deadline: seconds)
            } catch {
                let error = StoreError.wrapping(error, doing: "empty the log of \(path)")
                guard error.code == .busy, ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: Self.emptyingPauseSeconds)
            }
        }
    }

    /// Seconds between two tries, in which others write.
    private static let emptyingPauseSeconds = 0.05
}
