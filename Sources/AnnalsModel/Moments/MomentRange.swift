/// The events after one moment, up to and including another: `A..B`.
public struct MomentRange: Hashable, Sendable, CustomStringConvertible {
    /// The moment whose later events are meant; its own event is not.
    public var after: Moment
    /// The moment whose event is the last one meant.
    public var through: Moment

    /// Creates a range.
    public init(after: Moment, through: Moment) {
        self.after = after
        self.through = through
    }

    /// Reads a range `A..B`; without A it begins at `start`, without B it ends at `head`.
    ///
    /// A day, minute or second has all of its events on either side: `yesterday..` begins before
    /// the first event of yesterday, and `..yesterday` ends after the last. Any other moment is a
    /// point, and the range begins after its event.
    ///
    /// - Throws: ``StoreError/Code/invalidMoment`` if the text is none.
    public init(_ text: String) throws(StoreError) {
        try self.init(text, now: .now)
    }

    /// Reads a range at an instant that is taken for the present.
    ///
    /// - Throws: ``StoreError/Code/invalidMoment`` if the text is none.
    package init(_ text: String, now: Timestamp) throws(StoreError) {
        // By bytes: of two dots and a combining mark, the dots still are the mark of a range.
        let bytes = text.utf8
        let dot = UInt8(ascii: ".")
        guard
            let split = bytes.indices.first(where: { index in
                let next = bytes.index(after: index)
                return bytes[index] == dot && next < bytes.endIndex && bytes[next] == dot
            })
        else {
            throw StoreError(
                .invalidMoment,
                "\(text.quotedForMessage) is no range\(Self.hint(near: text, now)): write A..B for "
                    + "the events after moment A up to moment B, like cycle:11..cycle:12")
        }
        let left = String(Substring(bytes[..<split]))
        let right = String(Substring(bytes[split...].dropFirst(2)))
        after = left.isEmpty ? .start : try Moment(left, now: now, isBeginning: true)
        through = right.isEmpty ? .head : try Moment(right, now: now, isBeginning: false)
    }

    /// The range as it is written.
    public var description: String { "\(after)..\(through)" }
}
