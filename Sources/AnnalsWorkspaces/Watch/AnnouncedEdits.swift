import AnnalsLog
import AnnalsModel

/// Calls of agents' tools that change files, as their hooks tell before and after: a version that
/// was written in between is theirs.
struct AnnouncedEdits {
    private struct Edit {
        let origin: Attribution.Origin
        let beganAt: Timestamp
        var endedAt: Timestamp?
    }

    private var seen: Int64?
    private var edits: [String: [Edit]] = [:]

    /// Events that are looked at when nothing was seen yet.
    private static let firstEvents: Int64 = 1_000
    /// Calls of one file that are remembered.
    private static let editsPerFileMax = 8
    /// Microseconds by which clocks of files are coarser than others.
    private static let slackMicroseconds: Int64 = 50_000
    /// Microseconds after which a call that never ended is none any more.
    private static let openMicroseconds: Int64 = 600_000_000

    /// Takes into account what hooks told up to a position.
    mutating func read(_ log: EventLog, through head: Int64) throws(StoreError) {
        let after = seen ?? max(0, head - Self.firstEvents)
        guard head > after else { return }
        seen = head
        let cursor = EventCursor(
            log, EventQuery(category: SessionEvent.category, after: after, through: head))
        while let event = try cursor.nextEvent() {
            let isCall = event.type.verb == SessionEvent.calledVerb
            guard isCall || SessionEvent.endedVerbs.contains(event.type.verb) else { continue }
            let time = event.occurredAt ?? event.recordedAt
            for file in (event.context[SessionEvent.files]?.asArray ?? []).compactMap(\.asString) {
                let path = System.place(of: file) ?? file
                if isCall {
                    try begin(path, event, time, log)
                } else if let index = edits[path]?.lastIndex(where: {
                    $0.origin.causation == event.causation
                }) {
                    edits[path]?[index].endedAt = time
                }
            }
        }
    }

    private mutating func begin(
        _ path: String, _ event: Event, _ time: Timestamp, _ log: EventLog
    ) throws(StoreError) {
        var reason: String?
        if let prompt = event.causation, prompt < event.position {
            reason = try log.read { reader throws(StoreError) in
                SessionEvent.reason(of: try reader.event(at: prompt))
            }
        }
        let origin = Attribution.Origin(
            causation: event.position, correlation: event.correlation, actor: event.actor,
            reason: reason)
        let known = (edits[path] ?? []).suffix(Self.editsPerFileMax - 1)
        edits[path] = known + [Edit(origin: origin, beganAt: time)]
    }

    /// What a version follows from that was written at a time; nil if nobody told.
    func origin(of path: String, writtenAt time: Timestamp) -> Attribution.Origin? {
        edits[path]?.last { edit in
            let end =
                edit.endedAt?.microseconds ?? edit.beganAt.microseconds + Self.openMicroseconds
            let slack = Self.slackMicroseconds
            return time.microseconds >= edit.beganAt.microseconds - slack
                && time.microseconds <= end + slack
        }?.origin
    }
}
