import Annals

/// How lines become events, and how many of them are stored together.
struct BatchPlan {
    /// Events in one batch, 1 or more.
    var size = Limits.batchEventsDefault
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
    /// What `offset` adds; found out at the first event that names a cycle.
    private var shift: Int64?

    init(_ rule: CycleRule) {
        self.rule = rule
    }

    /// Gives one event its cycle.
    mutating func translate(_ event: inout NewEvent, in store: Store) throws(StoreError) {
        guard let cycle = event.cycle, rule != .keep else { return }
        guard rule == .offset else {
            event.cycle = nil
            return
        }
        let shift: Int64
        if let known = self.shift {
            shift = known
        } else {
            shift = try firstShift(event, cycle, in: store)
            self.shift = shift
        }
        let (sum, isOver) = cycle.addingReportingOverflow(shift)
        guard !isOver else {
            throw StoreError(
                .invalidArgument, "the cycle \(cycle) is too large to be offset by \(shift)")
        }
        event.cycle = sum
    }

    /// Where the first event is known already, this continues a load that was cut short, and the
    /// rest is to be shifted as far as the beginning was.
    private func firstShift(
        _ event: NewEvent, _ cycle: Int64, in store: Store
    ) throws(StoreError) -> Int64 {
        if let id = event.id, let known = try store.event(id: id) { return known.cycle - cycle }
        return try store.cycle()
    }
}
