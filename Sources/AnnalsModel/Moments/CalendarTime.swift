/// A time as people write it and as tables print it: `2026-11-26`, `2026-11-26 11:00`, `11:00:30`,
/// `yesterday`.
///
/// Where it has no zone it is UTC, as every time that is printed. It means all that it names, the
/// day, the minute or the second, up to its last microsecond: as `cycle:12` is the end of that
/// cycle, so a time that a table printed includes the events that it printed with it. Where a range
/// begins it means the state before the first of these events, so that the range has them all.
struct CalendarTime {
    /// The last microsecond of what was written.
    let end: Timestamp
    /// The last microsecond before it; the instant itself where it names one, to a fraction of a
    /// second.
    let before: Timestamp

    /// Reads one.
    ///
    /// The forms are a day, `today`, `yesterday`, `2026-11-26` or, of this year, `11-26`; a time of
    /// day, `11:00`, `11:00:30` or `11:00:30.5`, of today; or both with a blank or a `T` between.
    /// Behind a time of day an offset from UTC may stand, as in RFC 3339.
    ///
    /// - Parameter now: The present, which says which day it is.
    /// - Returns: nil for another text, a day that does not exist, or one outside the years 0001 to
    ///   9999.
    init?(_ text: String, now: Timestamp) {
        let today = now.microseconds.dividedRoundingDown(by: Self.day)
        let (date, clock) = Self.split(text)
        let wholeDay = TimeOfDay(start: 0, unit: Self.day)
        guard let first = Self.days(date, today: today),
            let time = clock == nil ? wholeDay : Self.time(clock ?? "")
        else { return nil }
        let start = first * Self.day + time.start
        let end = Timestamp(microseconds: start + time.unit - 1)
        guard (Timestamp.earliest...Timestamp.latest).contains(end) else { return nil }
        self.end = end
        let before = Timestamp(microseconds: time.unit > 1 ? start - 1 : start)
        // Nothing is recorded before the first instant that can be written.
        self.before = max(before, .earliest)
    }

    private static let day: Int64 = 86_400_000_000

    /// Microseconds since the day began, in UTC, and of how many it speaks.
    private struct TimeOfDay {
        let start: Int64
        let unit: Int64
    }

    /// The parts before and behind the first blank or `T`; a time of day alone has no day.
    private static func split(_ text: String) -> (date: String?, time: String?) {
        let bytes = text.utf8
        let marks = [UInt8(ascii: " "), UInt8(ascii: "T"), UInt8(ascii: "t")]
        let isWord = bytes.first.map { (0x61...0x7A).contains($0) } ?? true
        let mark = bytes.firstIndex { isWord ? $0 == marks[0] : marks.contains($0) }
        if let mark {
            return (
                String(Substring(bytes[..<mark])),
                String(Substring(bytes[bytes.index(after: mark)...]))
            )
        }
        let isTime = !isWord && bytes.contains(UInt8(ascii: ":"))
        return isTime ? (nil, text) : (text, nil)
    }

    /// Days from 1970-01-01 to the day that is written.
    private static func days(_ text: String?, today: Int64) -> Int64? {
        guard let text, text != "today" else { return today }
        if text == "yesterday" { return today - 1 }
        var scanner = DigitScanner(text)
        var year = CivilDate(daysSince1970: today).year
        if text.utf8.count > "MM-DD".utf8.count {
            guard let digits = scanner.digits(4), digits >= 1, scanner.skip("-") else { return nil }
            year = digits
        }
        guard let month = scanner.digits(2), scanner.skip("-"), let day = scanner.digits(2),
            scanner.isAtEnd
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        return date.isValid ? date.daysSince1970 : nil
    }

    private static func time(_ text: String) -> TimeOfDay? {
        var scanner = DigitScanner(text)
        guard let hour = scanner.digits(2), hour <= 23, scanner.skip(":"),
            let minute = scanner.digits(2), minute <= 59
        else { return nil }
        var start = (hour * 60 + minute) * 60_000_000
        var unit: Int64 = 60_000_000
        if scanner.skip(":") {
            guard let second = scanner.digits(2), second <= 59 else { return nil }
            let hasFraction = scanner.isAt(".")
            guard let fraction = scanner.fraction() else { return nil }
            start += second * 1_000_000 + fraction
            unit = hasFraction ? 1 : 1_000_000
        }
        guard !scanner.isAtEnd else { return TimeOfDay(start: start, unit: unit) }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        return TimeOfDay(start: start - offset * 60_000_000, unit: unit)
    }
}

extension Int64 {
    /// The quotient, rounded down also below zero.
    fileprivate func dividedRoundingDown(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
