/// How long events are kept before they may be erased: `30d`, `12w`, `6mo`, `2y`.
///
/// Days have 24 hours; months and years go by the calendar in UTC, and end with the month where it
/// is too short.
public struct RetentionPeriod: Sendable, Hashable, CustomStringConvertible {
    private enum Unit: String, CaseIterable {
        case days = "d"
        case weeks = "w"
        case months = "mo"
        case years = "y"
    }

    private let count: Int64
    private let unit: Unit

    /// Reads a period.
    ///
    /// - Parameter text: A whole number from 1 and a unit.
    /// - Throws: `invalidArgument` for anything else, and for more than a thousand years.
    public init(_ text: String) throws(StoreError) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count >= 1, count <= Self.daysMax,
            let unit = Unit(rawValue: String(text.dropFirst(digits.count)))
        else { throw Self.invalid(text) }
        self.count = count
        self.unit = unit
        guard days <= Self.daysMax else { throw Self.invalid(text) }
    }

    /// The period as it is written, such as `6mo`.
    public var description: String { "\(count)\(unit.rawValue)" }

    /// The instant before which events are old enough.
    package func beginning(before now: Timestamp) -> Timestamp { moved(now, by: -count) }

    /// The instant at which it ends that begins now.
    package func end(after now: Timestamp) -> Timestamp { moved(now, by: count) }

    /// The instant that is so many units later; the last day of a month that is too short.
    private func moved(_ time: Timestamp, by count: Int64) -> Timestamp {
        let day: Int64 = 86_400_000_000
        switch unit {
        case .days: return Timestamp(microseconds: time.microseconds + count * day)
        case .weeks: return Timestamp(microseconds: time.microseconds + count * 7 * day)
        case .months, .years:
            let today = time.microseconds / day
            let date = CivilDate(daysSince1970: today)
            let month = date.year * 12 + date.month - 1 + count * (unit == .years ? 12 : 1)
            var day31 = date.day
            var then = CivilDate(year: month / 12, month: month % 12 + 1, day: day31)
            while !then.isValid {
                day31 -= 1
                then = CivilDate(year: then.year, month: then.month, day: day31)
            }
            let passed = time.microseconds - today * day
            return Timestamp(microseconds: then.daysSince1970 * day + passed)
        }
    }

    /// About how many days it has.
    private var days: Int64 {
        switch unit {
        case .days: count
        case .weeks: count * 7
        case .months: count * 30
        case .years: count * 365
        }
    }

    private static let daysMax: Int64 = 365_000

    private static func invalid(_ text: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(text.quotedForMessage) is no period: give a whole number and d, w, mo or y, such as"
                + " 30d or 6mo, of a thousand years at most")
    }
}
