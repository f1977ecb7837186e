import AnnalsModel

extension JSONValue {
    /// Bytes of its JSON, counted no further than somewhat beyond a bound.
    func jsonBytes(upTo bound: Int) -> Int {
        switch self {
        case .null: return 4
        case .bool(let bool): return bool ? 4 : 5
        case .number(let number): return number.literal.utf8.count
        case .string(let text): return text.jsonBytes(upTo: bound)
        case .array(let items):
            var size = 2
            for item in items {
                size += item.jsonBytes(upTo: bound) + 1
                if size > bound { return size }
            }
            return size
        case .object(let members):
            var size = 2
            for (name, value) in members {
                size += name.jsonBytes(upTo: bound) + value.jsonBytes(upTo: bound) + 2
                if size > bound { return size }
            }
            return size
        }
    }
}

extension String {
    /// Bytes of the text in quotation marks, with its escapes.
    fileprivate func jsonBytes(upTo bound: Int) -> Int {
        let count = utf8.count + 2
        guard count <= bound else { return count }
        var text = self
        return text.withUTF8 { bytes in
            bytes.reduce(count) { size, byte in
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): size + 1
                case 0..<0x20: size + 5
                default: size
                }
            }
        }
    }
}
