import AnnalsModel

/// One place of a document through time: the event that gave its present value.
///
/// Unlike a `BlameTree` it takes any pointer, into arrays too, and knows who took a value away.
struct ValueTrail {
    private let pointer: JSONPointer
    /// The value after the last event; nil where there is none.
    private(set) var value: JSONValue?
    /// Nil while the value is still that of the document it started with.
    private(set) var origin: BlameTree.Origin?
    /// Events since that wrote the same again.
    private(set) var confirmed: Int64 = 0

    /// Starts with a document.
    init(_ pointer: JSONPointer, in document: JSONObject?) {
        self.pointer = pointer
        value = document.flatMap { $0.value(at: pointer) }
    }

    /// Takes in one event, not an erased one.
    mutating func apply(_ event: Event, new: JSONObject?) {
        let change = event.change
        guard
            value == nil || change.deleted || mayWrite(change)
                || change.unset.contains(where: pointer.overlaps)
        else { return }
        let now = new.flatMap { $0.value(at: pointer) }
        if now == value {
            if now != nil, change.writes(at: pointer) { confirmed += 1 }
            return
        }
        var summary = event
        summary.change = Change()
        origin = BlameTree.Origin(event: summary, before: value)
        confirmed = 0
        value = now
    }

    /// Whether a change writes the member that the place is in: an object there may take the place
    /// of a list, and of all its elements.
    private func mayWrite(_ change: Change) -> Bool {
        pointer.tokens.first.map { change.data[$0] != nil } ?? true
    }
}
