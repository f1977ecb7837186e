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

    /// - Parameter query: What is wanted, after `query.after`; neither reversed nor bounded.
    package init(_ log: EventLog, _ query: EventQuery) {
        self.log = log
        self.query = query
        self.query.isReversed = false
        self.query.through = nil
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
