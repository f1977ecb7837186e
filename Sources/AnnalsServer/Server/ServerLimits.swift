/// What one client may take of a server, each by name with its reason.
public struct ServerLimits: Sendable, Hashable {
    /// Bytes of a request's body, which is held in memory while it is read; lines that come in
    /// batches may be more together.
    public var bodyBytes = 32 << 20
    /// Bytes of all headers of a request.
    public var headerBytes = 32 << 10
    /// Number of headers of a request.
    public var headers = 100
    /// Seconds in which the first request of a connection must have begun.
    public var headSeconds = 20.0
    /// Seconds in which a body must have come, and between two pieces of lines, so that a client
    /// that stops sending holds nothing.
    public var bodySeconds = 60.0
    /// Seconds for which a client may take nothing of an answer that waits for it.
    public var writeSeconds = 30.0
    /// Seconds after which a connection is closed on which nothing comes.
    public var idleSeconds = 75.0
    /// Connections at once; those that come then wait until one ends.
    public var connections = 16_384
    /// Requests of one token in a second.
    public var requestsPerSecond = 2_000.0
    /// Followers of live events at once.
    public var followers = 4_096
    /// Seconds between two signs of life to a follower to whom nothing happens: fewer than after
    /// which proxies give up.
    public var heartbeatSeconds = 15.0
    /// Requests at once that may take long, such as SQL and searches: half of the threads of a
    /// store, so that appends and short reads have the others.
    public var longAtOnce = 4
    /// Of these, requests that run SQL of the client's own: others end by themselves, and find a
    /// turn however many such questions do not.
    public var questionsAtOnce = 2
    /// Of all that may take long, requests of one token.
    public var longAtOnceEach = 2
    /// Requests of one token that may wait for their turn.
    public var longWaiting = 32
    /// Seconds for which such a request waits.
    public var longWaitSeconds = 15.0
    /// Seconds that one query may take.
    public var querySeconds = 10.0
    /// Rows that one query answers.
    public var queryRows = 10_000
    /// Bytes that one page of a list has, about.
    public var pageBytes = 8 << 20

    /// The limits that are usual.
    public init() {}
}
