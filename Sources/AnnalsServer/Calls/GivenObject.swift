import AnnalsModel

/// The members of a request's body, read as its schema says.
///
/// None is taken that is not known, and each is of the kind that belongs there. Null is absence.
struct GivenObject: Sendable {
    private let members: JSONObject

    /// Checks which members there are.
    ///
    /// - Parameter schema: The schema of the body, with its `properties` and what is `required`.
    /// - Throws: `invalidArgument` for a member that is not known, or one that is missing.
    init(_ members: JSONObject, as schema: JSONObject) throws(StoreError) {
        let known = schema["properties"]?.asObject?.keys.map { String($0) } ?? []
        for name in members.keys where !known.contains(name) {
            throw StoreError(
                .invalidArgument,
                "there is no member \(name.quotedForMessage) here"
                    + Spelling.hint(name, among: known))
        }
        for name in schema["required"]?.asArray ?? [] {
            guard let name = name.asString, members[name] == nil else { continue }
            throw StoreError(.invalidArgument, "the body has no member \(name.quotedForMessage)")
        }
        self.members = members
    }

    /// A value of whatever kind; nil where the member is not there.
    func value(_ name: String) -> JSONValue? { members[name] }

    /// A text.
    func text(_ name: String) throws(StoreError) -> String? {
        try read(name, "a string") { $0.asString }
    }

    /// A whole number.
    func integer(_ name: String, from least: Int64) throws(StoreError) -> Int64? {
        try read(name, "a whole number of \(least) or more") { value in
            // In JSON Schema 7.0 is an integer, too.
            let number = value.asInt64 ?? value.asNumber?.double.flatMap { Int64(exactly: $0) }
            return number.flatMap { $0 >= least ? $0 : nil }
        }
    }

    /// `true` or `false`.
    func flag(_ name: String) throws(StoreError) -> Bool? {
        try read(name, "true or false") { value in
            if case .bool(let flag) = value { flag } else { nil }
        }
    }

    /// An object.
    func object(_ name: String) throws(StoreError) -> JSONObject? {
        try read(name, "an object") { $0.asObject }
    }

    /// A list of whatever values.
    func list(_ name: String) throws(StoreError) -> [JSONValue]? {
        try read(name, "an array") { $0.asArray }
    }

    /// A list of texts.
    func texts(_ name: String) throws(StoreError) -> [String]? {
        try read(name, "an array of strings") { value in
            guard let list = value.asArray else { return nil }
            let texts = list.compactMap(\.asString)
            return texts.count == list.count ? texts : nil
        }
    }

    /// A moment.
    func moment(_ name: String) throws(StoreError) -> Moment? {
        try text(name).map { text throws(StoreError) in try Moment(text) }
    }

    private func read<Value>(
        _ name: String, _ what: String, _ convert: (JSONValue) -> Value?
    ) throws(StoreError) -> Value? {
        guard let value = members[name], value != .null else { return nil }
        guard let converted = convert(value) else {
            throw StoreError(
                .invalidArgument, "\(name) is a JSON \(value.kindName): give \(what)")
        }
        return converted
    }
}
