// Room for large values, made at once: an array that grows is in memory twice each time it does.

extension JSONWriter {
    /// Members or elements from which a value is measured before it is written.
    static let measuredCountMin = 4_096
    /// Bytes from which a string is.
    static let measuredBytesMin = 1 << 20
    /// Room for what comes behind a large value, such as the rest of an event's body.
    static let restBytes = 4_096

    /// Makes room for a value that is written in the compact form; one with lines takes more.
    func makeRoom(for value: JSONValue, _ out: inout [UInt8]) {
        guard !isTerminalSafe else { return }
        let size = Self.size(of: value)
        if out.capacity - out.count < size {
            out.reserveCapacity(out.count + size + Self.restBytes)
        }
    }

    /// Bytes that a value has in the compact form.
    private static func size(of value: JSONValue) -> Int {
        switch value {
        case .null: 4
        case .bool(let bool): bool ? 4 : 5
        case .number(let number): number.literal.utf8.count
        case .string(let text): size(of: text)
        case .array(let array):
            array.reduce(1 + max(array.count, 1)) { $0 + size(of: $1) }
        case .object(let object):
            object.members.reduce(1 + max(object.count, 1)) {
                $0 + size(of: $1.key.text) + 1 + size(of: $1.value)
            }
        }
    }

    private static func size(of text: String) -> Int {
        var text = text
        return text.withUTF8 { size(of: $0) }
    }

    /// Bytes that a string has, in quotation marks and with its escapes.
    static func size(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var size = 2 + raw.count
        var index = 0
        while index < raw.count {
            if index + 8 <= raw.count,
                JSONWord.stops(in: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) == 0
            {
                index += 8
                continue
            }
            switch raw[index] {
            case 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x22, 0x5C: size += 1
            case ..<0x20: size += 5
            default: break
            }
            index += 1
        }
        return size
    }
}
