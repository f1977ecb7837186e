internal import Foundation

extension JSONValue {
    /// A value of any type that can be decoded, made of this JSON without a detour over
    /// floating-point numbers; what ``init(encoding:)`` wrote comes back.
    ///
    /// An integer type takes every number that is such an integer (`12.0`, `1e3`), `Decimal` every
    /// number of at most 38 digits, `Double` the nearest value. A `Date` is read from RFC 3339,
    /// `Data` from base64.
    ///
    /// - Throws: `DecodingError` with the place; what the type's own code throws.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONValueDecoder(value: self, codingPath: []).decode(type)
    }
}

extension JSONObject {
    /// A value made of this object; as ``JSONValue/decoded(as:)``.
    ///
    /// - Throws: `DecodingError` with the place; what the type's own code throws.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONValue.object(self).decoded(as: type)
    }
}

/// The decoder that a type's own code meets, and the container of a single value.
struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(
            DecodedMembers<Key>(object: try object(), codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch([JSONValue].self) }
        return DecodedElements(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        self
    }

    func object() throws -> JSONObject {
        guard case .object(let object) = value else { throw mismatch(JSONObject.self) }
        return object
    }

    /// The value as any type: what has a form of its own in JSON first.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let special: Any? =
            switch type {
            case is Date.Type: try date()
            case is Data.Type: try read("base64") { Data(base64Encoded: $0) }
            case is UUID.Type: try read("a UUID") { UUID(uuidString: $0) }
            case is URL.Type: try read("a URL") { URL(string: $0) }
            case is Decimal.Type: try decimal()
            default: nil
            }
        if let special = special as? Value { return special }
        return try Value(from: self)
    }

    private func read<Value>(_ what: String, _ make: (String) -> Value?) throws -> Value {
        let text = try decode(String.self)
        guard let made = make(text) else {
            throw corrupt("\(text.quotedForMessage) is not \(what)")
        }
        return made
    }

    private func date() throws -> Date {
        let microseconds = try Timestamp(from: self).microseconds
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return Date(timeIntervalSince1970: Double(seconds) + Double(rest) / 1_000_000)
    }

    private func decimal() throws -> Decimal {
        let number = try number(Decimal.self)
        // `Decimal(string:)` rounds what has more digits than it keeps, and says nothing.
        guard let decimal = Decimal(string: number.literal), decimal.isFinite,
            JSONNumber(literal: decimal.description).map(number.hasSameValue(as:)) == true
        else { throw corrupt("\(number.literal.quotedForMessage) is more than a Decimal can hold") }
        return decimal
    }

    func number(_ type: Any.Type) throws -> JSONNumber {
        guard case .number(let number) = value else { throw mismatch(type) }
        return number
    }

    func mismatch(_ type: Any.Type) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath, debugDescription: "this is a JSON \(value.kindName)")
        return value == .null
            ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    func corrupt(_ why: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: why))
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = value else { throw mismatch(type) }
        return bool
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw mismatch(type) }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        let number = try number(type)
        guard let double = number.double else {
            throw corrupt("\(number.literal.quotedForMessage) is beyond every Double")
        }
        return double
    }

    func decode(_ type: Float.Type) throws -> Float {
        let number = try number(type)
        guard let float = Float(number.literal), float.isFinite else {
            throw corrupt("\(number.literal.quotedForMessage) is beyond every Float")
        }
        return float
    }

    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    private func integer<Value: FixedWidthInteger>() throws -> Value {
        let number = try number(Value.self)
        if let integer = Value(number.literal) { return integer }
        guard let integer = number.exactInt64.flatMap({ Value(exactly: $0) }) else {
            throw corrupt("\(number.literal.quotedForMessage) is no \(Value.self)")
        }
        return integer
    }
}
