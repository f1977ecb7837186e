import AnnalsIntegrity
import AnnalsModel
import Foundation

/// One fast check of a store, for monitoring.
package struct HealthCheck: Sendable {
    /// What was looked at, in snake_case.
    package let name: String
    /// Whether it is as it should be.
    package let isHealthy: Bool
    /// One sentence about what was found.
    package let detail: String

    /// Puts the parts together.
    package init(name: String, isHealthy: Bool, detail: String) {
        self.name = name
        self.isHealthy = isHealthy
        self.detail = detail
    }
}

extension LogReader {
    /// Events at the end of the log whose bodies a health check reads.
    static let healthSample: Int64 = 64
    /// Bytes of WAL from which something keeps it from being checkpointed.
    static let healthWALBytes: Int64 = 512 << 20
    /// Bytes of free disk under which appends are about to fail.
    static let healthDiskBytes: UInt64 = 64 << 20

    /// Looks at the end of the log, the names, the WAL and the disk.
    ///
    /// It takes some milliseconds whatever the length of the log.
    package func health() -> [HealthCheck] {
        [
            check("log_end") {
                let state = try WriterState(reading: statements)
                var names = EventNames()
                try names.reload(statements)
                return (true, "\(state.size) events, and the head fits the tree")
            },
            check("last_events") {
                let head = try self.head()
                let first = max(1, head - Self.healthSample + 1)
                for position in stride(from: first, through: head, by: 1) {
                    _ = try event(at: position)
                }
                return (true, "\(max(0, head - first + 1)) events read back")
            },
            check("projection_failures") {
                let count = try FailureTable(statements).count()
                // Refused rows of imports are known and listed, and no fault of the store.
                return (true, count == 0 ? "none" : "\(count)")
            },
            check("wal") {
                let bytes = Self.bytes(ofFile: path + "-wal")
                return (bytes < Self.healthWALBytes, "\(bytes) bytes")
            },
            check("disk") {
                let folder = System.folder(of: path)
                var status = statvfs()
                guard statvfs(folder, &status) == 0 else {
                    return (true, "free space is not known")
                }
                let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
                return (free >= Self.healthDiskBytes, "\(free) bytes free")
            },
        ]
    }

    private func check(
        _ name: String, _ look: () throws -> (Bool, String)
    ) -> HealthCheck {
        do {
            let (isHealthy, detail) = try look()
            return HealthCheck(name: name, isHealthy: isHealthy, detail: detail)
        } catch {
            let message = (error as? StoreError)?.message ?? "\(error)"
            return HealthCheck(name: name, isHealthy: false, detail: message)
        }
    }
}
