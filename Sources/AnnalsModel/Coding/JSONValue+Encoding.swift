internal import Foundation

extension JSONValue {
    /// The JSON of a value of any type that can be encoded, without a detour over floating-point
    /// numbers.
    ///
    /// Integers and `Decimal` keep every digit, a `Double` is the shortest text that parses back to
    /// it. A `Date` becomes RFC 3339 in UTC with microseconds, `Data` base64, a `UUID` its text in
    /// lower case, a `URL` its text. A property that is nil is left out.
    ///
    /// - Throws: `EncodingError` for a number that JSON does not have or a date beyond the years 1
    ///   to 9999; what the value's own code throws.
    public init(encoding value: some Encodable) throws {
        let node = EncodedNode()
        try node.encode(value, at: [])
        self = node.json
    }
}

extension JSONObject {
    /// The JSON object of a value of any type that is encoded as one; as
    /// ``JSONValue/init(encoding:)``.
    ///
    /// - Throws: `EncodingError`, also where the value becomes no object but an array or a scalar.
    public init(encoding value: some Encodable) throws {
        let json = try JSONValue(encoding: value)
        guard case .object(let object) = json else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: [],
                    debugDescription: "this becomes a JSON \(json.kindName), and a document is an "
                        + "object: put it into one as a member"))
        }
        self = object
    }
}

/// A value in the making: containers fill it in any order and at any time.
final class EncodedNode {
    enum Content {
        /// Nothing was said, as of a type without properties.
        case empty
        case value(JSONValue)
        case members(keys: [String], [ExactString: EncodedNode])
        case elements([EncodedNode])
    }

    var content = Content.empty

    var json: JSONValue {
        switch content {
        case .empty: return .object([:])
        case .value(let value): return value
        case .elements(let elements): return .array(elements.map(\.json))
        case .members(let keys, let nodes):
            var object = JSONObject()
            object.reserveCapacity(keys.count)
            for key in keys { object[key] = nodes[ExactString(key)]?.json }
            return .object(object)
        }
    }

    /// The number of elements so far.
    var count: Int {
        if case .elements(let elements) = content { elements.count } else { 0 }
    }

    func beginMembers() {
        if case .members = content { return }
        content = .members(keys: [], [:])
    }

    func beginElements() {
        if case .elements = content { return }
        content = .elements([])
    }

    /// The node of a member; one that is named again begins anew in its place.
    func member(_ name: String) -> EncodedNode {
        let node = EncodedNode()
        guard case .members(var keys, var nodes) = content else { return node }
        content = .empty
        if nodes.updateValue(node, forKey: ExactString(name)) == nil { keys.append(name) }
        content = .members(keys: keys, nodes)
        return node
    }

    func element() -> EncodedNode {
        let node = EncodedNode()
        guard case .elements(var elements) = content else { return node }
        content = .empty
        elements.append(node)
        content = .elements(elements)
        return node
    }

    /// Takes a value, whatever its type.
    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
        if let json = try Self.scalar(value, at: path) {
            content = .value(json)
        } else {
            try value.encode(to: JSONValueEncoder(node: self, codingPath: path))
        }
    }

    /// What has a form of its own in JSON; nil for all else.
    private static func scalar(
        _ value: some Encodable, at path: [any CodingKey]
    ) throws -> JSONValue? {
        func refusal(_ why: String) -> EncodingError {
            .invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: why))
        }
        switch value {
        case let date as Date:
            let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
            guard let exact = Int64(exactly: microseconds),
                (Timestamp.earliest...Timestamp.latest).contains(Timestamp(microseconds: exact))
            else { throw refusal("the date lies outside the years 1 to 9999") }
            return .string(Timestamp(microseconds: exact).rfc3339)
        case let data as Data: return .string(data.base64EncodedString())
        case let id as UUID: return .string(id.uuidString.lowercased())
        case let url as URL: return .string(url.absoluteString)
        case let decimal as Decimal:
            guard decimal.isFinite, let number = JSONNumber(literal: decimal.description) else {
                throw refusal("JSON has no number for \(decimal)")
            }
            return .number(number)
        default: return nil
        }
    }
}

/// The encoder that a type's own code meets.
struct JSONValueEncoder: Encoder {
    let node: EncodedNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.beginMembers()
        return KeyedEncodingContainer(EncodedMembers<Key>(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.beginElements()
        return EncodedElements(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        EncodedScalar(node: node, codingPath: codingPath)
    }
}
