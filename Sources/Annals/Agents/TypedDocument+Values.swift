import AnnalsModel

// How values of whatever kind are read as what a column is meant to hold.

extension TypedDocument {
    /// A column as text: a string as it is, everything else as JSON.
    func text(_ name: String) -> String? {
        self[name].map(\.plainText)
    }

    /// A column as an integer, if the table's column takes it as one.
    func integer(_ name: String) -> Int64? {
        self[name]?.columnInteger
    }

    /// A column as a number, if the table's column takes it as one.
    func real(_ name: String) -> Double? {
        self[name]?.columnReal
    }

    /// A column as a list of texts; a value that is no array is a list of one.
    func texts(_ name: String) -> [String] {
        switch self[name] {
        case nil: []
        case .array(let elements): elements.map(\.plainText)
        case let value?: [value.plainText]
        }
    }

    mutating func set(_ name: String, _ text: String?) {
        self[name] = text.map { .string($0) }
    }

    mutating func set(_ name: String, _ number: Int64?) {
        self[name] = number.map { .number(JSONNumber($0)) }
    }

    /// Sets a number; one that JSON cannot write is null.
    mutating func set(_ name: String, _ number: Double?) {
        self[name] = number.map { value in JSONNumber(value).map { .number($0) } ?? .null }
    }

    /// Sets a list; an empty one is absent unless the document has the member.
    mutating func set(_ name: String, _ texts: [String]) {
        self[name] =
            texts.isEmpty && self[name] == nil ? nil : .array(texts.map { .string($0) })
    }
}

extension JSONValue {
    /// A string as it is, everything else as JSON.
    var plainText: String { asString ?? compact }

    /// The integer that an INTEGER column of a STRICT table holds for the value, if it takes it.
    var columnInteger: Int64? {
        switch self {
        case .bool(let bool):
            return bool ? 1 : 0
        case .number(let number):
            return number.exactInt64
        case .string(let text):
            return Self.numericText(text).flatMap { Self.integer($0) }
        case .null, .array, .object:
            return nil
        }
    }

    /// The number that a REAL column of a STRICT table holds for the value, if it takes it.
    var columnReal: Double? {
        switch self {
        case .bool(let bool):
            return bool ? 1 : 0
        case .number(let number):
            return number.exactDouble
        case .string(let text):
            return Self.numericText(text).flatMap { Double($0) }
        case .null, .array, .object:
            return nil
        }
    }

    private static func integer(_ literal: String) -> Int64? {
        Int64(literal) ?? Double(literal).flatMap { Int64(exactly: $0) }
    }

    /// The number in a text, without the blanks around it, if SQLite sees one in it.
    private static func numericText(_ text: String) -> String? {
        let number = /[ \t-\r]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t-\r]*/
        return text.wholeMatch(of: number).map { String($0.output.1) }
    }
}
