import AnnalsLog
public import AnnalsModel
public import Foundation

// Documents of a program's own: streams of any category, changed in place, and as values of its
// own types.

extension Store {
    /// A stream's document at a moment, as a value of a type.
    ///
    /// - Returns: nil if there is none then.
    /// - Throws: `DecodingError` if the document is not what the type reads; `beyondHead`,
    ///   `notFound` for the moment.
    public func document<Value: Decodable>(
        _ stream: StreamName, as type: Value.Type, at moment: Moment = .head
    ) throws -> Value? {
        try document(stream, at: moment)?.decoded(as: type)
    }

    /// Appends an event whose data are the members of a value, merged over the stream's document.
    ///
    /// A property that is nil is left out, so it takes nothing away; an update does.
    ///
    /// - Parameters:
    ///   - value: What becomes the data.
    ///   - stream: The stream that it goes to.
    ///   - type: The type of the event.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - causation: The event that caused it.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - occurredAt: When it happened, as the caller claims.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - id: The caller's id of it: appended again with the same id it is stored once.
    ///   - expected: What is expected of the stream.
    ///   - options: How it is appended.
    /// - Throws: `EncodingError` if the value becomes no JSON object; as
    ///   ``append(_:options:)-6rfjy``.
    @discardableResult
    public func append(
        encoding value: some Encodable, to stream: StreamName, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        id: UUID? = nil, expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions()
    ) throws -> Receipt {
        try append(
            NewEvent(
                stream: stream, type: type, actor: actor,
                change: Change(data: try JSONObject(encoding: value)), reason: reason,
                context: context, cycle: cycle, occurredAt: occurredAt, correlation: correlation,
                causation: causation, id: id, expected: expected),
            options: options)
    }

    /// Changes a document of any category and appends what changed.
    ///
    /// ```swift
    /// try store.update(stream, type: EventType("account.credited"), by: maria) { account in
    ///     account["cents"] = .number(JSONNumber((account["cents"]?.asInt64 ?? 0) + 500))
    /// }
    /// ```
    ///
    /// Of updates at the same time none is lost: the closure gets the document as it is, and runs
    /// again if somebody else changed it meanwhile. To end a document, read it as a value that may
    /// be nil: `update(stream, as: JSONObject.self, …) { document in document = nil }`.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - type: The type of the event.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - causation: The event that caused it.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - occurredAt: When it happened, as the caller claims.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - expected: What is expected of the stream.
    ///   - options: How it is appended; the deadline is that of each try.
    ///   - change: Changes the document, `{}` if there is none; it may run several times.
    /// - Returns: The document now. Where nothing changed, nothing was appended.
    /// - Throws: `versionConflict`; what the closure throws, as it is; as
    ///   ``append(_:options:)-6rfjy``.
    @discardableResult
    public func update(
        _ stream: StreamName, type: EventType, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions(),
        _ change: (inout JSONObject) throws -> Void
    ) throws -> DocumentUpdate<JSONObject> {
        let draft = NewEvent(
            stream: stream, type: type, actor: actor, reason: reason, context: context,
            cycle: cycle, occurredAt: occurredAt, correlation: correlation, causation: causation,
            expected: expected)
        return try revise(draft, options) { before in
            var after = before ?? [:]
            try change(&after)
            let difference = Change.difference(from: before ?? [:], to: after)
            return (difference, difference.isEmpty ? before : after)
        }
    }

    /// Changes a document as a value of a type and appends what changed.
    ///
    /// Only what the closure changed is written: members that the type does not read stay as they
    /// are, and so do numbers that it reads less exactly than they were written.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - value: The type that the document is read as.
    ///   - type: The type of the event.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - causation: The event that caused it.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - occurredAt: When it happened, as the caller claims.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - expected: What is expected of the stream.
    ///   - options: How it is appended; the deadline is that of each try.
    ///   - change: Changes the value, nil if there is no document. Nil afterwards ends the
    ///     document. It may run several times.
    /// - Returns: The value now. Where nothing changed, nothing was appended.
    /// - Throws: `DecodingError`, `EncodingError`; as the other one.
    @discardableResult
    public func update<Value: Codable & Sendable>(
        _ stream: StreamName, as value: Value.Type, type: EventType, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, causation: Causation? = nil,
        cycle: Int64? = nil, occurredAt: Timestamp? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any, options: AppendOptions = AppendOptions(),
        _ change: (inout Value?) throws -> Void
    ) throws -> DocumentUpdate<Value> {
        let draft = NewEvent(
            stream: stream, type: type, actor: actor, reason: reason, context: context,
            cycle: cycle, occurredAt: occurredAt, correlation: correlation, causation: causation,
            expected: expected)
        return try revise(draft, options) { document in
            let before = try document?.decoded(as: Value.self)
            var after = before
            try change(&after)
            guard let changed = after else {
                return (Change(deleted: document != nil), nil)
            }
            let known = try before.map { try JSONObject(encoding: $0) } ?? [:]
            return (.difference(from: known, to: try JSONObject(encoding: changed)), changed)
        }
    }

    /// Changes a document by an event that is yet without its change.
    ///
    /// - Parameter change: Gets the document, nil if there is none, and gives the change and what
    ///   the document is then.
    private func revise<Document>(
        _ draft: NewEvent, _ options: AppendOptions,
        _ change: (JSONObject?) throws -> (Change, Document?)
    ) throws -> DocumentUpdate<Document> {
        try draft.validate()
        return try revise(
            draft.stream, expected: draft.expected, options: options,
            read: { reader throws(StoreError) -> (state: JSONObject?, version: Int64) in
                guard let end = try reader.end(of: draft.stream) else { return (nil, 0) }
                return (try reader.document(of: draft.stream, at: .max), end.version)
            }
        ) { before, version in
            let (difference, after) = try change(before)
            var event = draft
            event.change = difference
            event.expected = .exactly(version)
            return Revision(event: difference.isEmpty ? nil : event) { version, receipt in
                DocumentUpdate(document: after, version: version, receipt: receipt)
            }
        }
    }
}
