package import AnnalsModel

/// The body bytes of an event: compact JSON of `data`, `unset`, `deleted`, `reason` and `context`,
/// in this order, each left out where it is absent; of them only a reason may be empty.
///
/// Nothing else and nothing random is in it, so that the same content is always the same bytes.
package func encodeBody(
    change: Change, reason: String?, context: JSONObject = [:]
) -> [UInt8] {
    var body: [UInt8] = []
    body.append(UInt8(ascii: "{"))
    func begin(_ member: StaticString) {
        if body.count > 1 { body.append(UInt8(ascii: ",")) }
        member.withUTF8Buffer { body.append(contentsOf: $0) }
    }
    if !change.data.isEmpty {
        begin("\"data\":")
        change.data.write(to: &body)
    }
    if !change.unset.isEmpty {
        begin("\"unset\":")
        JSONValue.array(change.unset.map { .string($0.description) }).write(to: &body)
    }
    if change.deleted {
        begin("\"deleted\":true")
    }
    if let reason {
        begin("\"reason\":")
        JSONValue.string(reason).write(to: &body)
    }
    if !context.isEmpty {
        begin("\"context\":")
        context.write(to: &body)
    }
    body.append(UInt8(ascii: "}"))
    return body
}

/// What body bytes say.
package struct BodyContent: Sendable, Equatable {
    /// What the event does to its stream's document.
    package let change: Change
    /// Why, in the caller's words.
    package let reason: String?
    /// What it says about the act; empty if there is nothing.
    package let context: JSONObject

    /// Creates the content of a body.
    package init(change: Change, reason: String?, context: JSONObject = [:]) {
        self.change = change
        self.reason = reason
        self.context = context
    }

    /// Changes the document of the event's stream as the event does.
    package func apply(to document: inout JSONObject?) {
        change.apply(to: &document, with: context)
    }
}

/// Reads body bytes.
///
/// - Parameters:
///   - body: The bytes before compression.
///   - position: Of the event, for the error.
/// - Throws: `corrupt` with the position for everything that ``encodeBody(change:reason:context:)``
///   cannot have made of a valid event, but for spaces and the order of members.
package func parseBody(_ body: [UInt8], position: Int64) throws(StoreError) -> BodyContent {
    do {
        let text = try JSONValue(parsing: body, depthMax: Limits.jsonEnvelopeDepthMax)
        return try BodyContent(text)
    } catch {
        throw StoreError(
            .corrupt,
            "the body of the event at position \(position) is not the JSON of an event:"
                + " restore the store from a backup", position: position, cause: error)
    }
}

extension BodyContent {
    fileprivate init(_ text: JSONValue) throws(StoreError) {
        guard case .object(let members) = text else { throw Self.unexpected }
        var change = Change()
        var reason: String?
        var context = JSONObject()
        for (name, value) in members {
            switch (name, value) {
            case ("data", .object(let data)): change.data = data
            case ("unset", .array(let pointers)): change.unset = try Self.pointers(pointers)
            case ("deleted", .bool(true)): change.deleted = true
            case ("reason", .string(let text)): reason = text
            case ("context", .object(let object)): context = object
            default: throw Self.unexpected
            }
        }
        guard !change.deleted || (change.data.isEmpty && change.unset.isEmpty) else {
            throw Self.unexpected
        }
        self.init(change: change, reason: reason, context: context)
    }

    private static func pointers(_ values: [JSONValue]) throws(StoreError) -> [JSONPointer] {
        var pointers: [JSONPointer] = []
        pointers.reserveCapacity(values.count)
        for value in values {
            guard case .string(let text) = value, !text.isEmpty else { throw unexpected }
            pointers.append(try JSONPointer(text))
        }
        return pointers
    }

    private static var unexpected: StoreError {
        StoreError(.corrupt, "a member has another name or kind than those of a body")
    }
}
