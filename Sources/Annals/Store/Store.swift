import AnnalsHistory
package import AnnalsLog
@_exported public import AnnalsModel
import AnnalsProjections
public import GRDB

/// One audit log: every change as an event, and the tables that follow from them.
///
/// ```swift
/// let maria = try Actor("maria", kind: .human)
/// let store = try Store.create(at: path, by: maria)
/// try store.append(
///     NewEvent(
///         stream: StreamName("gauge/Lyngholm"), type: EventType("gauge.cleaned"),
///         actor: maria, change: Change(data: ["gap_minutes": 12]), reason: "seaweed"))
/// ```
///
/// A store is one SQLite file. Any number of threads and processes may use it at once: appends are
/// put in one order, and an append returns when it is durable. Reads never wait for writers.
///
/// ## Topics
/// ### Making and opening
/// - ``create(at:origin:by:projections:)``
/// - ``init(opening:mode:signing:)``
/// ### Writing
/// - ``append(_:options:)-6rfjy``
/// - <doc:Documents>
/// - ``nextCycle(note:by:)-8iyfr``
/// - ``setTag(_:at:by:reason:)-9nnz3``
/// ### Reading
/// - ``events(_:)``
/// - ``streams(category:)``
/// - ``rows(_:arguments:seconds:)``
/// - ``document(_:at:)-6ehki``
/// - ``document(_:as:at:)-9yxtu``
/// - ``read(_:)-9h11t``
/// ### From tasks
/// - ``perform(_:)``
/// - ``following(_:from:)``
public final class Store: Sendable {
    /// What a process may do with a store.
    public enum Mode: Sendable {
        /// Only read; nothing of the file is changed.
        case readOnly
        /// Read and append.
        case readWrite
    }

    /// Path as it was given.
    public let path: String
    /// The log behind the store.
    package let log: EventLog
    /// Where awaited work of this store waits.
    let threads = BlockingThreads()
    /// Leaves snapshots behind where this process appends.
    private let snapshots: SnapshotKeeper?
    /// Signs checkpoints where this process closes cycles.
    private let checkpoints: CheckpointKeeper?

    /// Makes a new store, and opens it.
    ///
    /// - Parameters:
    ///   - path: Where nothing is yet; the file gets mode 0600.
    ///   - origin: Name of the log in checkpoints, unique in the world; made from the store's id
    ///     if nil.
    ///   - actor: Who makes it: the actor of the events that install the projections.
    ///   - projections: Which projections it starts with.
    /// - Throws: `storeExists` if there is a file, `projectionInvalid` for a definition that is
    ///   wrong, `io`; then nothing was made, unless the message says that the store is there and
    ///   could not be opened: it is whole then, and can be once its disk allows it.
    public static func create(
        at path: String, origin: String? = nil, by actor: Actor,
        projections: InitialProjections = .fleet
    ) throws(StoreError) -> Store {
        let definitions = try ProjectionDefinition.initial(projections)
        do {
            try StoreFile.create(path, origin: origin) { draft in
                let log = try EventLog(path: draft, mode: .readWrite) { InlineProjections() }
                defer { log.close() }
                try ProjectionStore(log: log).install(definitions, by: actor)
            }
        } catch {
            throw StoreError.wrapping(error, doing: "make a store at \(path.terminalSafe)")
        }
        do {
            return try Store(opening: path)
        } catch {
            // Another process may have opened it and appended to it already: it stays.
            throw StoreError(
                error.code,
                "the store at \(path.terminalSafe) was made, but cannot be opened now: "
                    + error.problem, remedy: error.remedy, cause: error.cause)
        }
    }

    /// Opens a store that exists.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - mode: What this process may do with it.
    ///   - signing: Has a checkpoint signed whenever this process closes a cycle.
    /// - Throws: `storeMissing`, `notAStore`, `newerFormat`, `readOnly`, `io`.
    public init(
        opening path: String, mode: Mode = .readWrite, signing: CycleSigning? = nil
    ) throws(StoreError) {
        self.path = path
        switch mode {
        case .readOnly:
            log = try EventLog(path: path, mode: .readOnly)
            snapshots = nil
            checkpoints = nil
        case .readWrite:
            log = try EventLog(path: path, mode: .readWrite) { InlineProjections() }
            snapshots = SnapshotKeeper(log: log)
            checkpoints = signing?.keeper(of: log)
        }
    }

