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
        /// Whether the definition is new, so that no store relies on what it refuses.
        var isNew = false
        /// Whether to stop; what was done of a rebuild stays for the next try.
        package var isCancelled: () -> Bool = { false }
        /// Looks at the tables on their way through history: on a `sqlite3 *` that has them as they
        /// were after an event, every some thousand events.
        package var visit: ((ProjectionDefinition, OpaquePointer, Int64) throws -> Void)?

        /// Reports nothing and goes on.
        package init() {}
    }

    // MARK: Lists

    /// Every projection, by name; one that cannot be used says so in its comment.
    package func list() throws(StoreError) -> [ProjectionSummary] {
        try log.read { reader in
            try Self.names(reader).map { name in try Self.summary(of: name, reader) }
        }
    }

    static func summary(
        of name: String, _ reader: LogReader
    ) throws(StoreError) -> ProjectionSummary {
        let row = try AdministrationTables(reader.statements).definition(name)
        let failures = try FailureTable(reader.statements).count(of: name)
        let comment: String
        var tables: [String] = []
        var views: [String] = []
        do {
            let definition = try definition(name, reader)
            comment = definition.comment
            tables = definition.tables.map(\.name)
            views = definition.objects(.view).map(\.name)
        } catch {
            guard error.code == .projectionInvalid else { throw error }
            comment = "cannot be used: \(error.message)"
        }
        let rows = tables.reduce(0) { $0 + count($1, reader) }
        return ProjectionSummary(
            name: name, comment: comment.split(separator: "\n").first.map(String.init) ?? "",
            tables: tables, views: views, rows: rows, failures: failures,
            position: row?.position ?? 0,
            sha256: row?.digest.map { String(format: "%02x", $0) }.joined() ?? "")
    }

    /// Rows of a table; none if somebody dropped it, which a check finds.
    static func count(_ table: String, _ reader: LogReader) -> Int64 {
        // Not kept: the tables of a projection come and go.
        let sql = "SELECT count(*) FROM \(quoted(table))"
        guard let statement = try? Statement(reader.statements.connection, sql),
            (try? statement.step()) == true
        else { return 0 }
        return statement.int64(0)
    }

    /// Every refused event, by projection and position.
    package func failures(of name: String? = nil) throws(StoreError) -> [RefusedEvent] {
        try log.read { reader in
            try FailureTable(reader.statements).rows(of: name)
        }
    }

    /// The definitions in a store, by name.
    package static func definitions(
        _ reader: LogReader
    ) throws(StoreError) -> [ProjectionDefinition] {
        var found: [ProjectionDefinition] = []
        for row in try AdministrationTables(reader.statements).definitions() {
            found.append(try VettedDefinitions.definition(name: row.name, source: row.source))
        }
        return found
    }

    /// The definitions in a store that can be used, by name.
    static func usableDefinitions(
        _ reader: LogReader
    ) throws(StoreError) -> [ProjectionDefinition] {
        var found: [ProjectionDefinition] = []
        for name in try names(reader) {
            do {
                found.append(try definition(name, reader))
            } catch {
                guard error.code == .projectionInvalid else { throw error }
            }
        }
        return found
    }

    /// The definition of a name.
    ///
    /// - Throws: `notFound`; `projectionInvalid` if it cannot be used.
    package static func definition(
        _ name: String, _ reader: LogReader
    ) throws(StoreError) -> ProjectionDefinition {
        guard let source = try source(of: name, reader) else {
            throw try unknown(name, reader)
        }
        return try ProjectionDefinition(name: name, source: source)
    }

    /// Says that a store has no projection of a name, and which it has.
    static func unknown(_ name: String, _ reader: LogReader) throws(StoreError) -> StoreError {
        let known = try names(reader)
        let names = known.joined(separator: ", ").terminalSafe
        return StoreError(
            .notFound,
            "there is no projection \(name.quotedForMessage)\(Spelling.hint(name, among: known)): "
                + "this store has "
                + (names.isEmpty ? "none" : names))
    }

    /// The text of the definition of a name; nil if there is none.
    static func source(of name: String, _ reader: LogReader) throws(StoreError) -> String? {
        try AdministrationTables(reader.statements).definition(name)?.source
    }

    private static func names(_ reader: LogReader) throws(StoreError) -> [String] {
        try AdministrationTables(reader.statements).definitions().map(\.name)
    }
}

/// A name as SQL takes it whatever it holds.
func quoted(_ name: String) -> String {
    "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
}
