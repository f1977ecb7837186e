// What a running store keeps in memory, and how long it waits.

extension Limits {
    // MARK: Writing

    /// Jobs of callers that share one commit: bounds how long the first of them waits.
    public static let groupJobsMax = 1_000
    /// Events that are sealed on another thread while those before them are stored: so many that
    /// handing them over costs little beside, and so few that the first are soon ready.
    public static let sealedTogether = 64
    /// Bytes of sealed bodies, before and after compression, that wait to be stored.
    public static let sealedBytesMax = 1 << 20
    /// Seconds for which an append waits for other writers where the caller names no time.
    public static let appendDeadlineSeconds = 30.0
    /// Bytes of stream ends, with their last bodies and documents as JSON, in each of the two
    /// generations that a writer keeps; in memory they take some three times as much.
    public static let tailCacheBytesMax = 10 << 20
    /// Seconds, a hundred years, that anything waits at most, whatever the caller says: far from
    /// where clocks end.
    public static let waitSecondsMax = 3_155_760_000.0
    /// Names of streams or correlations that a connection keeps.
    public static let cachedNamesMax = 50_000

    /// Times that a typed call reads a document anew because somebody else changed it first: with
    /// the pauses between them, eight writers that never stop all get through.
    public static let conflictRetriesMax = 200
    /// Seconds of the longest pause before it does.
    public static let conflictPauseSecondsMax = 0.064

    // MARK: Reading

    /// Connections of one process that read at the same time.
    public static let readersMax = 4
    /// Threads of one process on which awaited work of a store waits: twice as many as connections
    /// that read, so that appends that wait for the disk leave room for reads.
    public static let blockingThreadsMax = 2 * readersMax
    /// Seconds for which a read waits for one of these connections.
    public static let readDeadlineSeconds = 30.0
    /// Prepared statements that a connection keeps: all of its own SQL, at some 10 kB each.
    public static let cachedStatementsMax = 256
    /// Bytes of bodies that a connection keeps because they may be the base of another.
    public static let bodyCacheBytesMax = 8 << 20
    /// Events, or names of a list, that a cursor reads in one transaction.
    public static let cursorRowsMax = 512
    /// Bytes of bodies after which a cursor ends its transaction.
    public static let cursorBytesMax = 4 << 20

    /// Events that a replay reads in one transaction.
    public static let replayRowsMax = 4_096
    /// Bytes of documents, by the bodies they came from, that a replay keeps.
    public static let replayCacheBytesMax = 12 << 20
    /// Bytes of documents that a replay folds before it writes their rows and forgets them: some
    /// hundred thousand rows of usual size.
    public static let foldedBytesMax = 64 << 20
    /// Bytes of a document's text above which a replay folds it as a tree, where its events are
    /// small beside it.
    public static let replayTextBytesMax = 16 << 10
    /// How many times an event's body goes into the text of a larger document that is still folded
    /// as text.
    public static let replayTextShareMax = 16

    /// Batches of a replay after which a rebuild commits what it has: where it can go on.
    public static let scratchBatchesPerCommit = 8
    /// The same where documents are folded, which is so fast that it is little to do again.
    public static let foldedBatchesPerCommit = 64
    /// The same where snapshots are left on the way.
    public static let scratchBatchesPerVisit = 2
    /// Seconds for which the swap at the end of a rebuild waits for other writers.
    public static let swapDeadlineSeconds = 60.0

    // MARK: Projections

    /// Bytes of the definition of a projection: far more than any needs, little enough to keep in
    /// the log.
    public static let definitionBytesMax = 256 << 10
    /// Steps of SQLite's machine that one statement of a projection, with all that its triggers
    /// do, may take for one event: about a second, in which nobody else can write.
    ///
    /// The same number for an append and for a replay, so that both refuse the same events.
    public static let projectionStepsMax = 25_000_000
    /// Seconds for which one statement of a projection may keep the store while others wait to
    /// write: a function that is called in one step can take long.
    public static let projectionSecondsMax = 10.0

    // MARK: Rollbacks

    /// Values that the summary of a rollback lists because they stay as somebody else wrote them;
    /// more are only counted, so that it fits in memory.
    public static let rollbackConflictsListedMax = 1_000

    // MARK: Queries

    /// Seconds that a query may run where the caller names no time.
    public static let querySeconds = 60.0
    /// Bytes of results that a command keeps in memory where its reader is slower than its query;
    /// more go to a file that has no name.
    public static let spoolBytesMax = 8 << 20
    /// Bytes of the text of a query.
    public static let querySQLBytesMax = 1_000_000
    /// Bytes of one value in a query.
    public static let queryValueBytesMax = 512 << 20

    // MARK: Completing a command line

    /// Names that a shell is offered at most, and one that stands for those behind them: more than
    /// anybody reads, and read from the store in less than a millisecond.
    public static let completedNamesMax = 200
    /// Seconds after which a shell gets no answer: far more than any takes, and as long as somebody
    /// waits who pressed a key.
    public static let completionSecondsMax = 2
}
