import AnnalsHistory
import AnnalsLog
package import AnnalsModel

/// An event, with or without its content.
package struct LightEvent: Sendable {
    /// The event; without change, reason and context where they were left out.
    package let event: Event
    /// Bytes of the content that was left out; nil where it is there.
    package let leftOut: Int64?

    /// Puts both together.
    package init(event: Event, leftOut: Int64? = nil) {
        self.event = event
        self.leftOut = leftOut
    }
}

/// The events of a query in pages of some hundreds, of which none is larger than asked for.
///
/// It is gone through by one caller at a time.
package final class LightEvents {
    private let cursor: EventCursor

    init(_ cursor: EventCursor) {
        self.cursor = cursor
    }

    /// Positions of events so far that were not searched, since they are too large.
    package var passedOver: [Int64] { cursor.passedOver }

    /// The next events; empty only at the end.
    ///
    /// - Throws: `corrupt` with the position of an event that cannot be read.
    package func nextPage() throws(StoreError) -> [LightEvent] {
        try cursor.nextEvents().map(light)
    }

    /// The next events, none where the next rows of the log have none that is wanted; nil at the
    /// end.
    ///
    /// Whoever looks for something rare can stop between two steps.
    package func nextStep() throws(StoreError) -> [LightEvent]? {
        try cursor.nextStep()?.map(light)
    }

    /// The position up to which everything was looked at, in reverse from the end on; nil before
    /// the first step, and for the events of one stream.
    package var reached: Int64? { cursor.reached }

    private func light(_ event: Event) -> LightEvent {
        LightEvent(event: event, leftOut: cursor.leftOut[event.position])
    }
}

extension Store {
    /// The events of a query, those with large bodies without their content: these cost no more
    /// than others.
    ///
    /// - Parameters:
    ///   - bodyBytesMax: Bytes of a body up to which it is read.
    ///   - soughtBytesMax: Bytes of a body up to which something is looked for in it.
    package func lightEvents(
        _ query: EventQuery, bodyBytesMax: Int64, soughtBytesMax: Int64? = nil
    ) -> LightEvents {
        LightEvents(
            EventCursor(
                log, query, bodyBytesMax: bodyBytesMax, soughtBytesMax: soughtBytesMax))
    }

    /// The event at a position, without its content where that is large.
    ///
    /// - Throws: `beyondHead` if there is none.
    package func lightEvent(
        at position: Int64, bodyBytesMax: Int64
    ) throws(StoreError) -> LightEvent {
        let (event, leftOut) = try log.read { reader in
            try reader.event(at: position, bodyBytesMax: bodyBytesMax)
        }
        return LightEvent(event: event, leftOut: leftOut)
    }

    /// Bytes that have to be read for a stream's document: it is not larger.
    package func documentBytes(
        of stream: StreamName, at moment: Moment
    ) throws(StoreError) -> Int64 {
        try log.read { reader in
            try reader.documentBytes(of: stream, at: try reader.position(of: moment))
        }
    }

    /// Bytes of the largest body in a range.
    ///
    /// - Parameter stream: Only of this stream; nil for all.
    package func largestBody(
        of stream: StreamName?, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try log.read { reader in
            try reader.largestBody(of: stream, after: first, through: last)
        }
    }

    /// Names of categories with the number of their streams, in order, the store's own left out.
    package func categories(limit: Int) throws(StoreError) -> [(name: String, streams: Int64)] {
        try log.read { try EventTable($0.statements).categories(limit: Int64(limit)) }
    }

    /// Names of types of events, in order.
    package func eventTypes(limit: Int) throws(StoreError) -> [String] {
        try log.read { try EventTable($0.statements).typeNames(limit: Int64(limit)) }
    }

    /// Names and kinds of actors, in order.
    package func actorNames(limit: Int) throws(StoreError) -> [(name: String, kind: String)] {
        try log.read { try EventTable($0.statements).actorNames(limit: Int64(limit)) }
    }

    /// Runs one statement that only reads, now or at a moment, with its cells cut.
    ///
    /// - Parameters:
    ///   - moment: The moment; nil for now, with the log beside the tables.
    ///   - cellBytesMax: Bytes of a text beyond which it is cut, at a character, and says how many
    ///     it has.
    /// - Throws: As ``Store/query(_:arguments:seconds:isCancelled:onColumns:onRow:)``.
    package func query(
        _ sql: String, arguments: QueryArguments, at moment: Moment?, seconds: Double,
        cellBytesMax: Int, isCancelled: @escaping () -> Bool,
        onColumns: ([String]) throws -> Void, onRow: ([JSONValue]) throws -> Void
    ) throws {
        let query = try moment.map { moment in
            try history.openQuery(sql, at: moment).query
        }
        let run = try query ?? log.readOnlyQuery()
        run.cellBytesMax = cellBytesMax
        try run.run(
            sql, arguments: arguments, seconds: seconds, isCancelled: isCancelled,
            onColumns: onColumns, onRow: onRow)
    }
}
