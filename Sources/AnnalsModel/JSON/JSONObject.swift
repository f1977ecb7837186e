internal import OrderedCollections

/// A JSON object: members with distinct names, in order.
///
/// Names are equal if their UTF-8 bytes are, so "é" as one scalar and as two are two members.
/// Equality of objects ignores the order of members. A new member goes last; one that is assigned
/// again keeps its place.
public struct JSONObject: Sendable {
    var members: OrderedDictionary<ExactString, JSONValue>

    /// Creates an object without members.
    public init() {
        members = [:]
    }

    init(members: OrderedDictionary<ExactString, JSONValue>) {
        self.members = members
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names of the members, in order.
    public var keys: [String] { members.keys.map(\.text) }

    /// The value of a member, or nil if there is none of the name.
    ///
    /// Assigning a value keeps the member's place or adds one at the end; assigning nil removes the
    /// member. The JSON value null is `.null`, not nil.
    public subscript(key: String) -> JSONValue? {
        get { members[ExactString(key)] }
        set { members[ExactString(key)] = newValue }
        _modify { yield &members[ExactString(key)] }
    }

    /// Removes a member and returns its value, or nil if there is none of the name.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        members.removeValue(forKey: ExactString(key))
    }

    /// Makes room for a number of members.
    public mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }
}

extension JSONObject: Equatable {
    /// Whether both have the same members, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        let rightKeys = right.members.keys
        for index in 0..<left.count {
            let (key, value) = left.members.elements[index]
            // Most often the order is the same too, and no search is needed.
            let place = rightKeys[index] == key ? index : rightKeys.firstIndex(of: key)
            guard let place, right.members.values[place] == value else { return false }
        }
        return true
    }
}

extension JSONObject: Sequence {
    /// Walks through the members of an object, in order.
    public struct Iterator: IteratorProtocol, Sendable {
        private let members: OrderedDictionary<ExactString, JSONValue>
        private var index = 0

        init(_ members: OrderedDictionary<ExactString, JSONValue>) {
            self.members = members
        }

        /// The next member, or nil after the last.
        public mutating func next() -> (key: String, value: JSONValue)? {
            guard index < members.count else { return nil }
            defer { index += 1 }
            return (members.keys[index].text, members.values[index])
        }
    }

    /// An iterator over the members, in order.
    public func makeIterator() -> Iterator {
        Iterator(members)
    }

    /// The number of members.
    public var underestimatedCount: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object of a literal; of members with the same name the last one wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (key, value) in elements {
            self[key] = value
        }
    }
}

extension JSONObject: CustomStringConvertible {
    /// The object as compact JSON.
    public var description: String { JSONValue.object(self).compact }
}
