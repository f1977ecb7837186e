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

    @Test("A range of days is the events of the last one")
    func ranges() throws {
        let range = try MomentRange("2026-11-25..2026-11-26")
        let through = try Timestamp(rfc3339: "2026-11-26T23:59:59.999999Z")
        #expect(range.through == .time(through))
    }
}
