/// A place of a document whose value is not the same at two moments.
public struct ValueDifference: Sendable, Equatable {
    /// Where it is.
    public var pointer: JSONPointer
    /// The value at the earlier moment; nil where there was none.
    public var old: JSONValue?
    /// The value at the later moment; nil where there is none.
    public var new: JSONValue?

    /// Puts the parts together.
    public init(pointer: JSONPointer, old: JSONValue?, new: JSONValue?) {
        self.pointer = pointer
        self.old = old
        self.new = new
    }

    /// The places at which two documents differ, in the order of members, `old`'s first.
    ///
    /// Objects that both have are compared member by member. A member that only one of them has is
    /// one entry, with all that is below it; so is an array. A document that came or went is
    /// spelled out in its members, unless it is empty.
    public static func between(_ old: JSONObject?, _ new: JSONObject?) -> [ValueDifference] {
        if old == nil, let new, new.isEmpty {
            return [ValueDifference(pointer: JSONPointer(tokens: []), old: nil, new: [:])]
        }
        if new == nil, let old, old.isEmpty {
            return [ValueDifference(pointer: JSONPointer(tokens: []), old: [:], new: nil)]
        }
        var found: [ValueDifference] = []
        collect(old ?? JSONObject(), new ?? JSONObject(), [], &found)
        return found
    }

    private static func collect(
        _ old: JSONObject, _ new: JSONObject, _ path: [String], _ found: inout [ValueDifference]
    ) {
        func compare(_ key: String, _ before: JSONValue?, _ after: JSONValue?) {
            if case .object(let before)? = before, case .object(let after)? = after {
                collect(before, after, path + [key], &found)
            } else if before != after {
                let pointer = JSONPointer(tokens: path + [key])
                found.append(ValueDifference(pointer: pointer, old: before, new: after))
            }
        }
        for (key, value) in old { compare(key, value, new[key]) }
        for (key, value) in new where old[key] == nil { compare(key, nil, value) }
    }
}