    /// Closes every connection; a second call does nothing, and what comes after it is refused.
    public func close() {
        checkpoints?.finish()
        snapshots?.finish()
        log.close()
    }

    // MARK: Appending

    /// Appends one event and returns when it is durable.
    ///
    /// - Throws: `versionConflict` if the stream is not at the expected version, `idReused` if the
    ///   id was given to another event, `cycleBehind`, `cycleJump`, `invalidArgument`, `reserved`,
    ///   `projectionRefused` if a table refuses a row; nothing was stored then. `busy` if other
    ///   writers kept it waiting. `outcomeUnknown` if the disk failed: send it again with its id.
    @discardableResult
    public func append(
        _ event: NewEvent, options: AppendOptions = AppendOptions()
    ) throws(StoreError) -> Receipt {
        try append([event], options: options)[0]
    }

    /// Appends events atomically, to any streams, and returns when they are durable.
    ///
    /// Events whose ids are known give their first receipts; the rest is appended.
    ///
    /// - Returns: One receipt an event, in order.
    @discardableResult
    public func append(
        _ events: [NewEvent], options: AppendOptions = AppendOptions()
    ) throws(StoreError) -> [Receipt] {
        try log.append(events, options, deadline: options.deadlineSeconds)
    }

    /// Appends events each by itself, in order, and returns when they are durable: an event that is
    /// refused takes nothing of the others, and all share commits.
    ///
    /// - Returns: What became of each. Where something fails that is not of one event, such as the
    ///   disk, those after it fail with it; see ``AnnalsModel/StoreError/isOfOneEvent``.
    /// - Throws: `invalidArgument` on a closed store; `readOnly`.
    public func append(
        each events: [NewEvent], options: AppendOptions = AppendOptions()
    ) throws(StoreError) -> [Result<Receipt, StoreError>] {
        try log.append(each: events, options, deadline: options.deadlineSeconds)
    }

    // MARK: Reading

    /// The event at a position.
    ///
    /// - Throws: `beyondHead` if there is none.
    public func event(at position: Int64) throws(StoreError) -> Event {
        try log.read { reader in try reader.event(at: position) }
    }

    /// A stream's document at a moment: the fold of its events up to it.
    ///
    /// - Returns: nil if there is none then.
    public func document(
        _ stream: StreamName, at moment: Moment = .head
    ) throws(StoreError) -> JSONObject? {
        try log.read { reader in
            try reader.document(of: stream, at: try reader.position(of: moment))
        }
    }

    /// The position that a moment names.
    ///
    /// - Throws: `beyondHead`, `notFound`.
    public func position(of moment: Moment) throws(StoreError) -> Int64 {
        try log.read { reader in try reader.position(of: moment) }
    }

    /// Position of the last event; 0 in an empty store.
    public func head() throws(StoreError) -> Int64 {
        try log.read { reader in try reader.head() }
    }

    /// Runs a closure on a read-only connection, inside one read transaction.
    ///
    /// The tables of the projections, `event_log` and the functions `event_body(position)`,
    /// `event_data(position)` and `event_context(position)` are there. While the closure runs, the
    /// write-ahead log grows with all that is appended: collect what is needed and use it
    /// afterwards.
    ///
    /// `Database` is GRDB's. A program that names it, or calls its methods, depends on GRDB itself,
    /// by `.package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0")`, and imports
    /// it.
    ///
    /// - Throws: What the closure throws, as it is. `invalidArgument` if the closure, or anything
    ///   on its thread, begins another read of this store; `busy` if every connection was in use
    ///   for ``AnnalsModel/Limits/readDeadlineSeconds``.
    public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try log.readDatabase { _, db in try body(db) }
    }
}
