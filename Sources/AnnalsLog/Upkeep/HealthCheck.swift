import AnnalsIntegrity
package import AnnalsModel
import Foundation

extension LogReader {
    /// Bytes of WAL from which something keeps it from being checkpointed.
    static let healthWALBytes: Int64 = 512 << 20
    /// Bytes of free disk under which appends are about to fail.
    static let healthDiskBytes: UInt64 = 64 << 20

    /// Looks at the end of the log, whose last events are sealed again, the names, the WAL and the
    /// disk.
    ///
    /// It takes some milliseconds whatever the length of the log.
    package func health() -> [StoreCheck] {
        [
            check("log_end") {
                let state = try WriterState(reading: statements)
                var names = EventNames()
                try names.reload(statements)
                return (true, "\(state.size) events, and the head fits the tree")
            },
            check("last_events") {
                let (events, finding) = try sealEnd()
                return (finding == nil, finding?.message ?? "\(events) events read back")
            },
            check("clock") {
                let last = Timestamp(
                    microseconds: try EventTable(statements).last()?.recordedAt ?? 0)
                let now = Timestamp.now
                guard last.microseconds - now.microseconds > Limits.healthClockAheadMax else {
                    return (true, "the last event is not in the future")
                }
                return (
                    false,
                    "the last event was recorded at \(last), and it is \(now): the clock of a"
                        + " machine that writes was ahead, and what comes until then is recorded at"
                        + " that time too"
                )
            },
            check("projection_failures") {
                let count = try FailureTable(statements).count()
                // Refused rows of imports are known and listed, and no fault of the store.
                return (true, count == 0 ? "none" : "\(count)")
            },
            check("wal") {
                let bytes = Self.bytes(ofFile: path + "-wal")
                return (bytes < Self.healthWALBytes, ByteCount.words(bytes))
            },
            check("disk") {
                let folder = System.folder(of: path)
                var status = statvfs()
                guard statvfs(folder, &status) == 0 else {
                    return (true, "free space is not known")
                }
                let free = status.freeBytes
                return (free >= Self.healthDiskBytes, "\(ByteCount.words(free)) free")
            },
        ]
    }

    private func check(
        _ name: String, _ look: () throws -> (Bool, String)
    ) -> StoreCheck {
        do {
            let (isHealthy, detail) = try look()
            return StoreCheck(name: name, isHealthy: isHealthy, detail: detail)
        } catch {
            let message = (error as? StoreError)?.message ?? "\(error)"
            return StoreCheck(name: name, isHealthy: false, detail: message)
        }
    }
}
