import AnnalsModel

/// One place of a document through time: the event that gave its present value.
///
/// Unlike a `BlameTree` it takes any pointer, into arrays too, and knows who took a value away.
struct ValueTrail {
    private let pointer: JSONPointer
    private var value: JSONValue?
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
        let isWritten = change.writes(at: pointer)
        guard isWritten || change.deleted || value == nil || change.unset.contains(where: overlaps)
        else { return }
        let now = new.flatMap { $0.value(at: pointer) }
        if now == value {
            if isWritten, now != nil { confirmed += 1 }
            return
        }
        var summary = event
        summary.change = Change()
        origin = BlameTree.Origin(event: summary, before: value)
        confirmed = 0
        value = now
    }

    /// Whether one of the two pointers leads through the other.
    private func overlaps(_ other: JSONPointer) -> Bool {
        zip(pointer.tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}

extension Change {
    /// Whether merging the data writes at a place, above it or below it.
    func writes(at pointer: JSONPointer) -> Bool {
        var value = JSONValue.object(data)
        for token in pointer.tokens {
            guard case .object(let members) = value else { return true }
            guard let next = members[token] else { return false }
            value = next
        }
        return true
    }
}
