// Which places of a document a change is about.

extension Change {
    /// Whether the change may alter the value at a place: it writes there, above or below, takes
    /// something away there, or ends the document.
    package func touches(_ pointer: JSONPointer) -> Bool {
        guard !isEmpty else { return false }
        return deleted || writes(at: pointer) || unset.contains { $0.overlaps(pointer) }
    }

    /// The members of the document that are written, or changed by what goes away: each as often as
    /// the change names it.
    package var namedMembers: [ExactString] {
        var members = data.map { ExactString($0.key) }
        for pointer in unset {
            if let first = pointer.tokens.first { members.append(ExactString(first)) }
        }
        return members
    }

    /// Whether merging the data writes at a place, above it or below it.
    package func writes(at pointer: JSONPointer) -> Bool {
        var value = JSONValue.object(data)
        for token in pointer.tokens {
            guard case .object(let members) = value else { return true }
            guard let next = members[token] else { return false }
            value = next
        }
        return true
    }
}

extension JSONPointer {
    /// Whether one of the two leads to the other or through it.
    package func overlaps(_ other: JSONPointer) -> Bool {
        zip(tokens, other.tokens).allSatisfy { $0.hasSameBytes(as: $1) }
    }
}
