import AnnalsModel

extension JSONValue {
    /// Puts a value at a place, or takes away what is there.
    ///
    /// A member that is missing is added to its object; everything else that a place names must be
    /// there, or nothing happens.
    mutating func set(_ value: JSONValue?, at tokens: ArraySlice<String>) {
        guard let token = tokens.first else {
            if let value { self = value }
            return
        }
        let rest = tokens.dropFirst()
        switch self {
        case .object(var object):
            if rest.isEmpty {
                object[token] = value
            } else if var inner = object[token] {
                inner.set(value, at: rest)
                object[token] = inner
            }
            self = .object(object)
        case .array(var array):
            guard let index = token.arrayIndex, array.indices.contains(index) else { return }
            if !rest.isEmpty {
                array[index].set(value, at: rest)
            } else if let value {
                array[index] = value
            } else {
                array.remove(at: index)
            }
            self = .array(array)
        default:
            break
        }
    }
}

extension JSONPointer {
    /// Whether the place stands behind another in a document, where both name elements by index.
    func isAfter(_ other: JSONPointer) -> Bool {
        for (token, otherToken) in zip(tokens, other.tokens)
        where !token.hasSameBytes(as: otherToken) {
            switch (token.arrayIndex, otherToken.arrayIndex) {
            case (let index?, let otherIndex?): return index > otherIndex
            case (nil, nil): return ExactString(otherToken) < ExactString(token)
            case (let index, _): return index == nil
            }
        }
        return tokens.count > other.tokens.count
    }

    /// Whether the other place is this one, or lies in it.
    func contains(_ other: JSONPointer) -> Bool {
        tokens.count <= other.tokens.count
            && zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}

extension String {
    /// The number of an element that a token of a JSON Pointer names.
    var arrayIndex: Int? {
        guard utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            utf8.first != UInt8(ascii: "0") || utf8.count == 1
        else { return nil }
        return Int(self)
    }
}
