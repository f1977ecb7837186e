import AnnalsLog
import AnnalsModel

// How the verbs of this module go through streams.

extension LogReader {
    /// Gives the events of a stream between two of its versions, in order.
    ///
    /// - Parameters:
    ///   - stream: `streams.id`.
    ///   - after: The version after which it begins.
    ///   - through: The last version.
    func forEachEvent(
        of stream: Int64, after: Int64, through: Int64, _ body: (Event) throws -> Void
    ) throws {
        try forEachRow(of: stream, after: after, through: through) { row in
            try body(try event(row))
        }
    }

    /// Gives the events of a stream between two of its versions as they lie there, in order.
    func forEachRow(
        of stream: Int64, after: Int64, through: Int64, _ body: (StoredEvent) throws -> Void
    ) throws {
        // A statement of its own: the closure may fold documents on the same connection.
        let rows = try Statement(
            statements.connection,
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE stream = ? AND version > ? AND version <= ? ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, after)
        rows.bind(3, through)
        defer { rows.reset() }
        while try rows.step() { try body(try StoredEvent(rows)) }
    }

    /// Ids of the streams that have an event between two positions, in the order of ids, which is
    /// about the order in which they came to be.
    ///
    /// - Parameters:
    ///   - after: The position after which to look.
    ///   - through: The last position.
    ///   - condition: Further SQL about a row of `events`, with its parameters bound in order.
    func streams(
        after: Int64, through: Int64, where condition: String = "", _ values: [Int64] = []
    ) throws(StoreError) -> Set<Int64> {
        let rows = try statements.statement(
            """
            SELECT DISTINCT stream FROM events
            WHERE position > ? AND position <= ?\(condition)
            """)
        for (index, value) in ([after, through] + values).enumerated() {
            rows.bind(Int32(index + 1), value)
        }
        var found: Set<Int64> = []
        try rows.forEachRow { found.insert($0.int64(0)) }
        return found
    }
}
