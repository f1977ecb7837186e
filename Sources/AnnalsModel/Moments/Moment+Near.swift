// Moments and ranges that somebody may have meant who wrote what is none.

extension Moment {
    /// What completes the sentence that a text is no moment: `, but "yesterday" is`; empty where
    /// nothing is near.
    static func hint(near text: String, _ now: Timestamp) -> String {
        guard text.utf8.count <= Limits.quotedCharactersMax,
            let meant = near(text).first(where: { !$0.isEmpty && read($0, now) != nil })
        else { return "" }
        return ", but \(meant.quotedForMessage) is"
    }

    private static let words = ["head", "now", "start", "today", "yesterday"]
    private static let marks = ["cycle", "seq", "ago", "occurred", "tag"]

    /// What may be meant, the likeliest first; not all of it is a moment.
    private static func near(_ text: String) -> [String] {
        if let blank = text.firstIndex(of: " ") {
            // `yesturday 11:00`, `1 hour ago`.
            let day = Spelling.near(String(text[..<blank]), among: ["today", "yesterday"])
            if let day = day.first { return ["\(day)\(text[blank...])"] }
            if text.hasSuffix(" ago") { return ["ago:\(age(in: text.dropLast(" ago".count)))"] }
        }
        if let colon = text.firstIndex(of: ":") {
            let mark = String(text[..<colon])
            guard let known = Spelling.near(mark, among: marks).first else { return [] }
            let rest = text[text.index(after: colon)...].drop { $0 == " " }
            return known == "ago" ? ["ago:\(age(in: rest))"] : ["\(known):\(rest)"]
        }
        if let sign = text.firstIndex(where: { "~-^".contains($0) }), sign != text.startIndex {
            let signs = text[sign...].prefix { "~-^ ".contains($0) }
            let count = text[signs.endIndex...]
            if !Spelling.near(trimmed(text[..<sign]), among: ["head"]).isEmpty {
                return ["head~\(count.isEmpty ? String(signs.count) : String(count))"]
            }
        }
        let bare = trimmed(text[...])
        return Spelling.near(bare, among: words) + [bare, "ago:\(age(in: text[...]))"]
    }

    /// Without the blanks around it.
    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// An age by the names of units that there are: `1h` of `1hour`, `1h30m` of `1 h 30 min`.
    private static func age(in text: Substring) -> String {
        var age = ""
        var rest = text.drop { $0 == " " }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...].drop { $0 == " " }
            let word = rest.prefix { !$0.isNumber && $0 != " " }
            rest = rest[word.endIndex...].drop { $0 == " " }
            guard !digits.isEmpty, let unit = unit(named: word.lowercased()) else { return "" }
            age += "\(digits)\(unit)"
        }
        return age
    }

    private static func unit(named word: String) -> String? {
        let names = [
            "w": ["week", "weeks"], "d": ["day", "days"], "h": ["hr", "hrs", "hour", "hours"],
            "m": ["min", "mins", "minute", "minutes"], "s": ["sec", "secs", "second", "seconds"],
            "ms": ["msec", "millisecond", "milliseconds"],
            "us": ["µs", "usec", "microsecond", "microseconds"],
        ]
        return units.map(\.name).first { $0 == word || names[$0]?.contains(word) == true }
    }
}

extension MomentRange {
    /// What completes the sentence that a text is no range: `, but "today..today" is`, of a moment
    /// what happened in it, or since; empty where it is no moment either.
    static func hint(near text: String, _ now: Timestamp) -> String {
        guard text.utf8.count <= Limits.quotedCharactersMax,
            let moment = Moment.read(text, now)
        else { return "" }
        let isSpan = Moment.read(text, now, isBeginning: true) != moment
        let range =
            switch moment {
            case _ where isSpan: "\(text)..\(text)"
            case .cycle(let cycle) where cycle > 0: "cycle:\(cycle - 1)..cycle:\(cycle)"
            case .cycle(let cycle): "..cycle:\(cycle)"
            case .position(let position) where position > 0: "\(position - 1)..\(position)"
            default: "\(text).."
            }
        return ", but \(range.quotedForMessage) is"
    }
}
