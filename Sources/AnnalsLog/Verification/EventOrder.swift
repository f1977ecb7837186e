import AnnalsModel

/// Events as they come one after the other: what is wrong with their order, and their sums.
struct EventOrder: Sendable {
    /// What the order of events is checked by.
    struct Mark: Sendable {
        let position: Int64
        let recordedAt: Int64
        let cycle: Int64
        let opensCycle: Bool
    }

    /// The first event; nil if there is none.
    private var first: Mark?
    /// The last event, or what stands for the one before the first.
    private var last: Mark?
    /// Number of events.
    private(set) var events: Int64 = 0
    /// Number of events whose body was erased.
    private(set) var erased: Int64 = 0
    /// Bytes of all bodies before compression.
    private(set) var bodyBytes: Int64 = 0
    /// Bytes of all bodies as they are stored.
    private(set) var storedBytes: Int64 = 0

    /// Events of which nobody knows yet what they come after.
    init() {}

    /// Events from the beginning of a log on.
    static let fromTheBeginning: EventOrder = {
        var order = EventOrder()
        order.last = Mark(position: 0, recordedAt: .min, cycle: 0, opensCycle: false)
        return order
    }()

    /// Goes on by an event.
    ///
    /// - Returns: What is wrong with its order.
    mutating func add(
        _ mark: Mark, bodyBytes: Int64, storedBytes: Int64, isErased: Bool
    ) -> [VerificationFinding] {
        defer { last = mark }
        if first == nil { first = mark }
        events += 1
        // A damaged row may say any number.
        self.bodyBytes &+= bodyBytes
        self.storedBytes &+= storedBytes
        if isErased { erased += 1 }
        return last.map { Self.findings(mark, after: $0) } ?? []
    }

    /// Goes on by the events of a stretch.
    ///
    /// - Returns: What is wrong where it begins.
    mutating func add(_ stretch: EventOrder) -> [VerificationFinding] {
        events += stretch.events
        erased += stretch.erased
        bodyBytes &+= stretch.bodyBytes
        storedBytes &+= stretch.storedBytes
        guard let next = stretch.first else { return [] }
        defer { last = stretch.last }
        if first == nil { first = next }
        return last.map { Self.findings(next, after: $0) } ?? []
    }

    // Each is compared with the one before it, whatever that was: one event out of order is not to
    // accuse all that follow.
    private static func findings(_ mark: Mark, after last: Mark) -> [VerificationFinding] {
        var findings: [VerificationFinding] = []
        if mark.recordedAt < last.recordedAt {
            findings.append(
                VerificationFinding(
                    .order, at: mark.position,
                    "the event at position \(mark.position) was recorded before the one that"
                        + " it comes after",
                    expected: time(last.recordedAt), found: time(mark.recordedAt)))
        }
        if mark.opensCycle ? mark.cycle <= last.cycle : mark.cycle != last.cycle {
            findings.append(
                VerificationFinding(
                    .order, at: mark.position,
                    "the event at position \(mark.position) is of a cycle that cannot come"
                        + " there",
                    expected: mark.opensCycle ? "above \(last.cycle)" : String(last.cycle),
                    found: String(mark.cycle)))
        }
        return findings
    }

    private static func time(_ microseconds: Int64) -> String {
        Timestamp(microseconds: microseconds).description
    }
}
