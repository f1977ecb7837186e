internal import OrderedCollections

extension JSONValue {
    /// The value at a pointer, or nil if the pointer leads nowhere.
    ///
    /// In arrays a token is an index in decimal without leading zeros; `-` leads nowhere.
    public func value(at pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            guard let next = value.step(token) else { return nil }
            value = next
        }
        return value
    }

    private func step(_ token: String) -> JSONValue? {
        switch self {
        case .object(let object):
            return object[token]
        case .array(let array):
            // Only the canonical form is an index: not "+1", "01" or "-0".
            guard let index = Int(token), String(index) == token, array.indices.contains(index)
            else { return nil }
            return array[index]
        case .null, .bool, .number, .string:
            return nil
        }
    }
}

extension JSONObject {
    /// The value at a pointer, or nil if the pointer leads nowhere.
    ///
    /// In arrays a token is an index in decimal without leading zeros; `-` leads nowhere.
    public func value(at pointer: JSONPointer) -> JSONValue? {
        JSONValue.object(self).value(at: pointer)
    }

    /// Removes the member at a pointer, walking through objects alone.
    ///
    /// A pointer that names nothing, or leads through something that is no object, changes nothing.
    ///
    /// - Returns: The value that was there.
    @discardableResult
    public mutating func removeValue(at pointer: JSONPointer) -> JSONValue? {
        removeValue(at: pointer.tokens[...])
    }

    private mutating func removeValue(at tokens: ArraySlice<String>) -> JSONValue? {
        guard let token = tokens.first else { return nil }
        guard tokens.count > 1 else { return removeValue(forKey: token) }
        return modifyObject(ofKey: ExactString(token)) { $0.removeValue(at: tokens.dropFirst()) }
    }

    /// Changes the object that is a member's value in place, without copying it.
    ///
    /// - Returns: The answer of the closure, or nil if there is no such member or it is no object.
    private mutating func modifyObject<Answer>(
        ofKey key: ExactString, _ change: (inout JSONObject) -> Answer?
    ) -> Answer? {
        guard let index = members.index(forKey: key),
            case .object(var object) = members.values[index]
        else { return nil }
        // The member lets go of the object, so that it is not copied.
        members.values[index] = .null
        defer { members.values[index] = .object(object) }
        return change(&object)
    }

    /// Merges an object into this one, deeply.
    ///
    /// Where both have an object these merge; everywhere else the given value replaces. Null is a
    /// value like any other. Members that are there keep their place, new ones go last.
    public mutating func merge(_ other: JSONObject) {
        if members.isEmpty {
            members = other.members
            return
        }
        for (key, value) in other.members {
            if case .object(let new) = value, mergeObject(new, intoKey: key) { continue }
            members[key] = value
        }
    }

    /// Merges into the object that is a member's value, if the member is there and is one.
    private mutating func mergeObject(_ new: JSONObject, intoKey key: ExactString) -> Bool {
        let merged: Void? = modifyObject(ofKey: key) { $0.merge(new) }
        return merged != nil
    }
}
