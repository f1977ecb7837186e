import AnnalsModel
import Testing

/// How long events are kept.
@Suite struct RetentionPeriodTests {
    @Test(arguments: [
        ("1d", "2024-03-30T10:00:00Z"), ("2w", "2024-03-17T10:00:00Z"),
        ("1mo", "2024-02-29T10:00:00Z"), ("13mo", "2023-02-28T10:00:00Z"),
        ("3mo", "2023-12-31T10:00:00Z"), ("1y", "2023-03-31T10:00:00Z"),
        ("24mo", "2022-03-31T10:00:00Z"),
    ])
    func beginsByTheCalendar(text: String, expected: String) throws {
        let now = try Timestamp(rfc3339: "2024-03-31T10:00:00Z")
        let period = try RetentionPeriod(text)
        #expect(period.description == text)
        #expect(period.beginning(before: now) == (try Timestamp(rfc3339: expected)))
    }

    @Test(arguments: ["", "d", "0d", "-1d", "1", "1m", "1.5d", "9999999d", "99999999999999999999d"])
    func refusesWhatIsNone(text: String) {
        #expect(throws: StoreError.self) { try RetentionPeriod(text) }
    }
}
