import AnnalsModel
import Testing

@Suite("Moments and ranges")
struct MomentTests {
    @Test(
        "Every form",
        arguments: [
            ("head", Moment.head, "head"), ("head~3", .head(back: 3), "head~3"),
            ("head~0", .head, "head"), ("start", .start, "start"),
            ("seq:345", .position(345), "seq:345"),
            ("345", .position(345), "seq:345"), ("0", .position(0), "seq:0"),
            ("cycle:12", .cycle(12), "cycle:12"), ("cycle:0", .cycle(0), "cycle:0"),
            (
                "1970-01-01T00:00:01Z", .time(Timestamp(microseconds: 1_000_000)),
                "1970-01-01T00:00:01.000000Z"
            ),
            (
                "occurred:1970-01-01T01:00:00+01:00", .occurred(Timestamp(microseconds: 0)),
                "occurred:1970-01-01T00:00:00.000000Z"
            ),
            ("ago:45s", .ago(microseconds: 45_000_000), "ago:45s"),
            ("ago:5m", .ago(microseconds: 300_000_000), "ago:5m"),
            ("ago:60m", .ago(microseconds: 3_600_000_000), "ago:1h"),
            ("ago:2h", .ago(microseconds: 7_200_000_000), "ago:2h"),
            ("ago:3d", .ago(microseconds: 259_200_000_000), "ago:3d"),
            ("ago:1w", .ago(microseconds: 604_800_000_000), "ago:1w"),
            ("ago:1500ms", .ago(microseconds: 1_500_000), "ago:1500ms"),
            ("ago:7us", .ago(microseconds: 7), "ago:7us"),
            ("ago:0s", .ago(microseconds: 0), "ago:0s"), ("now", .head, "head"),
            ("ago:1h30m", .ago(microseconds: 5_400_000_000), "ago:90m"),
            ("ago:1d2h3m4s5ms6us", .ago(microseconds: 93_784_005_006), "ago:93784005006us"),
            ("tag:v1.2", .tag("v1.2"), "tag:v1.2"), ("tag:a b:c/é", .tag("a b:c/é"), "tag:a b:c/é"),
            ("tag:\u{301}", .tag("\u{301}"), "tag:\u{301}"),
        ])
    func forms(text: String, moment: Moment, written: String) throws {
        #expect(try Moment(text) == moment)
        #expect(moment.description.hasSameBytes(as: written))
        #expect(try Moment(written) == moment)
    }

    @Test(
        "What is no moment lists the forms",
        arguments: [
            "", "Head", "head~", "head~-1", "head~x", "head-1", "seq:", "seq:-1", "-1", "+1",
            "cycle:",
            "cycle:x", "cycle:-1", "ago:", "ago:5", "ago:m", "ago:5y", "ago:-5m", "ago:1.5h",
            "ago:99999999999999w", "ago:٣m", "occurred:", "occurred:now", "tag:",
            "ago:1h30", "ago:30m1h", "ago:1h1h", "ago:1h 30m", "ago:15250284w3d5h",
            "tag:a..b",
            "tag:a.", "tag:a\nb", "99999999999999999999", " head", "head ",
            "head\u{301}",
        ])
    func refusals(text: String) {
        let error = refusal(.invalidMoment) { try Moment(text) }
        for form in [
            "head~3", "start", "cycle:12", "seq:345", "RFC 3339", "ago:5m", "occurred:TIME",
            "tag:NAME",
        ] {
            #expect(error?.message.contains(form) == true)
        }
    }

    @Test(
        "What may be meant is named",
        arguments: [
            ("yesturday", "yesterday"), ("Yesterday", "yesterday"), ("todya", "today"),
            ("yesturday 11:00", "yesterday 11:00"), ("haed~1", "head~1"), ("HEAD~2", "head~2"),
            ("head-1", "head~1"), ("HEAD^", "head~1"), ("Head", "head"), (" head", "head"),
            ("strat", "start"), ("cylce:3", "cycle:3"), ("Cycle: 3", "cycle:3"),
            ("tga:v1", "tag:v1"), ("sqe:7", "seq:7"), ("ocurred:2026-11-26", "occurred:2026-11-26"),
            ("ago:1hour", "ago:1h"), ("ago:1 hour 30 min", "ago:1h30m"), ("aog:5m", "ago:5m"),
            ("2 days ago", "ago:2d"), ("90 Minutes", "ago:90m"), ("5m", "ago:5m"),
            ("2026-11-26 ", "2026-11-26"),
        ])
    func nearForms(text: String, meant: String) throws {
        let error = refusal(.invalidMoment) { try Moment(text) }
        #expect(error?.message.contains(", but \"\(meant)\" is: write head") == true)
        _ = try Moment(meant)
    }

    @Test(
        "Nothing is named where nothing is near",
        arguments: [
            "", "tomorrow", "cycle:x", "tag:", "ago:5y", "ago:", "head~x", "2026-02-29", "x:1",
        ])
    func nothingNear(text: String) {
        let error = refusal(.invalidMoment) { try Moment(text) }
        #expect(error?.message.contains("is no moment: write head") == true)
    }

    @Test("Moments are the same if they are written the same")
    func equality() {
        #expect(Moment.tag("é") != .tag("e\u{301}"))
        #expect(Moment.start != .position(0))
        #expect(Set<Moment>([.head, .head(back: 0), .head(back: 1)]).count == 2)
        #expect(Moment.ago(microseconds: 60_000_000) == .ago(microseconds: 60_000_000))
    }

    @Test("Names of tags")
    func tags() throws {
        for name in ["v1", "a.b", ".x", "before the move", String(repeating: "t", count: 255)] {
            try Moment.checkTagName(name)
        }
        for name in ["", "a..b", "..", "x.", "a\u{7F}", String(repeating: "t", count: 256)] {
            refusal(.invalidName) { try Moment.checkTagName(name) }
        }
    }

    @Test(
        "Ranges",
        arguments: [
            ("cycle:1..cycle:2", Moment.cycle(1), Moment.cycle(2)), ("..", .start, .head),
            ("5..", .position(5), .head), ("..tag:a.b", .start, .tag("a.b")),
            (
                "1970-01-01T00:00:00.5Z..head~1", .time(Timestamp(microseconds: 500_000)),
                .head(back: 1)
            ),
        ])
    func ranges(text: String, after: Moment, through: Moment) throws {
        let range = try MomentRange(text)
        #expect(range == MomentRange(after: after, through: through))
        #expect(try MomentRange(range.description) == range)
    }

    @Test(
        "Of a moment the range is named that may be meant",
        arguments: [
            ("today", "today..today"), ("yesterday 11:00", "yesterday 11:00..yesterday 11:00"),
            ("cycle:12", "cycle:11..cycle:12"), ("cycle:0", "..cycle:0"), ("345", "344..345"),
            ("seq:1", "0..1"), ("0", "0.."), ("head~3", "head~3.."), ("tag:v1", "tag:v1.."),
            ("ago:1h", "ago:1h.."), ("2025-01-31T08:30:00Z", "2025-01-31T08:30:00Z.."),
            ("9223372036854775807", "9223372036854775806..9223372036854775807"),
        ])
    func nearRanges(text: String, meant: String) throws {
        let error = refusal(.invalidMoment) { try MomentRange(text) }
        #expect(error?.message.contains("is no range, but \"\(meant)\" is: write A..B") == true)
        _ = try MomentRange(meant)
    }

    @Test("What is no range", arguments: ["", "head", ".", "a..b", "1...2", "1..2..3", "1.2"])
    func badRanges(text: String) {
        refusal(.invalidMoment) { try MomentRange(text) }
    }
}
