import AnnalsLog
public import AnnalsModel
public import Foundation
public import GRDB

// Events, and what a store speaks of, awaited.

extension Store {
    /// The blocking `append`, awaited.
    @discardableResult
    public func append(
        _ event: NewEvent, options: AppendOptions = AppendOptions()
    ) async throws -> Receipt {
        try await append([event], options: options)[0]
    }

    /// The blocking `append`, awaited without any thread: appends at once share their commits.
    @discardableResult
    public func append(_ events: [NewEvent], options: AppendOptions = AppendOptions()) async throws
        -> [Receipt]
    {
        try await log.append(options, deadline: options.deadlineSeconds) { _, _ in events }
    }

    /// The blocking `event`, awaited.
    public func event(at position: Int64) async throws -> Event {
        try await perform { store in try store.event(at: position) }
    }

    /// The blocking `document`, awaited.
    public func document(_ stream: StreamName, at moment: Moment = .head(back: 0)) async throws
        -> JSONObject?
    {
        try await perform { store in try store.document(stream, at: moment) }
    }

    /// The blocking `position`, awaited.
    public func position(of moment: Moment) async throws -> Int64 {
        try await perform { store in try store.position(of: moment) }
    }

    /// The blocking `head`, awaited.
    public func head() async throws -> Int64 {
        try await perform { store in try store.head() }
    }

    /// The blocking `read`, awaited.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value)
        async throws
        -> Value
    {
        try await perform { store in try store.read(body) }
    }

    /// The blocking `identity`, awaited.
    public func identity() async throws -> StoreIdentity {
        try await perform { store in try store.identity() }
    }

    /// The blocking `event`, awaited.
    public func event(id: UUID) async throws -> Event? {
        try await perform { store in try store.event(id: id) }
    }

    /// The blocking `positions`, awaited.
    public func positions(of range: MomentRange) async throws -> (after: Int64, through: Int64) {
        try await perform { store in try store.positions(of: range) }
    }

    /// The blocking `causes`, awaited.
    public func causes(of position: Int64) async throws -> [Int64] {
        try await perform { store in try store.causes(of: position) }
    }

    /// The blocking `consequences`, awaited.
    public func consequences(of position: Int64) async throws -> [Int64] {
        try await perform { store in try store.consequences(of: position) }
    }

    /// The blocking `cycle`, awaited.
    public func cycle() async throws -> Int64 {
        try await perform { store in try store.cycle() }
    }

    /// The blocking `nextCycle`, awaited.
    @discardableResult
    public func nextCycle(note: String? = nil, by actor: Actor) async throws -> Receipt {
        try await perform { store in try store.nextCycle(note: note, by: actor) }
    }

    /// The blocking `cycles`, awaited.
    public func cycles() async throws -> [Cycle] {
        try await perform { store in try store.cycles() }
    }

    /// The blocking `setTag`, awaited.
    @discardableResult
    public func setTag(
        _ name: String, at moment: Moment = .head(back: 0), by actor: Actor, reason: String? = nil
    ) async throws -> Receipt {
        try await perform { store in try store.setTag(name, at: moment, by: actor, reason: reason) }
    }

    /// The blocking `tags`, awaited.
    public func tags() async throws -> [Tag] {
        try await perform { store in try store.tags() }
    }

    /// The blocking `actors`, awaited.
    public func actors() async throws -> [ActorSummary] {
        try await perform { store in try store.actors() }
    }

    /// The blocking `query`, awaited.
    public func query(
        _ sql: String, arguments: QueryArguments = [:], seconds: Double = Limits.querySeconds
    ) async throws -> (columns: [String], rows: [[JSONValue]]) {
        try await perform { store, cancellation in
            try store.query(
                sql, arguments: arguments, seconds: seconds,
                isCancelled: { cancellation.isCancelled })
        }
    }
}
