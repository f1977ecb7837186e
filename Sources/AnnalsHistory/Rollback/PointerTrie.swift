package import AnnalsModel

/// The places that events wrote, each with the position of the last event that did.
struct PointerTrie {
    private final class Node {
        var position: Int64?
        var members: [ExactString: Node] = [:]

        /// The last position at or below this place.
        var lastBelow: Int64? {
            let below = members.values.compactMap(\.lastBelow).max()
            return [position, below].compactMap { $0 }.max()
        }
    }

    private let root = Node()

    /// Whether nothing was written.
    private(set) var isEmpty = true

    /// Notes that an event wrote at a place.
    mutating func insert(_ pointer: JSONPointer, at position: Int64) {
        var node = root
        for token in pointer.tokens {
            let key = ExactString(token)
            let next = node.members[key] ?? Node()
            node.members[key] = next
            node = next
        }
        node.position = position
        isEmpty = false
    }

    /// Position of the last event that wrote at a place, above it or below it.
    func last(overlapping pointer: JSONPointer) -> Int64? {
        guard !isEmpty else { return nil }
        var node = root
        var found = node.position
        for token in pointer.tokens {
            guard let next = node.members[ExactString(token)] else { return found }
            node = next
            found = [found, node.position].compactMap { $0 }.max()
        }
        return [found, node.lastBelow].compactMap { $0 }.max()
    }
}

extension Change {
    /// The places that the change writes: leaves of what it merges, what it unsets, or the whole
    /// document where it ends it.
    package var writtenPointers: [JSONPointer] {
        if deleted { return [JSONPointer(tokens: [])] }
        var pointers = unset
        Self.collectLeaves(of: .object(data), [], &pointers)
        return pointers
    }

    private static func collectLeaves(
        of value: JSONValue, _ path: [String], _ pointers: inout [JSONPointer]
    ) {
        if case .object(let members) = value {
            // An empty object that merges into another writes nothing; the root never is a leaf.
            if members.isEmpty, !path.isEmpty { pointers.append(JSONPointer(tokens: path)) }
            for (key, value) in members { collectLeaves(of: value, path + [key], &pointers) }
        } else {
            pointers.append(JSONPointer(tokens: path))
        }
    }
}
