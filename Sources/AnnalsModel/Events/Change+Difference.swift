extension Change {
    /// The change that makes one document of another.
    ///
    /// Law: `difference(from: old, to: new).applied(to: old) == new` for any two objects. Equal
    /// documents have an empty difference. Equality ignores the order of members, so the result may
    /// have another order: members of `old` keep their places.
    public static func difference(from old: JSONObject, to new: JSONObject) -> Change {
        var change = Change()
        change.data = collect(from: old, to: new, path: [], unset: &change.unset)
        return change
    }

    /// The data that makes `new` of `old`, once the pointers added to `unset` are gone.
    private static func collect(
        from old: JSONObject, to new: JSONObject, path: [String], unset: inout [JSONPointer]
    ) -> JSONObject {
        for (key, _) in old where new[key] == nil {
            unset.append(JSONPointer(tokens: path + [key]))
        }
        var data = JSONObject()
        for (key, value) in new {
            guard let before = old[key] else {
                data[key] = value
                continue
            }
            if case .object(let oldObject) = before, case .object(let newObject) = value {
                // Both stay objects, so an empty one here means that nothing merges below.
                let inner = collect(
                    from: oldObject, to: newObject, path: path + [key], unset: &unset)
                if !inner.isEmpty { data[key] = .object(inner) }
            } else if before != value {
                data[key] = value
            }
        }
        return data
    }
}
