import AnnalsLog
package import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

extension ProjectionStore {
    /// Compares every table of a projection with a replay of the whole log, row by row.
    ///
    /// - Parameters:
    ///   - limit: Differences after which it stops looking.
    ///   - stops: Positions of events, ascending, after each of which `watch.visit` gets the tables
    ///     as they were then; those behind the end of the log are passed over.
    /// - Returns: The differences; none if the tables are what the events say.
    /// - Throws: `notFound`, `interrupted`; what `watch.visit` throws.
    package func check(
        _ name: String, limit: Int = 100, stops: [Int64] = [], watch: Watch = Watch()
    ) throws(StoreError) -> [TableDifference] {
        try check(name, limit: limit, stops: stops, watch: watch, shared: nil)
    }

    /// The same for several projections, one after the other, which read the log together.
    ///
    /// - Parameters:
    ///   - limit: Differences of one projection after which it stops looking.
    ///   - watches: What is reported and asked, by name; asked for where one begins.
    /// - Returns: The differences by name: one that is not there, or no longer, is left out.
    package func check(
        _ names: [String], limit: Int = 100, watches: (String) -> Watch
    ) throws(StoreError) -> [String: [TableDifference]] {
        var found: [String: [TableDifference]] = [:]
        _ = try together(names, watches) { name, watch, shared throws(StoreError) in
            found[name] = try check(name, limit: limit, stops: [], watch: watch, shared: shared)
        }
        return found
    }

    private func check(
        _ name: String, limit: Int, stops: [Int64], watch: Watch, shared: SharedFolding?
    ) throws(StoreError) -> [TableDifference] {
        let (definition, erased) = try log.read { reader in
            (try Self.definition(name, reader), try ReplayPoint(at: 0, reader).erased)
        }
        let scratch = try Self.namelessScratch(definition)
        defer { scratch.close() }
        let fill = ProjectionFill(
            definition, into: scratch.connection, from: log, after: 0,
            ahead: shared?.take(definition, erased: erased))
        let head = try log.read { reader in try reader.head() }
        for stop in stops where stop <= head {
            try self.fill(fill, scratch, through: stop, of: head, watch)
            try scratch.transaction {
                try fill.flush()
                return Self.nowhere
            }
            do {
                try watch.visit?(definition, scratch.connection, stop)
            } catch {
                throw StoreError.wrapping(error, doing: "look at the projection \(name)")
            }
        }
        try self.fill(fill, scratch, through: head, of: head, watch)
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

    /// Goes on with a replay up to a position.
    private func fill(
        _ fill: ProjectionFill, _ scratch: ScratchFile, through end: Int64, of head: Int64,
        _ watch: Watch
    ) throws(StoreError) {
        var isMore = true
        while isMore {
            try scratch.transaction {
                isMore = try fill.nextBatch(through: end) { try scratch.note($0) }
                return Self.nowhere
            }
            watch.progress(fill.position, head)
            if watch.isCancelled() { throw StoreError(.interrupted, "the check was stopped") }
        }
    }

    /// Nobody goes on with a check that stopped.
    private static let nowhere = ReplayPoint(position: 0, erased: 0, identity: "")

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
            definition, besideStore: folder.appendingPathComponent("replay").path, isNameless: true)
    }
}
