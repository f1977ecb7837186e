import AnnalsModel

/// Looks for events whose changes touch a place of their documents.
struct ChangeSearch {
    private let pointer: JSONPointer
    /// The first member of the place as text; nil where it may be written in other ways.
    private let member: TextSearch?
    private let ending = TextSearch(verbatim: "\"deleted\":true")

    init(_ pointer: JSONPointer) {
        self.pointer = pointer
        // In pointers of `unset` a slash and a tilde are written otherwise than in names.
        member = pointer.tokens.first.flatMap { name in
            name.utf8.contains { "/~".utf8.contains($0) } ? nil : TextSearch(name)
        }
    }

    /// Whether the event of a body can match at all, told without reading it as JSON.
    func mayMatch(body: [UInt8]) -> Bool {
        guard let member else { return true }
        return member.matches(body: body) || ending.matches(body: body)
    }

    /// Whether the event's change touches the place.
    func matches(_ event: Event) -> Bool {
        event.change.touches(pointer)
    }
}
