import AnnalsModel

/// The leaves of a document, each with the event that gave its value, kept up event by event.
///
/// It has the shape of the document: a node for each member of an object. A leaf is a scalar, an
/// array or an empty object. Only what an event touches is visited, and what one event gave as a
/// whole is one node until another touches something in it.
struct BlameTree {
    /// What is known of one value.
    struct Origin {
        /// The event that gave it, without its change.
        let event: Event
        /// What was there before.
        let before: JSONValue?

        /// The same of a member of an object that the event gave as a whole.
        fileprivate func member(_ key: String) -> Origin {
            Origin(event: event, before: before?.asObject?[key])
        }
    }

    /// What is known of a leaf.
    struct Leaf {
        /// Nil where the value was there before the first event.
        let origin: Origin?
        /// Events since that wrote the same again.
        let confirmed: Int64
    }

    private final class Node {
        /// The event that gave the leaf, or all leaves below; nil where nobody knows.
        var origin: Origin?
        var confirmed: Int64 = 0
        var members: [ExactString: Node] = [:]
        /// Whether it speaks for everything below, and has no members of its own.
        var isWhole = true

        init(_ origin: Origin?) {
            self.origin = origin
        }

        /// Gives each member of an object a node of its own.
        func divide(_ object: JSONObject) {
            members.reserveCapacity(object.count)
            for key in object.keys {
                members[ExactString(key)] = Node(origin?.member(key))
            }
            origin = nil
            isWhole = false
        }
    }

    /// What an event did at and below one place.
    private struct Touch {
        /// What was merged there.
        var data: JSONValue?
        /// Pointers that went away, from here on.
        var unset: [ArraySlice<String>]
        /// Whether the place itself, or one above it, went away first.
        var isUnset: Bool

        func below(_ key: String) -> Touch {
            let mine = unset.filter { $0.first?.hasSameBytes(as: key) == true }
            return Touch(
                data: data?.asObject?[key],
                unset: mine.filter { $0.count > 1 }.map { $0.dropFirst() },
                isUnset: isUnset || mine.contains { $0.count == 1 })
        }
    }

    private var root: Node?

    /// Starts with a document whose leaves come from nobody knows where.
    init(_ document: JSONObject?) {
        root = document.map { _ in Node(nil) }
    }

    /// Takes in one event.
    ///
    /// - Parameters:
    ///   - event: The event, neither an erased one nor a fact.
    ///   - old: The document before it.
    ///   - new: The document after it.
    mutating func apply(_ event: Event, old: JSONObject?, new: JSONObject?) {
        var origin = event
        origin.change = Change()
        guard let new else {
            root = nil
            return
        }
        let touch = Touch(
            data: .object(event.change.data), unset: event.change.unset.map { $0.tokens[...] },
            isUnset: false)
        root = Self.updated(
            root, old: old.map { .object($0) }, new: .object(new), touch, origin)
    }

    /// The leaf at a pointer that leads to a leaf.
    func leaf(at tokens: [String]) -> Leaf {
        var node = root
        for (index, token) in tokens.enumerated() {
            if let node, node.isWhole {
                let origin = tokens[index...].reduce(node.origin) { $0?.member($1) }
                return Leaf(origin: origin, confirmed: 0)
            }
            node = node?.members[ExactString(token)]
        }
        return Leaf(origin: node?.origin, confirmed: node?.confirmed ?? 0)
    }

    private static func updated(
        _ node: Node?, old: JSONValue?, new: JSONValue, _ touch: Touch, _ event: Event
    ) -> Node {
        guard let node else { return Node(Origin(event: event, before: old)) }
        if case .object(let newMembers) = new, case .object(let oldMembers)? = old {
            update(node, oldMembers, newMembers, touch, event)
        } else if old == new {
            if touch.data != nil { node.confirmed += 1 }
        } else {
            return Node(Origin(event: event, before: old))
        }
        return node
    }

    private static func update(
        _ node: Node, _ old: JSONObject, _ new: JSONObject, _ touch: Touch, _ event: Event
    ) {
        let keys = touchedKeys(touch, old)
        if node.isWhole, !old.isEmpty {
            if keys.isEmpty { return }
            node.divide(old)
        }
        node.isWhole = false
        for key in keys {
            let member = ExactString(key)
            guard let value = new[key] else {
                node.members[member] = nil
                continue
            }
            node.members[member] = updated(
                node.members[member], old: old[key], new: value, touch.below(key), event)
        }
        if !new.isEmpty {
            node.origin = nil
            node.confirmed = 0
        } else if !old.isEmpty {
            node.origin = Origin(event: event, before: .object(old))
            node.confirmed = 0
        } else if touch.data != nil {
            node.confirmed += 1
        }
    }

    private static func touchedKeys(_ touch: Touch, _ old: JSONObject) -> [String] {
        let merged = touch.data?.asObject?.keys ?? []
        // A whole object that went away took its members along.
        let gone = touch.isUnset ? old.keys : touch.unset.compactMap(\.first)
        guard !gone.isEmpty else { return merged }
        return Set((merged + gone).map { ExactString($0) }).map(\.text)
    }
}
