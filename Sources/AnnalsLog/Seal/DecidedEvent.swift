import AnnalsIntegrity
import AnnalsModel

/// An event of a caller whose place in the log and in its stream is decided.
///
/// An object, because it goes through several hands.
final class DecidedEvent {
    let content: NewEvent
    /// Its place among the events that are appended together; that of the event for which it opens
    /// a cycle.
    let index: Int
    /// The end of its stream.
    let end: StreamEnd
    let position: Int64
    let version: Int64
    let cycle: Int64
    let recordedAt: Timestamp
    /// Position of the event that caused it.
    let causation: Int64?
    /// What its salt is made of; nil if the file has none.
    let secret: StreamSecret?
    /// Whether a projection that refuses it only notes that.
    let isLenient: Bool

    init(
        _ content: NewEvent, index: Int, _ end: StreamEnd, position: Int64, version: Int64,
        cycle: Int64, recordedAt: Timestamp, causation: Int64?, secret: StreamSecret?,
        isLenient: Bool
    ) {
        self.content = content
        self.index = index
        self.end = end
        self.position = position
        self.version = version
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.causation = causation
        self.secret = secret
        self.isLenient = isLenient
    }

    var receipt: Receipt {
        Receipt(position: position, version: version, cycle: cycle, recordedAt: recordedAt)
    }
}
