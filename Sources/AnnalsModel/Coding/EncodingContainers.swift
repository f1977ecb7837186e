// The three containers of the encoder. Each leaf goes through `EncodedScalar`.

struct EncodedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: EncodedNode
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) {
        node.member(key.stringValue).content = .value(.null)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try node.member(key.stringValue).encode(value, at: codingPath + [key])
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        encoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        encoder(forKey: MemberKey("super"))
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        encoder(forKey: key)
    }

    private func encoder(forKey key: some CodingKey) -> JSONValueEncoder {
        JSONValueEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
    }
}

struct EncodedElements: UnkeyedEncodingContainer {
    let node: EncodedNode
    let codingPath: [any CodingKey]
    var count: Int { node.count }

    func encodeNil() {
        node.element().content = .value(.null)
    }

    func encode(_ value: some Encodable) throws {
        let path = codingPath + [MemberKey(count)]
        try node.element().encode(value, at: path)
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type
    ) -> KeyedEncodingContainer<Inner> {
        next().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next().unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        next()
    }

    private func next() -> JSONValueEncoder {
        let path = codingPath + [MemberKey(count)]
        return JSONValueEncoder(node: node.element(), codingPath: path)
    }
}

struct EncodedScalar: SingleValueEncodingContainer {
    let node: EncodedNode
    let codingPath: [any CodingKey]

    func encodeNil() { node.content = .value(.null) }
    func encode(_ value: Bool) { node.content = .value(.bool(value)) }
    func encode(_ value: String) { node.content = .value(.string(value)) }
    func encode(_ value: Double) throws { try encode(real: value, text: "\(value)") }
    func encode(_ value: Float) throws { try encode(real: Double(value), text: "\(value)") }
    func encode(_ value: Int) { encode(integer: value) }
    func encode(_ value: Int8) { encode(integer: value) }
    func encode(_ value: Int16) { encode(integer: value) }
    func encode(_ value: Int32) { encode(integer: value) }
    func encode(_ value: Int64) { encode(integer: value) }
    func encode(_ value: UInt) { encode(integer: value) }
    func encode(_ value: UInt8) { encode(integer: value) }
    func encode(_ value: UInt16) { encode(integer: value) }
    func encode(_ value: UInt32) { encode(integer: value) }
    func encode(_ value: UInt64) { encode(integer: value) }
    func encode(_ value: some Encodable) throws { try node.encode(value, at: codingPath) }

    private func encode(integer value: some BinaryInteger) {
        node.content = .value(.number(JSONNumber(checked: String(value))))
    }

    private func encode(real value: Double, text: String) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: codingPath, debugDescription: "JSON has no number for \(value)"))
        }
        node.content = .value(.number(JSONNumber(checked: text)))
    }
}
