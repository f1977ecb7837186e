// A fact is an event that says something about an act alone: it has a context, and no data, unset
// or deleted. It changes no document and makes none. An event without a context that says nothing
// makes an empty document where there is none, as it always did.

extension Change {
    /// Whether an event with this change and a context is a fact.
    package func isFact(with context: JSONObject) -> Bool {
        isEmpty && !context.isEmpty
    }

    /// Changes a document as an event does that has this change and a context.
    package func apply(to document: inout JSONObject?, with context: JSONObject) {
        guard !isFact(with: context) else { return }
        apply(to: &document)
    }
}

extension Event {
    /// Whether it speaks of an act alone, by its ``context``, and so leaves its stream's document
    /// as it is.
    public var isFact: Bool { change.isFact(with: context) }

    /// Changes its stream's document as it did when it was appended; an erased event does nothing.
    package func apply(to document: inout JSONObject?) {
        guard !isErased else { return }
        change.apply(to: &document, with: context)
    }
}

extension NewEvent {
    /// Whether it speaks of an act alone, by its ``context``, and so leaves its stream's document
    /// as it is.
    public var isFact: Bool { change.isFact(with: context) }

    /// Changes its stream's document as it does when it is appended.
    package func apply(to document: inout JSONObject?) {
        change.apply(to: &document, with: context)
    }
}
