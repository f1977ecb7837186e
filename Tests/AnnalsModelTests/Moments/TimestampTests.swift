import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@Suite("Instants")
struct TimestampTests {
    @Test(
        "RFC 3339 in all its forms",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"),
            ("1970-01-01 00:00:00z", 0, "1970-01-01T00:00:00.000000Z"),
            ("1970-01-01t00:00:00.000001Z", 1, "1970-01-01T00:00:00.000001Z"),
            ("1970-01-01T00:00:00.5Z", 500_000, "1970-01-01T00:00:00.500000Z"),
            ("1970-01-01T00:00:00.1234569999Z", 123_456, "1970-01-01T00:00:00.123456Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("1970-01-01T01:30:00+01:30", 0, "1970-01-01T00:00:00.000000Z"),
            ("1969-12-31T19:00:00-05:00", 0, "1970-01-01T00:00:00.000000Z"),
            ("1970-01-01T00:00:00-00:00", 0, "1970-01-01T00:00:00.000000Z"),
            ("2000-02-29T12:00:00Z", 951_825_600_000_000, "2000-02-29T12:00:00.000000Z"),
            ("2016-12-31T23:59:60Z", 1_483_228_799_999_999, "2016-12-31T23:59:59.999999Z"),
            ("2017-01-01T01:59:60.5+02:00", 1_483_228_799_999_999, "2016-12-31T23:59:59.999999Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
        ] as [(String, Int64, String)])
    func forms(text: String, microseconds: Int64, written: String) throws {
        let time = try Timestamp(rfc3339: text)
        #expect(time.microseconds == microseconds)
        #expect(time.rfc3339 == written)
        #expect(time.description == written)
    }

    @Test(
        "What is no time",
        arguments: [
            "", "now", "2025-01-31", "2025-01-31T08:30Z", "2025-01-31T08:30:00",
            "2025-1-31T08:30:00Z",
            "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2025-04-31T00:00:00Z", "2025-01-00T00:00:00Z", "2025-01-01T24:00:00Z",
            "2025-01-01T00:60:00Z", "2025-01-01T00:00:61Z", "2025-01-01T00:00:60Z",
            "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+1:00", "2025-01-01T00:00:00+24:00",
            "2025-01-01T00:00:00+00:60", "2025-01-01T00:00:00Z ", "2025-01-01T00:00:00+0000",
            "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
            "+2025-01-01T00:00:00Z", "20250101T000000Z", "2025-01-01__00:00:00Z",
            "２０25-01-01T00:00:00Z",
            "2025/01/01T00:00:00Z", "2025-01-01T00.00.00Z",
        ])
    func refusals(text: String) {
        let error = refusal(.invalidArgument) { try Timestamp(rfc3339: text) }
        #expect(error?.message.contains("RFC 3339") == true)
    }

    @Test("Every instant of the years 0001 to 9999 comes back from its text")
    func roundTrip() throws {
        let range = Int64(-62_135_596_800_000_000)...253_402_300_799_999_999
        try checkProperty(times: 10_000) { random in
            let time = Timestamp(microseconds: Int64.random(in: range, using: &random))
            let again = try Timestamp(rfc3339: time.rfc3339)
            #expect(again == time)
        }
    }

    @Test("The civil date agrees with the calendar of Foundation")
    func calendar() throws {
        let formatter = ISO8601DateFormatter()
        formatter.timeZone = TimeZone(identifier: "UTC")
        // From 1583 on both calendars are Gregorian.
        try checkProperty(times: 2_000) { random in
            let seconds = Int64.random(in: -12_212_553_600...253_402_300_799, using: &random)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let text = Timestamp(microseconds: seconds * 1_000_000).rfc3339
            #expect(text.replacing(".000000", with: "") == formatter.string(from: date))
        }
    }

    @Test("Instants outside those years have a text too, of any length, and none crashes")
    func extremes() {
        #expect(Timestamp(microseconds: .max).rfc3339 == "+294247-01-10T04:00:54.775807Z")
        #expect(Timestamp(microseconds: .min).rfc3339 == "-290308-12-21T19:59:05.224192Z")
        #expect(
            Timestamp(microseconds: 253_402_300_800_000_000).rfc3339
                == "+010000-01-01T00:00:00.000000Z")
        #expect(
            Timestamp(microseconds: -62_135_596_800_000_001).rfc3339
                == "0000-12-31T23:59:59.999999Z")
    }

    @Test("The present lies between two looks at the clock, and instants have an order")
    func present() {
        let before = Date().timeIntervalSince1970
        let now = Timestamp.now
        let after = Date().timeIntervalSince1970
        #expect(Double(now.microseconds) >= before * 1_000_000 - 2)
        #expect(Double(now.microseconds) <= after * 1_000_000 + 2)
        #expect(Timestamp(microseconds: 1) < Timestamp(microseconds: 2))
    }
}
