internal import OrderedCollections

/// A JSON value, lossless: numbers as written, members in order.
///
/// Equality ignores the order of members, compares numbers by their literals and strings by their
/// UTF-8 bytes.
public enum JSONValue: Sendable {
    /// The value null.
    case null
    /// True or false.
    case bool(Bool)
    /// A number, as it was written.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
}

extension JSONValue: Equatable {
    /// Whether both are the same value; the order of members does not count.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue {
    /// The object, or nil if the value is none.
    public var asObject: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, or nil if the value is no array.
    public var asArray: [JSONValue]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The text, or nil if the value is no string.
    public var asString: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, or nil if the value is none.
    public var asNumber: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// True or false, or nil if the value is neither.
    public var asBool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The integer, or nil if the value is no number or its literal no integer within Int64.
    public var asInt64: Int64? { asNumber?.int64 }

    /// What sort of value it is, for messages: `null`, `boolean`, `number`, `string`, `array` or
    /// `object`.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The number of containers inside one another: 0 for a scalar, 1 for `[]`, 2 for `[{}]`.
    ///
    /// - Parameter limit: Counting stops above this depth and gives `limit + 1`.
    func depth(upTo limit: Int) -> Int {
        func deepest(_ values: some Collection<JSONValue>) -> Int {
            guard limit > 0 else { return 1 }
            return 1 + (values.lazy.map { $0.depth(upTo: limit - 1) }.max() ?? 0)
        }
        return switch self {
        case .null, .bool, .number, .string: 0
        case .array(let array): deepest(array)
        case .object(let object): deepest(object.members.values)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral {
    /// Creates null.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// Creates true or false.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// Creates a number.
    public init(integerLiteral value: Int64) {
        self = .number(JSONNumber(value))
    }

    /// Creates a string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Creates an array.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// Creates an object; of members with the same name the last one wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements {
            object[key] = value
        }
        self = .object(object)
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON.
    public var description: String { compact }
}
