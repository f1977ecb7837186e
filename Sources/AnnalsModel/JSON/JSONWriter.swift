internal import OrderedCollections

/// Writes JSON values as UTF-8: no escape but the required ones, numbers as they were written.
struct JSONWriter {
    /// Spaces for each level, or nil for the compact form.
    var indent: Int?
    /// Whether strings escape also what could steer or mislead a terminal.
    var isTerminalSafe = false
    private var depth = 0

    init(indent: Int? = nil, isTerminalSafe: Bool = false) {
        self.indent = indent
        self.isTerminalSafe = isTerminalSafe
    }

    mutating func write(_ value: JSONValue, to out: inout [UInt8]) {
        switch value {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let bool): out.append(contentsOf: (bool ? "true" : "false").utf8)
        case .number(let number): out.append(contentsOf: number.literal.utf8)
        case .string(let text): write(text, to: &out)
        case .array(let array): write(array, to: &out)
        case .object(let object): write(object, to: &out)
        }
    }

    mutating func write(_ object: JSONObject, to out: inout [UInt8]) {
        guard !object.isEmpty else {
            out.append(contentsOf: "{}".utf8)
            return
        }
        if object.count >= Self.measuredCountMin { makeRoom(for: .object(object), &out) }
        out.append(UInt8(ascii: "{"))
        depth += 1
        for index in 0..<object.count {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            breakLine(&out)
            write(object.members.keys[index].text, to: &out)
            out.append(UInt8(ascii: ":"))
            if indent != nil { out.append(UInt8(ascii: " ")) }
            write(object.members.values[index], to: &out)
        }
        depth -= 1
        breakLine(&out)
        out.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ array: [JSONValue], to out: inout [UInt8]) {
        guard !array.isEmpty else {
            out.append(contentsOf: "[]".utf8)
            return
        }
        if array.count >= Self.measuredCountMin { makeRoom(for: .array(array), &out) }
        out.append(UInt8(ascii: "["))
        depth += 1
        for index in array.indices {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            breakLine(&out)
            write(array[index], to: &out)
        }
        depth -= 1
        breakLine(&out)
        out.append(UInt8(ascii: "]"))
    }

    private func breakLine(_ out: inout [UInt8]) {
        guard let indent else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * depth))
    }

    private func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        if isTerminalSafe, text.unicodeScalars.contains(where: \.needsEscapeOnTerminal) {
            for scalar in text.unicodeScalars {
                if scalar.needsEscapeOnTerminal, scalar.value > 0x1F {
                    Self.writeUnicodeEscape(UInt16(scalar.value), to: &out)
                } else {
                    Self.writeEscaped(String(scalar), to: &out)
                }
            }
        } else {
            Self.writeEscaped(text, to: &out)
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            if bytes.count >= measuredBytesMin {
                out.reserveCapacity(out.count + size(of: bytes) + restBytes)
            }
            var start = 0
            var index = 0
            let raw = UnsafeRawBufferPointer(bytes)
            while index < raw.count {
                if index + 8 <= raw.count,
                    JSONWord.stops(
                        in: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) == 0
                {
                    index += 8
                    continue
                }
                if JSONWord.isStop(raw[index]) {
                    out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                    writeEscape(raw[index], to: &out)
                    start = index + 1
                }
                index += 1
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
        }
    }

    private static func writeEscape(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case 0x22: out.append(contentsOf: "\\\"".utf8)
        case 0x5C: out.append(contentsOf: "\\\\".utf8)
        case 0x08: out.append(contentsOf: "\\b".utf8)
        case 0x0C: out.append(contentsOf: "\\f".utf8)
        case 0x0A: out.append(contentsOf: "\\n".utf8)
        case 0x0D: out.append(contentsOf: "\\r".utf8)
        case 0x09: out.append(contentsOf: "\\t".utf8)
        default: writeUnicodeEscape(UInt16(byte), to: &out)
        }
    }

    private static func writeUnicodeEscape(_ unit: UInt16, to out: inout [UInt8]) {
        out.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
            out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
