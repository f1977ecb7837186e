import AnnalsLog
package import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

extension ProjectionStore {
    /// Compares every table of a projection with a replay of the whole log, row by row.
    ///
    /// - Parameter limit: Differences after which it stops looking.
    /// - Returns: The differences; none if the tables are what the events say.
    /// - Throws: `notFound`, `interrupted`.
    package func check(
        _ name: String, limit: Int = 100, watch: Watch = Watch()
    ) throws(StoreError) -> [TableDifference] {
        let definition = try log.read { reader in try Self.definition(name, reader) }
        let scratch = try Self.namelessScratch(definition)
        defer { scratch.close() }
        let fill = ProjectionFill(definition, into: scratch.connection, from: log, after: 0)
        let head = try log.read { reader in try reader.head() }
        var isMore = true
        while isMore {
            try scratch.transaction {
                isMore = try fill.nextBatch(through: head) { try scratch.note($0) }
                return ReplayPoint(position: fill.position, erased: 0, identity: "")
            }
            watch.progress(fill.position, head)
            if watch.isCancelled() { throw StoreError(.interrupted, "the check was stopped") }
        }
        return try log.read { reader in
            // What came meanwhile, and the tables as they are with it: one state of the store.
            let now = try reader.head()
            var differences: [TableDifference] = []
            try scratch.provisionally {
                var isMore = true
                while isMore {
                    isMore = try fill.nextBatch(through: now, reader: reader) { failure in
                        try scratch.note(failure)
                    }
                }
                try fill.flush()
                differences = try ProjectionComparison(
                    definition, expected: scratch.statements, found: reader.statements,
                    limit: limit
                ).differences(failures: try scratch.failures())
            }
            return differences
        }
    }

    /// A scratch file in the system's folder for temporary files that loses its name at once, so
    /// that nothing of it stays, also where the process is killed.
    private static func namelessScratch(
        _ definition: ProjectionDefinition
    ) throws(StoreError) -> ScratchFile {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "annals-check-\(UUID().uuidString)")
        guard mkdir(folder.path, 0o700) == 0 else {
            throw StoreError(
                .io,
                "cannot make a folder for the replay in"
                    + " \(folder.deletingLastPathComponent().path.terminalSafe)"
                    + " (\(String(cString: strerror(errno)))): set TMPDIR to one that can be"
                    + " written"
            )
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return try ScratchFile(
            definition, besideStore: folder.appendingPathComponent("replay").path)
    }
}
