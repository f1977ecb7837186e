import Annals

/// Moments as they are given on the command line.
enum GivenMoment {
    /// Reads a moment; of a time without a zone it says which instant that is.
    static func read(_ text: String) throws(StoreError) -> Moment {
        let moment = try Moment(text)
        note(text, moment)
        return moment
    }

    /// Reads a range `A..B` in the same way.
    static func range(_ text: String) throws(StoreError) -> MomentRange {
        let range = try MomentRange(text)
        // A moment has no two dots in a row, so these are where the range was cut.
        let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        if let after = ends.first, !after.isEmpty { note(String(after), range.after) }
        if let through = ends.last, !through.isEmpty { note(String(through), range.through) }
        return range
    }

    private static func note(_ text: String, _ moment: Moment) {
        let prefix = "occurred:"
        let isClaimed = text.utf8.starts(with: prefix.utf8)
        let written = isClaimed ? String(text.dropFirst(prefix.count)) : text
        switch moment {
        case .time(let time), .occurred(let time):
            guard (try? Timestamp(rfc3339: written)) == nil else { return }
            Warning.note("\(written) is up to \(time.rfc3339): a time without a zone is UTC")
        default: break
        }
    }
}
