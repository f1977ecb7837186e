package import AnnalsLog
package import AnnalsModel
import BuiltInProjections
import Foundation

/// The projections of a store: which there are, how they come, are filled anew, and go.
package final class ProjectionStore: Sendable {
    /// The log whose events fill the tables.
    package let log: EventLog

    /// - Parameter log: Open for writing, with `InlineProjections` as its tables, for every verb
    ///   that changes something.
    package init(log: EventLog) {
        self.log = log
    }

    /// What a long verb reports and asks while it runs.
    package struct Watch {
        /// Gets events done and events in all, some times a second.
        package var progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
        /// Whether to stop; what was done of a rebuild stays for the next try.
        package var isCancelled: () -> Bool = { false }

        /// Reports nothing and goes on.
        package init() {}
    }

    // MARK: Lists

    /// One row of the list of projections.
    package struct Summary: Sendable {
        /// Its name.
        package let name: String
        /// The first line of the comment at the top of its file.
        package let comment: String
        /// Names of its tables, in the order of the file.
        package let tables: [String]
        /// Names of its views.
        package let views: [String]
        /// Rows in all its tables.
        package let rows: Int64
        /// Events that it refused.
        package let failures: Int64
        /// Position of the event that installed it.
        package let position: Int64
        /// SHA-256 of its file, in hex.
        package let digest: String
    }

    /// Every projection, by name.
    package func list() throws(StoreError) -> [Summary] {
        try log.read { reader in
            var summaries: [Summary] = []
            for definition in try Self.definitions(reader) {
                let row = try reader.statements.statement(
                    "SELECT position, lower(hex(sha256)) FROM projections WHERE name = ?")
                row.bind(1, definition.name)
                _ = try row.step()
                let (position, digest) = (row.int64(0), row.text(1))
                row.reset()
                var rows: Int64 = 0
                for table in definition.tables {
                    rows += try count(reader, "SELECT count(*) FROM \(quoted(table.name))")
                }
                let failures = try reader.statements.statement(
                    "SELECT count(*) FROM projection_failures WHERE projection = ?")
                failures.bind(1, definition.name)
                _ = try failures.step()
                let refused = failures.int64(0)
                failures.reset()
                summaries.append(
                    Summary(
                        name: definition.name,
                        comment: definition.comment.split(separator: "\n").first.map(String.init)
                            ?? "",
                        tables: definition.tables.map(\.name),
                        views: definition.objects(.view).map(\.name), rows: rows,
                        failures: refused, position: position, digest: digest))
            }
            return summaries
        }
    }

    private func count(_ reader: LogReader, _ sql: String) throws(StoreError) -> Int64 {
        // Not kept: the tables of a projection come and go.
        let statement = try Statement(reader.statements.connection, sql)
        return try statement.step() ? statement.int64(0) : 0
    }

    /// Every refused event, by projection and position.
    package func failures(of name: String? = nil) throws(StoreError) -> [ProjectionFailure] {
        try log.read { reader in
            let rows = try reader.statements.statement(
                """
                SELECT projection, position, line, message FROM projection_failures
                WHERE ?1 IS NULL OR projection = ?1 ORDER BY projection, position
                """)
            rows.bind(1, name)
            var failures: [ProjectionFailure] = []
            while try rows.step() {
                failures.append(
                    ProjectionFailure(
                        projection: rows.text(0), position: rows.int64(1),
                        line: Int(rows.int64(2)), message: rows.text(3)))
            }
            return failures
        }
    }

    /// The definitions in a store, by name.
    package static func definitions(
        _ reader: LogReader
    ) throws(StoreError) -> [ProjectionDefinition] {
        let rows = try reader.statements.statement(
            "SELECT name, source FROM projections ORDER BY name")
        defer { rows.reset() }
        var found: [ProjectionDefinition] = []
        while try rows.step() {
            found.append(try ProjectionDefinition(name: rows.text(0), source: rows.text(1)))
        }
        return found
    }

    /// The definition of a name.
    ///
    /// - Throws: `notFound`.
    package static func definition(
        _ name: String, _ reader: LogReader
    ) throws(StoreError) -> ProjectionDefinition {
        let all = try definitions(reader)
        guard let found = all.first(where: { $0.name == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw StoreError(
                .notFound,
                "there is no projection \(name.quotedForMessage): this store has \(names)")
        }
        return found
    }
}

/// A name as SQL takes it whatever it holds.
func quoted(_ name: String) -> String {
    "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
}
