package import AnnalsModel
import Foundation

/// Waits for events that any process appends after a position.
///
/// It polls the one row of `head`, which costs some microseconds and sees the commits of every
/// other connection, this process's writer included; no read transaction is held while it waits.
package final class EventFollower {
    private let log: EventLog
    private var query: EventQuery

    /// Position of the event before the next that may be wanted.
    package var after: Int64 { query.after }

    /// Seconds between two looks.
    package static let pollSeconds = 0.025

    /// - Parameters:
    ///   - query: What is wanted, after `query.after`.
    ///   - moment: Where to begin, if that is later.
    /// - Throws: `invalidArgument` if the query is reversed or has an end, which what is still to
    ///   come has not; `beyondHead`, `notFound` for the moment.
    package init(
        _ log: EventLog, _ query: EventQuery, from moment: Moment? = nil
    ) throws(StoreError) {
        guard !query.isReversed, query.through == nil else {
            throw StoreError(
                .invalidArgument,
                "events that are still to come cannot be followed "
                    + (query.isReversed ? "in reverse" : "up to a position")
                    + ": leave that out of the query, or read the events that there are")
        }
        self.log = log
        self.query = query
        if let moment {
            let position = try log.read { reader throws(StoreError) in
                try reader.position(of: moment)
            }
            self.query.after = max(query.after, position)
        }
    }

    /// The next events, waiting for them.
    ///
    /// - Parameter isCancelled: Asked some forty times a second.
    /// - Returns: Some events; none only if it was cancelled.
    package func nextEvents(isCancelled: () -> Bool) throws(StoreError) -> [Event] {
        while !isCancelled() {
            let events = try newEvents()
            if !events.isEmpty { return events }
            Thread.sleep(forTimeInterval: Self.pollSeconds)
        }
        return []
    }

    /// The events that there are now and were not given yet, up to some hundreds.
    package func newEvents() throws(StoreError) -> [Event] {
        let head = try log.read { reader in try reader.head() }
        guard head > query.after else { return [] }
        var bounded = query
        bounded.through = head
        var found: [Event] = []
        let cursor = EventCursor(log, bounded)
        while found.count < Limits.cursorRowsMax {
            let events = try cursor.nextEvents()
            if events.isEmpty {
                query.after = head
                return found
            }
            found += events
        }
        query.after = found.last?.position ?? head
        return found
    }
}
