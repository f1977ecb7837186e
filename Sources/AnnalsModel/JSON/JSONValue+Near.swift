// Members that somebody may have meant who named a place where nothing is.

extension JSONValue {
    /// What completes a sentence that says that nothing is at a place: `, but there is "/title"`;
    /// empty where no member is near.
    package func hint(near place: JSONPointer) -> String {
        guard let meant = nearest(to: place) else { return "" }
        return ", but there is \(meant.description.quotedForMessage)"
    }

    /// The place whose steps are nearest to those of another, each among its neighbours: nil if
    /// that is not there either, or the place itself is.
    package func nearest(to place: JSONPointer) -> JSONPointer? {
        var value = self
        var found = JSONPointer(tokens: [])
        for token in place.tokens {
            var name = token
            if value.value(at: JSONPointer(tokens: [token])) == nil {
                guard let members = value.asObject,
                    let near = Spelling.near(token, among: members.keys).first
                else { return nil }
                name = near
            }
            found = found.appending(name)
            guard let next = self.value(at: found) else { return nil }
            value = next
        }
        return found == place ? nil : found
    }
}
