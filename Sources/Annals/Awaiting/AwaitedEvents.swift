import AnnalsLog
public import AnnalsModel
public import Foundation
public import GRDB

// Events, and what a store speaks of, awaited.

extension Store {
    /// Awaits `append(_:options:)`.
    @discardableResult
    public func append(
        _ event: NewEvent, options: AppendOptions = AppendOptions()
    ) async throws -> Receipt {
        try await append([event], options: options)[0]
    }

    /// Awaits `append(_:options:)` without any thread: appends at once share their commits.
    @discardableResult
    public func append(_ events: [NewEvent], options: AppendOptions = AppendOptions()) async throws
        -> [Receipt]
    {
        try await log.append(options, deadline: options.deadlineSeconds) { _, _ in events }
    }

    /// Awaits `append(each:options:)`.
    public func append(
        each events: [NewEvent], options: AppendOptions = AppendOptions()
    ) async throws -> [Result<Receipt, StoreError>] {
        try await perform { store in try store.append(each: events, options: options) }
    }

    /// Awaits `event(at:)`.
    public func event(at position: Int64) async throws -> Event {
        try await perform { store in try store.event(at: position) }
    }

    /// Awaits `document(_:at:)`.
    public func document(_ stream: StreamName, at moment: Moment = .head) async throws
        -> JSONObject?
    {
        try await perform { store in try store.document(stream, at: moment) }
    }

    /// Awaits `position(of:)`.
    public func position(of moment: Moment) async throws -> Int64 {
        try await perform { store in try store.position(of: moment) }
    }

    /// Awaits `head()`.
    public func head() async throws -> Int64 {
        try await perform { store in try store.head() }
    }

    /// Awaits `read(_:)`.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value)
        async throws
        -> Value
    {
        try await perform { store in try store.read(body) }
    }

    /// Awaits `identity()`.
    public func identity() async throws -> StoreIdentity {
        try await perform { store in try store.identity() }
    }

    /// Awaits `event(id:)`.
    public func event(id: UUID) async throws -> Event? {
        try await perform { store in try store.event(id: id) }
    }

    /// Awaits `positions(of:)`.
    public func positions(of range: MomentRange) async throws -> (after: Int64, through: Int64) {
        try await perform { store in try store.positions(of: range) }
    }

    /// Awaits `causes(of:)`.
    public func causes(of position: Int64) async throws -> [Int64] {
        try await perform { store in try store.causes(of: position) }
    }

    /// Awaits `consequences(of:)`.
    public func consequences(of position: Int64) async throws -> [Int64] {
        try await perform { store in try store.consequences(of: position) }
    }

    /// Awaits `cycle()`.
    public func cycle() async throws -> Int64 {
        try await perform { store in try store.cycle() }
    }

    /// Awaits `nextCycle(note:by:)`.
    @discardableResult
    public func nextCycle(note: String? = nil, by actor: Actor) async throws -> Receipt {
        try await perform { store in try store.nextCycle(note: note, by: actor) }
    }

    /// Awaits `cycles()`.
    public func cycles() async throws -> [Cycle] {
        try await perform { store in try store.cycles() }
    }

    /// Awaits `setTag(_:at:by:reason:)`.
    @discardableResult
    public func setTag(
        _ name: String, at moment: Moment = .head, by actor: Actor, reason: String? = nil
    ) async throws -> Receipt {
        try await perform { store in try store.setTag(name, at: moment, by: actor, reason: reason) }
    }

    /// Awaits `removeTag(_:by:reason:)`.
    @discardableResult
    public func removeTag(
        _ name: String, by actor: Actor, reason: String? = nil
    ) async throws -> Receipt {
        try await perform { store in try store.removeTag(name, by: actor, reason: reason) }
    }

    /// Awaits `tags()`.
    public func tags() async throws -> [Tag] {
        try await perform { store in try store.tags() }
    }

    /// Awaits `actors()`.
    public func actors() async throws -> [ActorSummary] {
        try await perform { store in try store.actors() }
    }

    /// Awaits ``query(_:arguments:seconds:isCancelled:)``.
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
