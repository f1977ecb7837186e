import AnnalsModel

/// What a tool was called with, each read in one way, with a sentence that names what is wrong.
struct Arguments: Sendable {
    private let object: JSONObject
    private let access: ToolAccess

    /// Takes the arguments of a call; null equals absence.
    ///
    /// - Parameters:
    ///   - schema: What the tool takes.
    ///   - access: Who calls.
    /// - Throws: `invalidArgument` for a name that the tool has not, or lacks.
    init(
        _ given: JSONObject, of schema: JSONObject, for access: ToolAccess
    ) throws(StoreError) {
        self.access = access
        let known = schema["properties"]?.asObject?.keys ?? []
        var object = JSONObject()
        for (name, value) in given where value != .null {
            guard known.contains(name) else {
                throw StoreError(
                    .invalidArgument,
                    "there is no argument \(name.quotedForMessage) here"
                        + Spelling.hint(name, among: known))
            }
            object[name] = value
        }
        for name in schema["required"]?.asArray ?? [] {
            guard let name = name.asString, object[name] == nil else { continue }
            throw StoreError(.invalidArgument, "give the argument \(name)")
        }
        self.object = object
    }

    /// The arguments as they were given.
    var json: JSONObject { object }

    /// A text; nil if it was not given.
    func text(_ name: String) throws(StoreError) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.asString else { throw Self.wrong(name, value, "a string") }
        guard !text.isEmpty else {
            throw StoreError(
                .invalidArgument, "the argument \(name) is empty: give a text, or leave it out")
        }
        return text
    }

    /// A text that the tool's schema requires.
    func needed(_ name: String) throws(StoreError) -> String {
        guard let text = try text(name) else {
            throw StoreError(.invalidArgument, "give the argument \(name)")
        }
        return text
    }

    /// A whole number; nil if it was not given.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(StoreError) -> Int64? {
        guard let value = object[name] else { return nil }
        let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
        guard let number = value.asInt64, range.contains(number) else {
            throw Self.wrong(name, value, "a whole number, \(range.lowerBound) \(most)")
        }
        return number
    }

    /// True or false; false if it was not given.
    func flag(_ name: String) throws(StoreError) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.asBool else { throw Self.wrong(name, value, "true or false") }
        return flag
    }

    /// One of some words; nil if it was not given.
    func word(_ name: String, of words: [String]) throws(StoreError) -> String? {
        guard let text = try text(name) else { return nil }
        guard words.contains(text) else {
            throw StoreError(
                .invalidArgument,
                "the argument \(name) is \(text.quotedForMessage): give "
                    + words.joined(separator: " or "))
        }
        return text
    }

    /// An object; nil if it was not given.
    func object(_ name: String) throws(StoreError) -> JSONObject? {
        guard let value = object[name] else { return nil }
        guard let members = value.asObject else { throw Self.wrong(name, value, "an object") }
        return members
    }

    /// The stream that is named; nil if none is.
    func stream() throws(StoreError) -> StreamName? {
        try text("stream").map { text throws(StoreError) in try StreamName(text) }
    }

    /// The stream that has to be named.
    func neededStream() throws(StoreError) -> StreamName {
        try StreamName(try needed("stream"))
    }

    /// The position of an event, which has to be given.
    func position() throws(StoreError) -> Int64 {
        guard let position = try integer("position", in: 1...Limits.positionMax) else {
            throw StoreError(.invalidArgument, "give the argument position")
        }
        return position
    }

    /// A moment, of which a number is a position; nil if none is given.
    ///
    /// - Throws: `notAllowed` for a tag where tags are not reached; what reading it throws.
    func moment(_ name: String = "at") throws(StoreError) -> Moment? {
        guard let value = object[name] else { return nil }
        if let number = value.asInt64 { return try Moment(String(number)) }
        guard let text = try text(name) else { return nil }
        let moment = try Moment(text)
        try access.categories.demandReach(of: moment)
        return moment
    }

    /// A range; nil if none is given.
    ///
    /// - Throws: `notAllowed` for a tag where tags are not reached; what reading it throws.
    func range() throws(StoreError) -> MomentRange? {
        guard let text = try text("in") else { return nil }
        let range = try MomentRange(text)
        try access.categories.demandReach(of: range)
        return range
    }

    /// A place in a document; nil if none is given, or the whole document.
    func pointer() throws(StoreError) -> JSONPointer? {
        guard let value = object["pointer"], value != "" else { return nil }
        return try text("pointer").map { text throws(StoreError) in try JSONPointer(text) }
    }

    private static func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "the argument \(name) is a JSON \(value.kindName) that is not taken: give \(wanted)")
    }
}
