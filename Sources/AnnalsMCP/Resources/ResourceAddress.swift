import AnnalsModel

/// The name of something that can be read: `annals://event/4711#/data/x`.
struct ResourceAddress: Sendable {
    /// What it is.
    enum Thing: Sendable {
        /// An event, by its position.
        case event(Int64)
        /// A stream's document, at a moment as it is written; nil for now.
        case stream(StreamName, at: String?)
        /// A cycle, by its number.
        case cycle(Int64)
    }

    /// What it is.
    let thing: Thing
    /// The place in it that is meant.
    private(set) var pointer = JSONPointer(tokens: [])
    /// Bytes of the value that are passed over; nil for the value from its beginning on.
    var from: Int64?

    init(_ thing: Thing) { self.thing = thing }

    /// The same with the pointer one step further.
    func appending(_ token: String) -> ResourceAddress {
        var address = self
        address.pointer = pointer.appending(token)
        return address
    }

    /// Reads a name.
    ///
    /// - Throws: `invalidArgument`, and what the parts throw.
    init(_ uri: String) throws(StoreError) {
        let scheme = "annals://"
        guard uri.hasPrefix(scheme) else { throw Self.unknown(uri) }
        let halves = uri.dropFirst(scheme.count).split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = try parts[0].split(separator: "/", omittingEmptySubsequences: false).map {
            part throws(StoreError) in try Self.decoded(part, uri)
        }
        var query: [String: String] = [:]
        for member in parts.count < 2 ? [] : parts[1].split(separator: "&") {
            let sides = member.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw Self.unknown(uri) }
            query[String(sides[0])] = try Self.decoded(sides[1], uri)
        }
        switch (path.first, path.count) {
        case ("event", 2):
            guard let position = Int64(path[1]), position > 0 else { throw Self.unknown(uri) }
            thing = .event(position)
        case ("cycle", 2):
            guard let number = Int64(path[1]), number >= 0 else { throw Self.unknown(uri) }
            thing = .cycle(number)
        case ("stream", 3):
            thing = .stream(
                try StreamName(category: path[1], id: path[2]),
                at: query.removeValue(forKey: "at"))
        default: throw Self.unknown(uri)
        }
        if let from = query.removeValue(forKey: "from") {
            guard let number = Int64(from), number >= 0 else { throw Self.unknown(uri) }
            self.from = number
        }
        guard query.isEmpty else { throw Self.unknown(uri) }
        if halves.count > 1 { pointer = try JSONPointer(try Self.decoded(halves[1], uri)) }
    }

    /// The name.
    var uri: String {
        var query: [String] = []
        var text = "annals://"
        switch thing {
        case .event(let position): text += "event/\(position)"
        case .cycle(let number): text += "cycle/\(number)"
        case .stream(let name, let moment):
            text += "stream/\(name.category)/\(Self.encoded(name.id, besides: ""))"
            if let moment { query.append("at=\(Self.encoded(moment, besides: ":"))") }
        }
        if let from { query.append("from=\(from)") }
        if !query.isEmpty { text += "?" + query.joined(separator: "&") }
        if !pointer.isRoot { text += "#" + Self.encoded(pointer.description, besides: "/") }
        return text
    }

    private static func unknown(_ uri: String) -> StoreError {
        StoreError(
            .notFound,
            "there is no resource \(uri.quotedForMessage): write annals://event/POSITION, "
                + "annals://stream/CATEGORY/ID?at=MOMENT or annals://cycle/NUMBER")
    }

    private static func encoded(_ text: String, besides others: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            let isPlain =
                byte < 0x80
                && (character.isLetter || character.isNumber || "-._~".contains(character)
                    || others.contains(character))
            if isPlain {
                encoded.append(byte)
            } else {
                PercentEncoding.append(byte, to: &encoded)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func decoded(_ text: Substring, _ uri: String) throws(StoreError) -> String {
        guard let bytes = PercentEncoding.bytes(of: text.utf8),
            let decoded = String(validating: bytes, as: UTF8.self)
        else { throw unknown(uri) }
        return decoded
    }
}
