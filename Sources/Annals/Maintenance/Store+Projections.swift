import AnnalsHistory
public import AnnalsModel
import AnnalsProjections
import Foundation

extension Store {
    /// Every projection, by name.
    public func projections() throws(StoreError) -> [ProjectionSummary] {
        try ProjectionStore(log: log).list()
    }

    /// A projection with its definition and the columns of its tables.
    ///
    /// - Throws: `notFound`.
    public func projection(_ name: String) throws(StoreError) -> ProjectionDetails {
        try ProjectionStore(log: log).details(of: name)
    }

    /// Installs a definition, or replaces the one of its name, and fills its tables from history
    /// while others go on reading and appending.
    ///
    /// - Parameters:
    ///   - name: The file's name without `.sql`.
    ///   - source: Its text; the grammar is in `projections/README.md`.
    ///   - run: What is reported and asked on the way.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    /// - Throws: `projectionInvalid` with the place, the line and a caret; `interrupted`.
    @discardableResult
    public func addProjection(
        name: String, source: String, by actor: Actor, reason: String? = nil,
        run: LongRun = LongRun()
    ) throws(StoreError) -> ProjectionChange {
        var watch = run.watch
        watch.visit = SnapshotStore(log: log).trail()
        return try ProjectionStore(log: log).add(
            name: name, source: source, by: actor, reason: reason, watch: watch)
    }

    /// Takes a projection and its tables out of the store; the events stay.
    ///
    /// - Throws: `notFound`.
    public func removeProjection(
        _ name: String, by actor: Actor, reason: String? = nil
    ) throws(StoreError) {
        try ProjectionStore(log: log).remove(name, by: actor, reason: reason)
    }

    /// Fills a projection's tables anew and swaps them in one transaction, while others go on.
    ///
    /// - Throws: `notFound`; `interrupted` when it was cancelled, and the next try goes on there.
    public func rebuildProjection(
        _ name: String, run: LongRun = LongRun()
    ) throws(StoreError) {
        try ProjectionStore(log: log).rebuild(name, watch: run.watch)
    }

    /// Fills the tables of several projections anew, one after the other, each as
    /// ``rebuildProjection(_:run:)`` does; what they read of the log they read together, as far as
    /// it fits into some 64 MB of memory.
    ///
    /// - Parameters:
    ///   - names: Their names. One that is not there, or is removed meanwhile, is passed over.
    ///   - runs: What is reported and asked on the way, asked for by name where each begins.
    /// - Returns: The names of those that were filled, in the order given.
    /// - Throws: `interrupted` when it was cancelled, and the next try goes on there; as
    ///   ``rebuildProjection(_:run:)`` for one of them. Those before it are filled then.
    @discardableResult
    public func rebuildProjections(
        _ names: [String], runs: (_ name: String) -> LongRun = { _ in LongRun() }
    ) throws(StoreError) -> [String] {
        try ProjectionStore(log: log).rebuild(names) { runs($0).watch }
    }

    /// Compares a projection's tables with a replay of the log, row by row.
    ///
    /// - Parameters:
    ///   - limit: Differences after which it stops looking.
    ///   - name: Its name.
    ///   - run: What is reported and asked on the way.
    /// - Returns: None if the tables are what the events say.
    public func checkProjection(
        _ name: String, limit: Int = 100, run: LongRun = LongRun()
    ) throws(StoreError) -> [TableDifference] {
        try ProjectionStore(log: log).check(name, limit: limit, watch: run.watch)
    }

    /// Compares the tables of several projections with a replay of the log, row by row; what they
    /// read of the log they read together, as far as it fits into some 64 MB of memory.
    ///
    /// - Parameters:
    ///   - names: Their names.
    ///   - limit: Differences of one projection after which it stops looking.
    ///   - runs: What is reported and asked on the way, asked for by name where each begins.
    /// - Returns: The differences by name, none of them if the tables are what the events say. A
    ///   projection that is not there, or is removed meanwhile, is left out.
    /// - Throws: `interrupted` when it was cancelled.
    public func checkProjections(
        _ names: [String], limit: Int = 100,
        runs: (_ name: String) -> LongRun = { _ in LongRun() }
    ) throws(StoreError) -> [String: [TableDifference]] {
        try ProjectionStore(log: log).check(names, limit: limit) { runs($0).watch }
    }

    /// Events that projections refused, by projection and position.
    public func refusedEvents(by projection: String? = nil) throws(StoreError) -> [RefusedEvent] {
        try ProjectionStore(log: log).failures(of: projection)
    }
}
