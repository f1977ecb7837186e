extension Moment {
    /// Reads a moment.
    ///
    /// The forms are `head` or `now`, `head~3`, `start`, `cycle:12`, `seq:345`, `345`, a time,
    /// `ago:5m` or `ago:1h30m` with the units `us`, `ms`, `s`, `m`, `h`, `d` and `w`, the largest
    /// first, `occurred:TIME` and `tag:NAME`.
    ///
    /// A time is RFC 3339, or as people write it: `2026-11-26`, `2026-11-26 11:00`,
    /// `2026-11-26 11:00:30`, without the day for today, without the year for this year, `today`
    /// or `yesterday`. Without an offset it is UTC, and it means all of the day, minute or second
    /// that it names: `yesterday` is the end of yesterday, as `cycle:12` is the end of that cycle.
    /// Only where a ``MomentRange`` begins it is the state before.
    ///
    /// - Throws: ``StoreError/Code/invalidMoment`` with the list of the forms.
    public init(_ text: String) throws(StoreError) {
        try self.init(text, now: .now)
    }

    /// Reads a moment at an instant that is taken for the present.
    ///
    /// - Throws: ``StoreError/Code/invalidMoment`` with the list of the forms.
    package init(_ text: String, now: Timestamp) throws(StoreError) {
        try self.init(text, now: now, isBeginning: false)
    }

    /// Reads a moment as an end of a range.
    ///
    /// - Parameter isBeginning: Whether the range begins with it: a day, minute or second then is
    ///   the state before the first of its events.
    init(_ text: String, now: Timestamp, isBeginning: Bool) throws(StoreError) {
        guard let moment = Self.read(text, now, isBeginning: isBeginning) else {
            throw StoreError(
                .invalidMoment,
                "\(text.quotedForMessage) is no moment\(Self.hint(near: text, now)): write head, "
                    + "head~3, start, cycle:12, seq:345 or 345, a time in UTC like 2025-01-31, "
                    + "2025-01-31 08:30 or yesterday, an RFC 3339 time like "
                    + "2025-01-31T08:30:00+02:00, ago:5m or ago:1h30m (s, m, h, d or w), "
                    + "occurred:TIME or tag:NAME")
        }
        self = moment
    }

    /// Checks the name of a tag: 1 to 255 bytes of UTF-8 without control characters, without `..`
    /// and not ending in a dot, so that `tag:A..tag:B` reads in one way only.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if the name breaks the grammar.
    public static func checkTagName(_ name: String) throws(StoreError) {
        try NameRules.checkFreeText(name, "the tag", bytesMax: Limits.tagBytesMax)
        // By bytes, as ranges are cut: of two dots and a combining mark, the dots still are two.
        let dot = UInt8(ascii: ".")
        let hasTwo = zip(name.utf8, name.utf8.dropFirst()).contains { $0 == dot && $1 == dot }
        if name.utf8.last == dot || hasTwo {
            throw StoreError(
                .invalidName,
                "the tag \(name.quotedForMessage) has two dots in a row or a dot at its end: "
                    + "leave them out, since A..B is a range")
        }
    }

    static func read(
        _ text: String, _ now: Timestamp, isBeginning: Bool = false
    ) -> Moment? {
        func instant(_ text: String) -> Timestamp? {
            if let time = try? Timestamp(rfc3339: text) { return time }
            let time = CalendarTime(text, now: now)
            return isBeginning ? time?.before : time?.end
        }
        switch text {
        case "head", "now": return .head
        case "start": return .start
        default: break
        }
        if let back = rest(of: text, after: "head~") { return number(back).map(Moment.head) }
        if let cycle = rest(of: text, after: "cycle:") { return number(cycle).map(Moment.cycle) }
        if let position = rest(of: text, after: "seq:") {
            return number(position).map(Moment.position)
        }
        if let age = rest(of: text, after: "ago:") { return readAge(age) }
        if let time = rest(of: text, after: "occurred:") {
            return instant(time).map(Moment.occurred)
        }
        if let name = rest(of: text, after: "tag:") {
            guard (try? checkTagName(name)) != nil else { return nil }
            return .tag(name)
        }
        return number(text).map(Moment.position) ?? instant(text).map(Moment.time)
    }

    private static func rest(of text: String, after prefix: String) -> String? {
        // By bytes: a combining mark behind the colon belongs to the name.
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        return String(Substring(text.utf8.dropFirst(prefix.utf8.count)))
    }

    /// A number in plain digits, without sign.
    private static func number(_ text: String) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }

    private static func readAge(_ text: String) -> Moment? {
        var rest = text[...]
        var units = Self.units[...]
        var age: Int64 = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let name = rest[digits.endIndex...].prefix { !$0.isNumber }
            rest = rest[name.endIndex...]
            guard let count = number(String(digits)),
                let index = units.firstIndex(where: { $0.name == name })
            else { return nil }
            let (part, isOver) = count.multipliedReportingOverflow(by: units[index].microseconds)
            let (sum, isSumOver) = age.addingReportingOverflow(part)
            guard !isOver, !isSumOver else { return nil }
            age = sum
            // Each unit once, the larger before the smaller.
            units = units[(index + 1)...]
        } while !rest.isEmpty
        return .ago(microseconds: age)
    }

    static let units: [(name: String, microseconds: Int64)] = [
        ("w", 604_800_000_000), ("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000),
        ("s", 1_000_000), ("ms", 1_000), ("us", 1),
    ]
}

extension Moment: CustomStringConvertible {
    /// The moment as it is written.
    public var description: String {
        switch self {
        case .head(back: 0): "head"
        case .head(let back): "head~\(back)"
        case .start: "start"
        case .cycle(let cycle): "cycle:\(cycle)"
        case .position(let position): "seq:\(position)"
        case .time(let time): time.rfc3339
        case .ago(let microseconds): "ago:\(Self.age(microseconds))"
        case .occurred(let time): "occurred:\(time.rfc3339)"
        case .tag(let name): "tag:\(name)"
        }
    }

    private static func age(_ microseconds: Int64) -> String {
        guard microseconds != 0 else { return "0s" }
        let unit = units.first { microseconds.isMultiple(of: $0.microseconds) } ?? ("us", 1)
        return "\(microseconds / unit.microseconds)\(unit.name)"
    }
}
