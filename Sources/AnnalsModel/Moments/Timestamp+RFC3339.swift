extension Timestamp {
    /// Reads an RFC 3339 time, for example `2025-01-31T08:30:00.25+02:00`.
    ///
    /// Small `t` and `z` and a space in place of the `T` are taken too. Digits of a fraction after
    /// the sixth are cut off. The leap second `23:59:60` UTC becomes the last microsecond before
    /// it, since instants here have no leap seconds.
    ///
    /// - Throws: ``StoreError/Code/invalidArgument`` if the text is no such time, names a day that
    ///   does not exist, or lies outside the years 0001 to 9999 of UTC.
    public init(rfc3339 text: String) throws(StoreError) {
        guard let timestamp = Self.read(text) else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) is no RFC 3339 time: write it like "
                    + "2025-01-31T08:30:00Z or 2025-01-31T08:30:00.25+02:00")
        }
        self = timestamp
    }

    /// The instant as RFC 3339 in UTC, always with six digits of fraction and `Z`.
    ///
    /// For an instant outside the years 0000 to 9999, which ``init(rfc3339:)`` never makes, the
    /// year has a sign and more digits.
    public var rfc3339: String {
        let day: Int64 = 86_400_000_000
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: day)
        if rest < 0 {
            days -= 1
            rest += day
        }
        let date = CivilDate(daysSince1970: days)
        let seconds = rest / 1_000_000
        var text: [UInt8] = []
        text.reserveCapacity(27)
        if (0...9_999).contains(date.year) {
            Self.append(date.year, digits: 4, to: &text)
        } else {
            text.append(UInt8(ascii: date.year < 0 ? "-" : "+"))
            Self.append(abs(date.year), digits: 6, to: &text)
        }
        for (mark, value) in [("-", date.month), ("-", date.day)] as [(Unicode.Scalar, Int64)] {
            text.append(UInt8(ascii: mark))
            Self.append(value, digits: 2, to: &text)
        }
        text.append(UInt8(ascii: "T"))
        Self.append(seconds / 3_600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(seconds / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(seconds % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "."))
        Self.append(rest % 1_000_000, digits: 6, to: &text)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    private static func read(_ text: String) -> Timestamp? {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), year >= 1, scanner.skip("-"),
            let month = scanner.digits(2), scanner.skip("-"), let day = scanner.digits(2),
            scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.digits(2), hour <= 23, scanner.skip(":"),
            let minute = scanner.digits(2), minute <= 59, scanner.skip(":"),
            let second = scanner.digits(2), second <= 60,
            let fraction = scanner.fraction(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard date.isValid else { return nil }
        let minutes = date.daysSince1970 * 1_440 + hour * 60 + minute - offset
        let isLeapSecond = second == 60
        if isLeapSecond, (minutes + 1) % 1_440 != 0 { return nil }
        let microseconds =
            (minutes * 60 + min(second, 59)) * 1_000_000 + (isLeapSecond ? 999_999 : fraction)
        let timestamp = Timestamp(microseconds: microseconds)
        return (earliest...latest).contains(timestamp) ? timestamp : nil
    }
}

/// Takes a time apart, byte by byte.
struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text.utf8[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    func isAt(_ mark: Unicode.Scalar) -> Bool {
        rest.first == UInt8(ascii: mark)
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly so many digits.
    mutating func digits(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// A fraction of a second in microseconds, 0 if there is none, nil if no digit follows the dot.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// The offset from UTC in minutes.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isNegative = rest.first == UInt8(ascii: "-")
        guard skip("+") || skip("-"), let hours = digits(2), hours <= 23, skip(":"),
            let minutes = digits(2), minutes <= 59
        else { return nil }
        return (hours * 60 + minutes) * (isNegative ? -1 : 1)
    }

    private mutating func digit() -> Int64? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int64(byte - 0x30)
    }
}
