public import AnnalsModel

// Documents, awaited.

extension Store {
    /// The blocking `document`, awaited.
    public func document<Value: Decodable>(
        _ stream: StreamName, as type: Value.Type, at moment: Moment = .head
    ) async throws -> Value? {
        try await document(stream, at: moment)?.decoded(as: type)
    }

    /// The blocking `append`, awaited.
    @discardableResult
    public func append(
        encoding value: some Encodable, to stream: StreamName, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:], expected: ExpectedVersion = .any,
        options: AppendOptions = AppendOptions()
    ) async throws -> Receipt {
        try await append(
            NewEvent(
                stream: stream, type: type, actor: actor,
                change: Change(data: try JSONObject(encoding: value)), reason: reason,
                context: context, cycle: cycle, correlation: correlation, expected: expected),
            options: options)
    }

    /// The blocking `update`, awaited.
    @discardableResult
    public func update(
        _ stream: StreamName, type: EventType, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout JSONObject) throws -> Void
    ) async throws -> DocumentUpdate<JSONObject> {
        try await perform { store in
            try store.update(
                stream, type: type, by: actor, reason: reason, correlation: correlation,
                cycle: cycle, context: context, expected: expected, change)
        }
    }

    /// The blocking `update`, awaited.
    @discardableResult
    public func update<Value: Codable & Sendable>(
        _ stream: StreamName, as value: Value.Type, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:], expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout Value?) throws -> Void
    ) async throws -> DocumentUpdate<Value> {
        try await perform { store in
            try store.update(
                stream, as: value, type: type, by: actor, reason: reason, correlation: correlation,
                cycle: cycle, context: context, expected: expected, change)
        }
    }
}
