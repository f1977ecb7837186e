import AnnalsModel

/// One place of a document through time: the event that gave its present value.
///
/// Unlike a `BlameTree` it takes any pointer, into arrays too, and knows who took a value away.
struct ValueTrail {
    private let pointer: JSONPointer
    private var value: JSONValue?
    private(set) var origin: BlameTree.Origin?

    /// Starts before the first event.
    init(_ pointer: JSONPointer) {
        self.pointer = pointer
    }

    /// Takes in one event, not an erased one.
    mutating func apply(_ event: Event, new: JSONObject?) {
        let change = event.change
        let isWritten = Self.writes(.object(change.data), pointer.tokens[...])
        guard isWritten || change.deleted || value == nil || change.unset.contains(where: overlaps)
        else { return }
        let now = new.flatMap { $0.value(at: pointer) }
        if now == value {
            if isWritten, now != nil { origin?.confirmed += 1 }
            return
        }
        var summary = event
        summary.change = Change()
        origin = BlameTree.Origin(event: summary, before: value)
        value = now
    }

    /// Whether merging `data` writes at the place, above it or below it.
    private static func writes(_ data: JSONValue, _ tokens: ArraySlice<String>) -> Bool {
        guard let token = tokens.first, case .object(let members) = data else { return true }
        return members[token].map { writes($0, tokens.dropFirst()) } ?? false
    }

    /// Whether one of the two pointers leads through the other.
    private func overlaps(_ other: JSONPointer) -> Bool {
        zip(pointer.tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}
