import AnnalsModel

/// An object of a rule file while it is read: each member is asked for once, and what nobody asked
/// for is a mistake.
struct RuleObject {
    private var rest: JSONObject
    private var asked: [String] = []

    /// Takes an object.
    ///
    /// - Throws: If the value is none.
    init(_ value: JSONValue) throws(RuleProblem) {
        guard let object = value.asObject else {
            throw RuleProblem("it is \(value.kindName) where members with values are expected")
        }
        rest = object
    }

    /// The names of the members that were not asked for yet, in order.
    var names: [String] { Array(rest.keys) }

    /// The value of a member, once; nil if it is not there, or null, which takes back what was
    /// merged in.
    mutating func take(_ name: String) -> JSONValue? {
        asked.append(name)
        let value = rest.removeValue(forKey: name)
        return value == .null ? nil : value
    }

    /// A text.
    mutating func text(_ name: String) throws(RuleProblem) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else {
            throw RuleProblem("\(name) must be a text, and is \(value.kindName)")
        }
        return text
    }

    /// True or false.
    mutating func flag(_ name: String) throws(RuleProblem) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else {
            throw RuleProblem("\(name) must be true or false, and is \(value.kindName)")
        }
        return flag
    }

    /// A list of texts; a single text is a list of one.
    mutating func texts(_ name: String) throws(RuleProblem) -> [String] {
        guard let value = take(name) else { return [] }
        return try Self.texts(value, name)
    }

    static func texts(_ value: JSONValue, _ name: String) throws(RuleProblem) -> [String] {
        switch value {
        case .string(let text): return [text]
        case .array(let elements):
            var texts: [String] = []
            for element in elements {
                guard case .string(let text) = element else {
                    throw RuleProblem("\(name) must be a list of texts")
                }
                texts.append(text)
            }
            return texts
        default:
            throw RuleProblem("\(name) must be a text or a list of texts, and is \(value.kindName)")
        }
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _: Word.Type
    ) throws(RuleProblem) -> Word? where Word.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw RuleProblem("\(name) is \(text.quotedForMessage): it must be one of \(words)")
        }
        return word
    }

    /// The elements of a list, each read with its number from 1.
    mutating func list<Element>(
        _ name: String, _ read: (JSONValue) throws(RuleProblem) -> Element
    ) throws(RuleProblem) -> [Element] {
        guard let value = take(name) else { return [] }
        var elements: [Element] = []
        for (index, element) in (value.asArray ?? [value]).enumerated() {
            do {
                elements.append(try read(element))
            } catch {
                throw error.inside(value.asArray == nil ? name : "\(name) \(index + 1)")
            }
        }
        return elements
    }

    /// Says that everything was asked for.
    ///
    /// - Throws: If there is a member that means nothing here.
    func end() throws(RuleProblem) {
        guard let name = rest.keys.first else { return }
        throw RuleProblem(
            "\(name.quotedForMessage) means nothing here: there can be"
                + " \(asked.joined(separator: ", "))")
    }
}
