import Annals
package import AnnalsModel

/// The part of the history that the time line shows, as an address names it: `zoom=4600-4800`.
package struct PageZoom: Sendable, Hashable {
    /// The name that it has in an address.
    package static let name = "zoom"
    /// Events that are shown at least: a step of the handle can be seen.
    private static let least: Int64 = 20

    /// The position after which it begins.
    package let after: Int64
    /// Its last position.
    package let through: Int64

    /// Reads an address.
    ///
    /// - Throws: `invalidArgument` for what is not two positions that grow.
    package init(_ text: String) throws(StoreError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let after = Int64(parts[0]), let through = Int64(parts[1]),
            after >= 0, after < through
        else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) is no part of the time line: it is two positions, such"
                    + " as 100-200")
        }
        (self.after, self.through) = (after, through)
    }

    /// A part of a history that reaches to a position; nil for the whole.
    private init?(_ after: Int64, _ through: Int64, of head: Int64) {
        let (start, end) = (max(after, 0), min(through, head))
        guard start < end, start > 0 || end < head else { return nil }
        (self.after, self.through) = (start, end)
    }

    /// The part as it stands in an address.
    package var text: String { "\(after)-\(through)" }

    /// What is shown of it: what one looks at lies within, and the present goes on.
    static func shown(
        _ zoom: PageZoom?, holding positions: [Int64], of head: Int64
    ) -> EventCountRange {
        guard let zoom else { return EventCountRange(after: 0, through: head) }
        let first = min(zoom.after, positions.min() ?? zoom.after)
        let last = max(min(zoom.through, head), positions.max() ?? 0)
        return EventCountRange(after: max(min(first, last - 1), 0), through: last)
    }

    /// A third of what is shown, around a position; nil where that is too little.
    static func closer(_ shown: EventCountRange, to position: Int64, of head: Int64) -> PageZoom? {
        let width = shown.through - shown.after
        guard width > least else { return nil }
        let half = max(width / 6, least / 2)
        let middle = min(max(position, shown.after + half), shown.through - half)
        return PageZoom(middle - half, middle + half, of: head)
    }

    /// Three times what is shown; nil for the whole history.
    static func wider(_ shown: EventCountRange, of head: Int64) -> PageZoom? {
        let width = shown.through - shown.after
        return PageZoom(shown.after - width, shown.through + width, of: head)
    }

    /// What lies between two positions, with a little around it; nil for the whole history.
    static func between(_ from: Int64, _ to: Int64, of head: Int64) -> PageZoom? {
        let around = max((to - from) / 10, 2)
        return PageZoom(from - around, to + around, of: head)
    }
}

extension PageZoom? {
    /// The part as an address or a form has it; none for the whole history.
    var members: [PageMember] { map { [PageMember(PageZoom.name, $0.text)] } ?? [] }
}
