import AnnalsModel
import Testing

@Suite("Times as people write them and tables print them")
struct CalendarTimeTests {
    private static let now = "2026-11-27T04:41:35.5Z"

    @Test(
        "Without a zone they are UTC, and mean all that they name",
        arguments: [
            ("2026-11-26", "2026-11-26T23:59:59.999999Z"),
            ("2024-02-29", "2024-02-29T23:59:59.999999Z"),
            ("2026-11-26 11:00", "2026-11-26T11:00:59.999999Z"),
            ("2026-11-26T11:00", "2026-11-26T11:00:59.999999Z"),
            ("2026-11-26 11:00:30", "2026-11-26T11:00:30.999999Z"),
            ("2026-11-26 11:00:30.25", "2026-11-26T11:00:30.250000Z"),
            ("2026-11-26 11:00+02:00", "2026-11-26T09:00:59.999999Z"),
            ("2026-11-26 11:00Z", "2026-11-26T11:00:59.999999Z"),
            ("today", "2026-11-27T23:59:59.999999Z"),
            ("yesterday", "2026-11-26T23:59:59.999999Z"),
            ("yesterday 11:00", "2026-11-26T11:00:59.999999Z"),
            ("11-26", "2026-11-26T23:59:59.999999Z"),
            ("11-26 11:00", "2026-11-26T11:00:59.999999Z"),
            ("11:00", "2026-11-27T11:00:59.999999Z"),
            ("00:00:00", "2026-11-27T00:00:00.999999Z"),
            ("0001-01-01", "0001-01-01T23:59:59.999999Z"),
            // With a zone and to the second it is the instant that RFC 3339 says.
            ("2026-11-26 11:00:30Z", "2026-11-26T11:00:30.000000Z"),
        ])
    func forms(text: String, end: String) throws {
        let now = try Timestamp(rfc3339: Self.now)
        let time = try Timestamp(rfc3339: end)
        #expect(try Moment(text, now: now) == .time(time))
        #expect(try Moment("occurred:\(text)", now: now) == .occurred(time))
    }

    @Test(
        "What names no day and no time",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-11-31", "0000-01-01", "2026-1-1", "26-11-26",
            "2026-11", "2026-11-26 ", "2026-11-26  11:00", "2026-11-26 24:00", "2026-11-26 11:60",
            "2026-11-26 11:00:60", "2026-11-26 11", "11:0", "1100:00", "2026-11-26 11:00:30.",
            "2026-11-26 11:00 UTC", "tomorrow", "Yesterday", "todayT11:00",
            "9999-12-31 23:59-01:00",
            "today ", "٢٠٢٦-11-26", "2026-11-26x",
        ])
    func refusals(text: String) {
        let error = refusal(.invalidMoment) { try Moment(text) }
        #expect(error?.message.contains("UTC") == true)
    }

    @Test("Days before 1970 follow each other too")
    func before1970() throws {
        let now = try Timestamp(rfc3339: "1969-12-31T23:00:00Z")
        let end = try Timestamp(rfc3339: "1969-12-30T23:59:59.999999Z")
        #expect(try Moment("yesterday", now: now) == .time(end))
    }

    @Test(
        "A range has all of the day, minute or second on either of its sides",
        arguments: [
            (
                "2026-11-25..2026-11-26", "2026-11-24T23:59:59.999999Z",
                "2026-11-26T23:59:59.999999Z"
            ),
            ("yesterday..yesterday", "2026-11-25T23:59:59.999999Z", "2026-11-26T23:59:59.999999Z"),
            ("today..today", "2026-11-26T23:59:59.999999Z", "2026-11-27T23:59:59.999999Z"),
            ("11:00..11:30", "2026-11-27T10:59:59.999999Z", "2026-11-27T11:30:59.999999Z"),
            ("11:00:30..11:00:30", "2026-11-27T11:00:29.999999Z", "2026-11-27T11:00:30.999999Z"),
            (
                "11-26 11:00+02:00..11-26", "2026-11-26T08:59:59.999999Z",
                "2026-11-26T23:59:59.999999Z"
            ),
            ("0001-01-01..11:00", "0001-01-01T00:00:00.000000Z", "2026-11-27T11:00:59.999999Z"),
            // An instant is a point, after which a range begins.
            (
                "11:00:30.5..11:00:30.5", "2026-11-27T11:00:30.500000Z",
                "2026-11-27T11:00:30.500000Z"
            ),
            (
                "2026-11-26T11:00:30Z..2026-11-26T11:00:30Z", "2026-11-26T11:00:30.000000Z",
                "2026-11-26T11:00:30.000000Z"
            ),
        ])
    func ranges(text: String, after: String, through: String) throws {
        let now = try Timestamp(rfc3339: Self.now)
        let ends = try (Timestamp(rfc3339: after), Timestamp(rfc3339: through))
        #expect(
            try MomentRange(text, now: now)
                == MomentRange(after: .time(ends.0), through: .time(ends.1)))
        let claimed = text.split(separator: "..").map { "occurred:\($0)" }.joined(separator: "..")
        let range = try MomentRange(claimed, now: now)
        #expect(range == MomentRange(after: .occurred(ends.0), through: .occurred(ends.1)))
        #expect(try MomentRange(range.description, now: now) == range)
    }
}
