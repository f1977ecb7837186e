import AnnalsModel

/// What must be so of an object for a rule to speak of it: places and what must be there.
struct RuleCondition: Hashable, Sendable {
    /// What a value must be.
    enum Demand: Hashable, Sendable {
        /// Anything but null, whatever it is.
        case present
        /// Nothing, or null.
        case absent
        /// A string that is not empty.
        case text
        /// A string that is not empty, or an integer.
        case name
        /// A text that names one agent.
        case agent
        /// A number.
        case number
        /// True or false.
        case boolean
        /// An array.
        case list
        /// An object.
        case object
        /// One of these strings, in whatever case of ASCII letters.
        case oneOf([String])

        /// The words of rule files.
        static let words: [String: Demand] = [
            "present": .present, "absent": .absent, "text": .text, "name": .name, "agent": .agent,
            "number": .number, "boolean": .boolean, "list": .list, "object": .object,
        ]

        fileprivate func accepts(_ value: JSONValue?) -> Bool {
            switch (self, value) {
            case (.absent, nil), (.absent, .null?): true
            case (_, nil), (_, .null?): false
            case (.present, _): true
            case (.text, .string(let text)?): !text.isEmpty
            case (.agent, .string(let text)?): AgentName.one(in: text) != nil
            case (.name, let value?): RuleScope.name(value) != nil
            case (.number, .number?), (.boolean, .bool?), (.list, .array?), (.object, .object?):
                true
            case (.oneOf(let texts), .string(let text)?):
                texts.contains { $0.lowercasedASCII == text.lowercasedASCII }
            default: false
            }
        }
    }

    /// One demand: at least one of the places has what is asked.
    struct Part: Hashable, Sendable {
        /// The places.
        let places: [RulePointer]
        /// What one of them must be.
        let demand: Demand
    }

    /// All of these must hold.
    let parts: [Part]

    /// Whether everything holds, seen from the scope's object.
    func holds(in scope: RuleScope) -> Bool { failure(in: scope) == nil }

    /// The first demand that does not hold.
    func failure(in scope: RuleScope) -> Part? {
        parts.first { part in
            if part.demand == .absent {
                return !part.places.allSatisfy { Demand.absent.accepts(scope.value(at: $0)) }
            }
            return !part.places.contains { part.demand.accepts(scope.value(at: $0)) }
        }
    }
}

extension RuleCondition.Part: CustomStringConvertible {
    /// The demand in words: `/id or /task_id is no name`.
    var description: String {
        let places = places.map { $0.description.terminalSafe }.joined(separator: " or ")
        return switch demand {
        case .present: "there is no \(places)"
        case .absent: "there is \(places)"
        case .text: "\(places) is no text"
        case .name: "\(places) is no name"
        case .agent: "\(places) names no agent"
        case .number: "\(places) is no number"
        case .boolean: "\(places) is neither true nor false"
        case .list: "\(places) is no list"
        case .object: "\(places) is no object"
        case .oneOf(let texts): "\(places) is none of \(texts.joined(separator: ", ").terminalSafe)"
        }
    }
}
