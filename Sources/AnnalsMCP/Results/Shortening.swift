import AnnalsModel

/// Makes values small enough for a result: what is too large says how large it is and where it
/// can be read.
struct Shortening {
    /// What was cut, the first of them: how large each is, and where it can be read.
    private(set) var cuts: [JSONValue] = []
    /// Places that are listed; more show in the values alone.
    private static let listedMax = 20
    /// Bytes of a value below which it is not cut, but its neighbours are left out.
    private static let shareMin = 160
    /// Bytes of values of a container whose later ones are left out.
    private static let shareOfMany = 2_000
    /// Bytes that the name of a resource may take behind a value that was cut.
    private static let markBytesMax = 600

    /// The value, in about so many bytes of JSON at most.
    ///
    /// - Parameters:
    ///   - address: Where the value can be read whole; nil where nowhere.
    ///   - bytes: How many.
    mutating func fit(_ value: JSONValue, _ address: ResourceAddress?, _ bytes: Int) -> JSONValue {
        let size = value.jsonBytes(upTo: bytes)
        guard size > bytes else { return value }
        switch value {
        case .string(let text): return cut(text, address, bytes)
        case .number(let number): return cut(number.literal, address, bytes)
        case .array(let items):
            let named = items.enumerated().map { (String($0.offset), $0.element) }
            let (kept, rest) = fit(named, address, bytes, keyBytes: 1)
            return .array(kept.map(\.1) + (rest.map { [$0] } ?? []))
        case .object(let members):
            let named = members.map { ($0.key, $0.value) }
            let (kept, rest) = fit(named, address, bytes, keyBytes: 4)
            var object = JSONObject()
            for (name, value) in kept { object[name] = value }
            object["…"] = rest
            return .object(object)
        case .null, .bool: return value
        }
    }

    /// A text, cut at a character.
    private mutating func cut(
        _ text: String, _ address: ResourceAddress?, _ bytes: Int
    ) -> JSONValue {
        let count = text.utf8.count
        let mark = mark("\(count) bytes", address)
        note(count, address)
        // A control character takes six bytes of JSON, so that a text of them is cut again.
        var kept = max(0, bytes - mark.utf8.count - 2)
        var front = text.front(bytes: kept)
        while kept > 0, JSONValue.string(front).jsonBytes(upTo: .max) > bytes - mark.utf8.count {
            kept /= 2
            front = text.front(bytes: kept)
        }
        return .string(front + mark)
    }

    /// As many of some members as have room, and what stands for the others.
    private mutating func fit(
        _ members: [(String, JSONValue)], _ address: ResourceAddress?, _ bytes: Int, keyBytes: Int
    ) -> (kept: [(String, JSONValue)], rest: JSONValue?) {
        let room = max(0, bytes - Self.markBytesMax / 4)
        let sizes = members.map { name, value in
            value.jsonBytes(upTo: bytes) + keyBytes + (keyBytes > 1 ? name.utf8.count : 0)
        }
        var kept: [(String, JSONValue)] = []
        let level = Self.level(of: sizes, room)
        let share = level >= Self.shareMin ? level : Self.shareOfMany
        var left = room
        for (index, (name, value)) in members.enumerated() {
            let cost = min(sizes[index], share)
            guard cost <= left, name.utf8.count < share / 2 || keyBytes == 1 else {
                let count = members.count - kept.count
                note(nil, address)
                return (kept, .string(mark("\(count) more", address)))
            }
            left -= cost
            let room = cost - keyBytes - (keyBytes > 1 ? name.utf8.count : 0)
            kept.append((name, fit(value, address?.appending(name), max(room, 16))))
        }
        return (kept, nil)
    }

    /// Up to how many bytes each may have for all to have room; those that are smaller leave
    /// theirs to the others.
    private static func level(of sizes: [Int], _ room: Int) -> Int {
        var left = room
        let sorted = sizes.sorted()
        for (index, size) in sorted.enumerated() {
            let share = left / (sorted.count - index)
            if size > share { return share }
            left -= size
        }
        return room
    }

    private func mark(_ what: String, _ address: ResourceAddress?) -> String {
        let uri = address?.uri
        // A pointer of a thousand steps would take more room than what it stands for.
        guard let uri, uri.utf8.count <= Self.markBytesMax else { return "…(\(what))" }
        return "…(\(what), \(uri))"
    }

    private mutating func note(_ bytes: Int?, _ address: ResourceAddress?) {
        guard cuts.count < Self.listedMax, let uri = address?.uri,
            uri.utf8.count <= Self.markBytesMax
        else { return }
        var cut: JSONObject = ["resource": .string(uri)]
        cut["bytes"] = bytes.map { .number(JSONNumber(Int64($0))) }
        cuts.append(.object(cut))
    }
}

extension String {
    /// The beginning of a text in so many bytes at most, cut at a character.
    ///
    /// A character of more bytes than that is cut between its scalars.
    func front(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        let end = end(ofBytes: bytes)
        let front = self[..<end]
        guard end.samePosition(in: self) == nil else { return String(front) }
        let whole = front.dropLast()
        return String(whole.isEmpty ? front : whole)
    }
}
