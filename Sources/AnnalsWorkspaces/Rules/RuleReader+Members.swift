import AnnalsModel

extension RuleReader {
    /// The members of a document, as a rule file lists them.
    static func members(_ value: JSONValue?) throws(RuleProblem) -> [RuleMember] {
        guard let value else { return [] }
        var members: [RuleMember] = []
        for (name, value) in try RuleObject(value).all {
            do {
                members.append(try member(name, value))
            } catch {
                throw error.inside(name).inside("members")
            }
        }
        return members
    }

    private static func member(
        _ name: String, _ value: JSONValue
    ) throws(RuleProblem) -> RuleMember {
        var member = RuleMember(name: name)
        guard case .object = value else {
            member.places = try places(RuleObject.texts(value, name))
            return member
        }
        var object = try RuleObject(value)
        member.places = try places(object.texts("at"))
        member.time = try object.word("time", RuleMember.Time.self)
        member.wordingKeptAs = try object.text("agent-with-wording-in")
        if let spellings = object.take("spellings") {
            for (meaning, texts) in try RuleObject(spellings).all {
                for text in try RuleObject.texts(texts, meaning) {
                    member.spellings[text.lowercasedASCII] = meaning
                }
            }
        }
        if let text = try object.text("else") {
            let from = try object.text("from")
            member.conclusion = .text(
                try RuleTemplate(text),
                from: try from.map { text throws(RuleProblem) in
                    try RuleTemplate(text)
                })
        }
        if let place = try object.text("count") {
            member.conclusion = .count(try pointer(place))
        }
        if let place = try object.text("quantity") {
            member.conclusion = .quantity(
                try pointer(place), units: try object.texts("units").map { $0.lowercasedASCII })
        }
        try object.end()
        return member
    }

    private static func places(_ texts: [String]) throws(RuleProblem) -> [RulePointer] {
        var places: [RulePointer] = []
        for text in texts { places.append(try pointer(text)) }
        return places
    }

    private static func pointer(_ text: String) throws(RuleProblem) -> RulePointer {
        guard let pointer = RulePointer(text) else {
            throw RuleProblem(
                "\(text.quotedForMessage) is no place: write a JSON Pointer like /title, or a"
                    + " relative one like 1/body")
        }
        return pointer
    }
}

extension RuleObject {
    /// All members, in order.
    var all: [(key: String, value: JSONValue)] {
        var rest = self
        return names.compactMap { name in rest.take(name).map { (name, $0) } }
    }
}
