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
        try EventTable(statements).forEach(
            ofStream: stream, after: after, through: through, body)
    }
}
