import Annals

/// How lines become events, and how many of them are stored together.
struct BatchPlan {
    /// Events in one batch, 1 or more.
    var size = Limits.batchEventsDefault
    /// Whether a batch also ends where the next line is not there yet, since somebody waits for the
    /// answer to each.
    var answersAtOnce = false
    /// What becomes of the cycles that the lines name.
    var cycles = CycleRule.keep
    /// What makes ids for events that come without; nil leaves them without.
    var ids: LineIDs?
}

/// What becomes of the cycles that the lines of a batch name.
enum CycleRule: String, CaseIterable, Sendable {
    /// They are those of the events.
    case keep
    /// The cycle that the store was in before the first line is added to them.
    case offset
    /// They are forgotten: the events are in the store's current cycle.
    case drop
}

/// Gives the events of a batch the cycles that they have in the store.
struct CycleTranslation {
    let rule: CycleRule
    /// What `offset` adds.
    private var shift: Int64
    /// Whether some event is stored with that shift, so that it stays.
    private var isSettled = false

    init(_ rule: CycleRule, in store: Store) throws(StoreError) {
        self.rule = rule
        shift = rule == .offset ? try store.cycle() : 0
    }

    /// Looks whether an event is known already: then this continues a load that was cut short, and
    /// the rest is to be shifted as far as the beginning was.
    mutating func look(at events: [NewEvent], in store: Store) throws(StoreError) {
        guard rule == .offset, !isSettled else { return }
        for event in events {
            guard let cycle = event.cycle, let id = event.id, let known = try store.event(id: id)
            else { continue }
            shift = known.cycle - cycle
            isSettled = true
            return
        }
    }

    /// Says that some event was stored.
    mutating func settle() {
        isSettled = true
    }

    /// Gives one event its cycle.
    func translate(_ event: inout NewEvent) throws(StoreError) {
        guard let cycle = event.cycle, rule != .keep else { return }
        guard rule == .offset else {
            event.cycle = nil
            return
        }
        let (sum, isOver) = cycle.addingReportingOverflow(shift)
        guard !isOver else {
            throw StoreError(
                .invalidArgument, "the cycle \(cycle) is too large to be offset by \(shift)")
        }
        event.cycle = sum
    }
}
