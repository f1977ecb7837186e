extension LeafHeader {
    /// Reads the canonical bytes of a header and gives what stands behind them.
    ///
    /// - Returns: nil unless the bytes begin exactly as ``bytes`` writes a header.
    static func read(_ bytes: ArraySlice<UInt8>) -> (header: LeafHeader, rest: ArraySlice<UInt8>)? {
        var reader = FieldReader(rest: bytes)
        guard reader.skip(Self.format),
            let position = reader.number(), let stream = reader.name(),
            let version = reader.number(), let type = reader.name(), let actor = reader.name(),
            let kind = reader.name(), let cycle = reader.number(),
            let recordedAt = reader.number(), let occurredAt = reader.optional({ $0.number() }),
            let correlation = reader.optional({ $0.name() }),
            let causation = reader.optional({ $0.number() }),
            let id = reader.optional({ $0.bytes(count: 16) })
        else { return nil }
        let header = LeafHeader(
            position: position, stream: stream, version: version, type: type, actor: actor,
            kind: kind, cycle: cycle, recordedAt: recordedAt, occurredAt: occurredAt,
            correlation: correlation, causation: causation, id: id.map { Array($0) })
        return (header, reader.rest)
    }
}

/// Reads fields with their lengths in front; nil wherever the bytes are not as they are written.
private struct FieldReader {
    private(set) var rest: ArraySlice<UInt8>

    init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let isThere = text.withUTF8Buffer { rest.starts(with: $0) }
        if isThere { rest = rest.dropFirst(text.utf8CodeUnitCount) }
        return isThere
    }

    mutating func number() -> Int64? {
        bytes(count: 8).map { field in
            Int64(bitPattern: field.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }

    mutating func name() -> String? {
        guard let field = bytes() else { return nil }
        let text = String(decoding: field, as: UTF8.self)
        // Decoding repairs what is not UTF-8, so that other bytes come out.
        return text.utf8.elementsEqual(field) ? text : nil
    }

    /// A field that may be absent: nil within if it is, nil outside if it is not as written.
    mutating func optional<Field>(_ read: (inout FieldReader) -> Field?) -> Field?? {
        guard rest.count >= 4 else { return nil }
        if rest.prefix(4).allSatisfy({ $0 == 0xFF }) {
            rest = rest.dropFirst(4)
            return .some(nil)
        }
        return read(&self).map { .some($0) }
    }

    mutating func bytes(count: Int? = nil) -> ArraySlice<UInt8>? {
        guard rest.count >= 4 else { return nil }
        let length = Int(rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        guard length == count ?? length, length <= rest.count - 4 else { return nil }
        let field = rest.dropFirst(4).prefix(length)
        rest = rest.dropFirst(4 + length)
        return field
    }
}
