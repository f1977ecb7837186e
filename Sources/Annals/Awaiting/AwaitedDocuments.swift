public import AnnalsModel
public import Foundation

// Documents, awaited.

extension Store {
    /// Awaits `document(_:as:at:)`.
    public func document<Value: Decodable>(
        _ stream: StreamName, as type: Value.Type, at moment: Moment = .head
    ) async throws -> Value? {
        try await document(stream, at: moment)?.decoded(as: type)
    }

    /// Awaits `append(encoding:to:type:…)`.
    @discardableResult
    public func append(
        encoding value: some Encodable, to stream: StreamName, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        id: UUID? = nil, expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions()
    ) async throws -> Receipt {
        try await append(
            NewEvent(
                stream: stream, type: type, actor: actor,
                change: Change(data: try JSONObject(encoding: value)), reason: reason,
                context: context, cycle: cycle, occurredAt: occurredAt, correlation: correlation,
                causation: causation, id: id, expected: expected),
            options: options)
    }

    /// Awaits `update(_:type:by:…)`.
    @discardableResult
    public func update(
        _ stream: StreamName, type: EventType, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions(),
        _ change: @escaping @Sendable (inout JSONObject) throws -> Void
    ) async throws -> DocumentUpdate<JSONObject> {
        try await perform { store in
            try store.update(
                stream, type: type, by: actor, reason: reason, correlation: correlation,
                causation: causation, cycle: cycle, occurredAt: occurredAt, context: context,
                expected: expected, options: options, change)
        }
    }

    /// Awaits `update(_:as:type:…)`.
    @discardableResult
    public func update<Value: Codable & Sendable>(
        _ stream: StreamName, as value: Value.Type, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions(),
        _ change: @escaping @Sendable (inout Value?) throws -> Void
    ) async throws -> DocumentUpdate<Value> {
        try await perform { store in
            try store.update(
                stream, as: value, type: type, by: actor, reason: reason, correlation: correlation,
                causation: causation, cycle: cycle, occurredAt: occurredAt, context: context,
                expected: expected, options: options, change)
        }
    }
}
