package import Annals
package import AnnalsModel

/// What surrounds every place: whose store it is, which moment one looks at, and the time line.
package struct PageFrame: Sendable {
    /// Who looks.
    let visitor: PageVisitor
    /// What is looked at.
    let place: PagePlace
    /// What the address holds besides the moments.
    let members: [PageMember]
    /// Name of the log.
    let origin: String
    /// Position of the last event.
    let head: Int64
    /// The position after which one looks.
    let at: Int64
    /// Whether the address names a moment, rather than the present.
    let isPinned: Bool
    /// The position that it is compared with; nil for none.
    let versus: Int64?
    /// The part of the history that the address names for the time line; nil for the whole.
    let zoom: PageZoom?
    /// The stretch that the time line shows.
    let shown: EventCountRange
    /// When the event at the position was recorded, and its cycle; nil before the first.
    let reached: (time: Timestamp, cycle: Int64)?
    /// Cycles that were opened, first to last; none for who may not see them.
    let cycles: [Cycle]
    /// Moments with names.
    let tags: [Tag]
    /// The bars of the time line.
    let bars: TimelineBars

    /// Reads what a place stands in.
    ///
    /// - Parameters:
    ///   - moment: The moment that the address names; nil for the present.
    ///   - other: The moment that it is compared with; nil for none.
    ///   - zoom: The part of the history that the time line shows; nil for the whole.
    ///   - counts: What is known of how many events there were.
    /// - Throws: `beyondHead`, `notFound` for a moment that is none here.
    package init(
        _ place: PagePlace, at moment: Moment?, versus other: Moment?, zoom: PageZoom? = nil,
        members: [PageMember], of store: Store, for visitor: PageVisitor, _ counts: BarCounts
    ) throws {
        self.place = place
        self.members = members
        self.visitor = visitor
        origin = try store.identity().origin
        head = try store.head()
        at = try moment.map { try store.position(of: $0) } ?? head
        isPinned = moment != nil
        versus = try other.map { try store.position(of: $0) }
        self.zoom = zoom
        shown = PageZoom.shown(zoom, holding: [at] + (versus.map { [$0] } ?? []), of: head)
        if at > 0 {
            let event = try store.lightEvent(at: at, bodyBytesMax: 0).event
            reached = (event.recordedAt, event.cycle)
        } else {
            reached = nil
        }
        let seesOwn = visitor.reaches(StreamName.ownCategory)
        cycles = seesOwn ? try store.cycles() : []
        tags = seesOwn ? try store.tags() : []
        bars = try TimelineBars(of: store, in: shown, cycles, for: visitor, counts)
    }

    /// Whether one looks at the past.
    var isPast: Bool { at < head }

    /// The moment that one looks at.
    var moment: Moment { .position(at) }

    /// The address of a place at the same moment.
    func address(
        _ place: PagePlace, _ members: [PageMember] = [], fragment: String? = nil
    ) -> PageAddress {
        PageAddress(
            place, at: isPinned ? at : nil, versus: versus, members: members + zoom.members,
            fragment: fragment)
    }

    /// The address of the same place, with everything, at another moment.
    func moved(to position: Int64?, versus other: Int64?) -> PageAddress {
        PageAddress(place, at: position, versus: other, members: members + zoom.members)
    }

    /// The address of the same place, with everything, where the time line shows another part.
    func zoomed(to zoom: PageZoom?) -> PageAddress {
        PageAddress(
            place, at: isPinned ? at : nil, versus: versus, members: members + zoom.members)
    }

    /// The address of the rows of the same place for programs, at the moment that is looked at.
    ///
    /// - Parameter since: The other position, where the rows are of what lies between the two.
    func csv(_ members: [PageMember] = [], since: Int64? = nil) -> PageAddress {
        PageAddress(
            place, at: isPinned ? at : nil, versus: since,
            members: members + [PageMember("format", "csv")])
    }

    /// The earlier and the later of the two moments that are compared; nil where that is none.
    var compared: (from: Int64, to: Int64)? {
        guard let versus, versus != at else { return nil }
        return (min(versus, at), max(versus, at))
    }
}
