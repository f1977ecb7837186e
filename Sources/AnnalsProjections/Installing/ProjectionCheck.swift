import AnnalsLog
package import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

/// One place where a projection's tables are not what a replay of the log gives.
package struct ProjectionDifference: Sendable, Equatable {
    /// What is wrong.
    package enum Kind: String, Sendable {
        /// The replay has the row, the store has not.
        case missing
        /// The store has the row, the replay has not.
        case extra
        /// A column differs.
        case changed
        /// A table, index, view or trigger is not as the definition says.
        case schema
        /// A refused event is listed in one of the two only, or with other words.
        case failure
    }

    /// The projection.
    package let projection: String
    /// What is wrong.
    package let kind: Kind
    /// Table or other object; `projection_failures` for refused events.
    package let object: String
    /// Key of the row as JSON values, or the position of a refused event.
    package let key: [JSONValue]
    /// Name of the column that differs.
    package let column: String?
    /// What the replay gives.
    package let expected: JSONValue?
    /// What the store holds.
    package let found: JSONValue?
}

extension ProjectionStore {
    /// Compares every table of a projection with a replay of the whole log, row by row.
    ///
    /// - Parameter limit: Differences after which it stops looking.
    /// - Returns: The differences; none if the tables are what the events say.
    /// - Throws: `notFound`, `interrupted`.
    package func check(
        _ name: String, limit: Int = 100, watch: Watch = Watch()
    ) throws(StoreError) -> [ProjectionDifference] {
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
            var differences: [ProjectionDifference] = []
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
