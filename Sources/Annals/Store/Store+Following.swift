import AnnalsLog
public import AnnalsModel

extension Store {
    /// Gives events as they are appended, by this process or any other, until it is cancelled.
    ///
    /// - Parameters:
    ///   - query: Which events, after `query.after`.
    ///   - isCancelled: Asked some forty times a second.
    ///   - body: Gets each event, in order, within about 30 ms of its commit.
    /// - Throws: `invalidArgument` if the query is reversed or has an end; what the closure throws;
    ///   `corrupt` with the position of an event that cannot be read.
    public func follow(
        _ query: EventQuery, isCancelled: () -> Bool, _ body: (Event) throws -> Void
    ) throws {
        let follower = try EventFollower(log, query)
        while !isCancelled() {
            for event in try follower.nextEvents(isCancelled: isCancelled) { try body(event) }
        }
    }
}
