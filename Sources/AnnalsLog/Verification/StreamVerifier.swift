import AnnalsModel

/// Compares streams with their events: versions without gaps, and where each of them ends.
///
/// What is said of a stream is of one state of the store, whatever is appended meanwhile, so that
/// some streams can be compared here and others there.
enum StreamVerifier {
    /// Ranges that together have every id that there can be.
    ///
    /// - Parameters:
    ///   - last: The largest id.
    ///   - count: Number of ranges.
    static func ranges(through last: Int64, count: Int64) -> [ClosedRange<Int64>] {
        let step = max(last, 0) / count + 1
        var ranges: [ClosedRange<Int64>] = []
        var first = Int64.min
        for number in 1..<count {
            let (end, isOver) = step.multipliedReportingOverflow(by: number)
            if isOver { break }
            ranges.append(first...end)
            first = end + 1
        }
        return ranges + [first...Int64.max]
    }

    /// Goes through the streams with some ids, and through the events of each, side by side.
    static func findings(
        of ids: ClosedRange<Int64>, _ reader: LogReader
    ) throws(StoreError) -> [VerificationFinding] {
        let tables = VerificationTables(reader.statements)
        let rows = try tables.versions(of: ids)
        defer { rows.reset() }
        var findings: [VerificationFinding] = []
        var isMore = try rows.step()
        func orphans(before id: Int64?) throws(StoreError) {
            while isMore, id.map({ rows.int64(0) < $0 }) ?? true {
                findings.append(
                    VerificationFinding(
                        .stream, at: rows.int64(2), in: "streams",
                        "the event at position \(rows.int64(2)) belongs to a stream that does not"
                            + " exist",
                        found: String(rows.int64(0))))
                isMore = try rows.step()
            }
        }
        try tables.streams(ids) { stream throws(StoreError) in
            let id = stream.id
            try orphans(before: id)
            var (version, head) = (Int64(0), Int64(0))
            while isMore, rows.int64(0) == id {
                let (next, position) = (rows.int64(1), rows.int64(2))
                if next != version &+ 1 || position <= head {
                    findings.append(
                        VerificationFinding(
                            .order, at: position, in: "streams \(stream.name.terminalSafe)",
                            "the event at position \(position) is not the next version of its"
                                + " stream",
                            expected: String(version &+ 1), found: String(next)))
                }
                (version, head) = (next, position)
                isMore = try rows.step()
            }
            if stream.version != version || stream.head != head || version == 0 {
                findings.append(
                    VerificationFinding(
                        .stream, in: "streams \(stream.name.terminalSafe)",
                        version == 0
                            ? "this stream has no event"
                            : "this stream does not end where its events do",
                        expected: version == 0 ? nil : "version \(version) at position \(head)",
                        found: "version \(stream.version) at position \(stream.head)"))
            }
        }
        try orphans(before: nil)
        return findings
    }
}
