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
        if let after = ends.first, !after.isEmpty { noteBeginning(String(after), range.after) }
        if let through = ends.last, !through.isEmpty { note(String(through), range.through) }
        return range
    }

    /// Says which instant a range begins with, where that is the first of a day, minute or second.
    private static func noteBeginning(_ text: String, _ moment: Moment) {
        guard let time = time(text, moment) else { return }
        // An instant is the same on either side of a range.
        guard (try? Moment(text)) != moment else { return note(text, moment) }
        let first = Timestamp(microseconds: time.instant.microseconds + 1)
        Warning.note("\(time.written) is from \(first.rfc3339) on: a time without a zone is UTC")
    }

    private static func note(_ text: String, _ moment: Moment) {
        guard let time = time(text, moment) else { return }
        Warning.note(
            "\(time.written) is up to \(time.instant.rfc3339): a time without a zone is UTC")
    }

    /// The instant of a moment that is a time, and how it was written; nil where that is RFC 3339,
    /// which says all itself.
    private static func time(
        _ text: String, _ moment: Moment
    ) -> (written: String, instant: Timestamp)? {
        let prefix = "occurred:"
        let isClaimed = text.utf8.starts(with: prefix.utf8)
        let written = isClaimed ? String(text.dropFirst(prefix.count)) : text
        switch moment {
        case .time(let time), .occurred(let time):
            return (try? Timestamp(rfc3339: written)) == nil ? (written, time) : nil
        default: return nil
        }
    }
}
