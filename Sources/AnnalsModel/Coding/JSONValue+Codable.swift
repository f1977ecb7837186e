// How JSON values go through `Codable`: whole through the coder of this module, and through others
// as well as those can.

extension JSONValue: Codable {
    /// Reads a value.
    ///
    /// - Throws: `DecodingError` for a number that the decoder cannot give exactly.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONValueDecoder {
            self = decoder.value
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? container.decode(Int64.self) {
            self = .number(JSONNumber(integer))
        } else if let integer = try? container.decode(UInt64.self) {
            self = .number(JSONNumber(checked: String(integer)))
        } else if let double = try? container.decode(Double.self),
            let number = JSONNumber(double)
        {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try JSONObject(from: decoder))
        }
    }

    /// Writes the value.
    ///
    /// - Throws: `EncodingError` for a number that the encoder cannot take exactly.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONValueEncoder {
            encoder.node.content = .value(self)
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .number(let number): try number.encode(in: &container, of: encoder)
        case .string(let text): try container.encode(text)
        case .array(let array): try container.encode(array)
        case .object(let object): try object.encode(to: encoder)
        }
    }
}

extension JSONNumber: Codable {
    /// Reads a number.
    public init(from decoder: any Decoder) throws {
        guard case .number(let number) = try JSONValue(from: decoder) else {
            throw DecodingError.typeMismatch(
                JSONNumber.self,
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "this is no number"))
        }
        self = number
    }

    /// Writes the number, as it was written where the encoder is of this module.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue.number(self).encode(to: encoder)
    }

    fileprivate func encode(
        in container: inout any SingleValueEncodingContainer, of encoder: any Encoder
    ) throws {
        if let int64 {
            try container.encode(int64)
        } else if let unsigned = UInt64(literal) {
            try container.encode(unsigned)
        } else if let exactDouble {
            try container.encode(exactDouble)
        } else {
            throw EncodingError.invalidValue(
                self,
                EncodingError.Context(
                    codingPath: encoder.codingPath,
                    debugDescription: "the number \(literal.quotedForMessage) has more digits than "
                        + "this encoder takes"))
        }
    }
}

extension JSONObject: Codable {
    /// Reads an object, in the order in which the decoder gives its members.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONValueDecoder {
            self = try decoder.object()
            return
        }
        self.init()
        let container = try decoder.container(keyedBy: MemberKey.self)
        for key in container.allKeys {
            self[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
    }

    /// Writes the object.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? JSONValueEncoder {
            encoder.node.content = .value(.object(self))
            return
        }
        var container = encoder.container(keyedBy: MemberKey.self)
        for (key, value) in self {
            try container.encode(value, forKey: MemberKey(key))
        }
    }
}

extension Timestamp: Codable {
    /// Reads an RFC 3339 time.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try Timestamp(rfc3339: text)
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: error.message)
        }
    }

    /// Writes the instant as RFC 3339.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

/// The name of a member, or the place of an element.
struct MemberKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) {
        stringValue = name
        intValue = nil
    }

    init(_ index: Int) {
        stringValue = String(index)
        intValue = index
    }

    init?(stringValue: String) {
        self.init(stringValue)
    }

    init?(intValue: Int) {
        self.init(intValue)
    }
}
