import AnnalsModel

/// Moments, ranges, times and periods, as they are given on command lines.
package enum MomentFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "moments"

    /// Sound moments, times and periods, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        [
            "head", "head~3", "start", "cycle:12", "seq:345", "345", "2025-01-31T08:30:00.25+02:00",
            "ago:5m", "ago:90ms", "occurred:1999-12-31 23:59:60Z", "tag:release 1.2",
            "tag:a..tag:b", "cycle:11..cycle:12", "..head~1", "2024-02-29t00:00:00z..", "30d",
            "6mo", "1000y",
        ].map { Array($0.utf8) }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        try checkMoment(text)
        try checkRange(text)
        let time = try accepted(refusing: .invalidArgument) { () throws(StoreError) in
            try Timestamp(rfc3339: text)
        }
        if let time {
            try BrokenProperty.unless(
                Timestamp(rfc3339: time.rfc3339) == time, "a time is read as it was written")
        }
        try check(instant: bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        try checkPeriod(text)
    }

    private static func checkMoment(_ text: String) throws {
        let moment = try accepted(refusing: .invalidMoment) { () throws(StoreError) in
            try Moment(text)
        }
        guard let moment else { return }
        try BrokenProperty.unless(
            Moment(moment.description) == moment, "a moment is read as it was written")
        if case .tag(let name) = moment { try Moment.checkTagName(name) }
        // Ends of a range: a moment has no range in it, so that it is read in one way.
        let range = try MomentRange("\(moment)..\(moment)")
        try BrokenProperty.unless(
            range.after == moment && range.through == moment, "a range has the ends it was made of")
    }

    private static func checkRange(_ text: String) throws {
        let range = try accepted(refusing: .invalidMoment) { () throws(StoreError) in
            try MomentRange(text)
        }
        guard let range else { return }
        try BrokenProperty.unless(
            MomentRange(range.description) == range, "a range is read as it was written")
        try BrokenProperty.unless((try? Moment(text)) == nil, "a range is no moment")
    }

    private static func check(instant bits: UInt64) throws {
        let time = Timestamp(microseconds: Int64(bitPattern: bits))
        let text = time.rfc3339
        guard let read = try? Timestamp(rfc3339: text) else {
            try BrokenProperty.unless(
                !(Timestamp.earliest...Timestamp.latest).contains(time),
                "a time that RFC 3339 can write is read")
            return
        }
        try BrokenProperty.unless(read == time, "an instant is read as it was written")
    }

    private static func checkPeriod(_ text: String) throws {
        let period = try accepted(refusing: .invalidArgument) { () throws(StoreError) in
            try RetentionPeriod(text)
        }
        guard let period else { return }
        try BrokenProperty.unless(
            RetentionPeriod(period.description) == period, "a period is read as it was written")
        for now in [0, 1_767_139_200_000_000, Timestamp.latest.microseconds] {
            let now = Timestamp(microseconds: now)
            try BrokenProperty.unless(
                period.beginning(before: now) < now, "a period begins before it ends")
        }
    }
}
