import AnnalsModel

/// Reads one rule of a rule file.
enum RuleReader {
    private enum Shape: String, CaseIterable {
        case object, array
    }

    /// The ranks that rules may give, by their words.
    static let ranks: [String: Claim.Rank] = [
        "completed": .completed, "working": .working, "future": .future, "mention": .mention,
    ]

    /// Reads a rule.
    static func read(_ value: JSONValue) throws(RuleProblem) -> Rule {
        var object = try RuleObject(value)
        guard let name = try object.text("name") else {
            throw RuleProblem("a rule needs a name")
        }
        do {
            return try read(&object, name)
        } catch {
            throw error.inside(name)
        }
    }

    private static func read(
        _ object: inout RuleObject, _ name: String
    ) throws(RuleProblem) -> Rule {
        var rule = Rule(name: name)
        try readWhere(&object, &rule)
        try readWhat(&object, &rule)
        rule.members = try members(object.take("members"))
        rule.choices = try object.list("choose") { value throws(RuleProblem) in
            try choice(value)
        }
        rule.delivery = try delivery(object.take("delivery"))
        if let owner = object.take("owner") {
            var inner = try RuleObject(owner)
            guard let member = try inner.text("member"), let text = try inner.text("is") else {
                throw RuleProblem("owner needs member and is")
            }
            try inner.end()
            rule.owner = (member, try RuleTemplate(text))
        }
        try object.end()
        try check(rule)
        return rule
    }

    /// For which files and things a rule is.
    private static func readWhere(
        _ object: inout RuleObject, _ rule: inout Rule
    ) throws(RuleProblem) {
        rule.files = try object.list("files") { value throws(RuleProblem) in
            try RuleSetReader.glob(value)
        }
        rule.except = try object.list("except") { value throws(RuleProblem) in
            try RuleSetReader.glob(value)
        }
        rule.words = try object.texts("words").map { $0.lowercasedASCII }
        rule.format = try object.word("format", FileFormat.self)
        rule.evidence = try object.list("evidence") { value throws(RuleProblem) in
            try evidence(value)
        }
        rule.shape = try object.texts("shape")
        for shape in rule.shape where Shape(rawValue: shape) == nil {
            throw RuleProblem("shape is \(shape.quotedForMessage): it must be object or array")
        }
        let items = try object.texts("items")
        if !items.isEmpty {
            rule.items = []
            for item in items { rule.items.append(try ItemPattern(item)) }
        }
        if let at = try object.text("at") {
            guard let pointer = RulePointer(at) else {
                throw RuleProblem("at must be a JSON Pointer such as /meta")
            }
            rule.at = pointer
        }
        rule.conditions = try object.list("when") { value throws(RuleProblem) in
            try condition(value)
        }
        rule.needs = try object.texts("needs")
        rule.ending = try object.word("last", Rule.Ending.self)
    }

    /// What a rule makes.
    private static func readWhat(
        _ object: inout RuleObject, _ rule: inout Rule
    ) throws(RuleProblem) {
        guard let makes = try object.text("makes") else {
            throw RuleProblem(
                "it must say what it makes: task, agent, message, config, analysis or nothing")
        }
        if makes != "nothing" {
            guard ["task", "agent", "message", "config", "analysis"].contains(makes) else {
                throw RuleProblem(
                    "makes is \(makes.quotedForMessage): it must be task, agent, message, config,"
                        + " analysis or nothing")
            }
            rule.makes = .document(category: makes)
        }
        for id in try object.texts("id") { rule.ids.append(try RuleTemplate(id)) }
        rule.label = try object.text("as")
        if let word = try object.text("rank") { rule.rank = try rank(word) }
        rule.ranks = try object.list("ranks") { value throws(RuleProblem) in
            var inner = try RuleObject(value)
            let rank = try rank(try inner.text("rank") ?? "")
            guard let when = inner.take("when") else { throw RuleProblem("it needs when") }
            let holds = try condition(when)
            try inner.end()
            return (rank: rank, condition: holds)
        }
        if let tier = object.take("tier") {
            guard let number = tier.asInt64, (0...100).contains(number) else {
                throw RuleProblem("tier must be a whole number from 0 to 100")
            }
            rule.tier = Int(number)
        }
        rule.keepsRest = try object.flag("rest") ?? true
        rule.drops = try object.texts("drop")
        rule.isWhole = try object.flag("whole") ?? false
        rule.namesAgents = try object.texts("names-agents")
    }

    private static func check(_ rule: Rule) throws(RuleProblem) {
        guard !rule.files.isEmpty else {
            throw RuleProblem("it needs files: patterns of the paths that it speaks for")
        }
        switch rule.makes {
        case .nothing:
            guard rule.ids.isEmpty else { throw RuleProblem("it makes nothing, so it has no id") }
        case .document:
            guard rule.ids.isEmpty == (rule.delivery != nil) else {
                throw RuleProblem(
                    "it needs an id, such as \"{folder}/{/id}\", or for messages a delivery, and"
                        + " not both")
            }
        }
    }

    static func rank(_ word: String) throws(RuleProblem) -> Claim.Rank {
        guard let rank = ranks[word] else {
            throw RuleProblem(
                "a rank must be completed, working, future or mention, the strongest first")
        }
        return rank
    }

    // MARK: Parts

    private static func evidence(_ value: JSONValue) throws(RuleProblem) -> Rule.Evidence {
        var object = try RuleObject(value)
        var evidence = Rule.Evidence()
        evidence.paths = try object.list("path") { value throws(RuleProblem) in
            try RuleSetReader.glob(value)
        }
        if let agent = try object.text("agent") { evidence.agent = try RuleTemplate(agent) }
        evidence.head = try object.texts("head")
        if let when = object.take("when") { evidence.condition = try condition(when) }
        try object.end()
        return evidence
    }

    static func condition(_ value: JSONValue) throws(RuleProblem) -> RuleCondition {
        guard let object = value.asObject else {
            throw RuleProblem("a condition is places and what must be there: /id: name")
        }
        var parts: [RuleCondition.Part] = []
        for (places, demand) in object {
            var pointers: [RulePointer] = []
            for place in places.split(separator: "|", omittingEmptySubsequences: false) {
                guard let pointer = RulePointer(place.trimmingBlanks) else {
                    throw RuleProblem(
                        "\(places.quotedForMessage) is no place: write /id, or /id | /task_id")
                }
                pointers.append(pointer)
            }
            parts.append(RuleCondition.Part(places: pointers, demand: try self.demand(demand)))
        }
        return RuleCondition(parts: parts)
    }

    private static func demand(_ value: JSONValue) throws(RuleProblem) -> RuleCondition.Demand {
        if case .string(let word) = value {
            guard let demand = RuleCondition.Demand.words[word] else {
                let words = RuleCondition.Demand.words.keys.sorted().joined(separator: ", ")
                throw RuleProblem(
                    "\(word.quotedForMessage) cannot be demanded: write one of \(words), or a list"
                        + " of texts")
            }
            return demand
        }
        return .oneOf(try RuleObject.texts(value, "a demand"))
    }

    private static func choice(_ value: JSONValue) throws(RuleProblem) -> Rule.Choice {
        var object = try RuleObject(value)
        guard let by = try object.text("by") else {
            throw RuleProblem("it needs by: the text whose words decide")
        }
        let cases = try object.list("cases") { value throws(RuleProblem) in
            var inner = try RuleObject(value)
            var found = Rule.Choice.Case()
            found.starts = try inner.texts("starts").map { $0.lowercasedASCII }
            found.named = try inner.texts("named").map { $0.lowercasedASCII }
            found.values = try values(&inner)
            return found
        }
        var otherwise: [String: RuleTemplate] = [:]
        if let value = object.take("else") {
            var inner = try RuleObject(value)
            otherwise = try values(&inner)
        }
        try object.end()
        return Rule.Choice(by: try RuleTemplate(by), cases: cases, otherwise: otherwise)
    }

    private static func values(
        _ object: inout RuleObject
    ) throws(RuleProblem) -> [String: RuleTemplate] {
        var values: [String: RuleTemplate] = [:]
        for name in object.names {
            guard RuleTemplate.isName(name) else {
                throw RuleProblem("\(name.quotedForMessage) cannot be a name in templates")
            }
            let text = try object.text(name) ?? ""
            if name == "rank" { _ = try rank(text) }
            values[name] = try RuleTemplate(text)
        }
        return values
    }

    private static func delivery(_ value: JSONValue?) throws(RuleProblem) -> Rule.Delivery? {
        guard let value else { return nil }
        var object = try RuleObject(value)
        var delivery = Rule.Delivery()
        if let to = try object.text("to") { delivery.to = try RuleTemplate(to) }
        if let from = try object.text("from") { delivery.from = try RuleTemplate(from) }
        delivery.inside = try object.text("inside")
        delivery.keptAs = try object.text("kept-as")
        delivery.numberedBy = try object.text("numbered-by")
        if let labels = object.take("labels") {
            for (member, names) in try RuleObject(labels).all {
                for name in try RuleObject.texts(names, member) {
                    delivery.labels[name.lowercasedASCII] = member
                }
            }
        }
        try object.end()
        return delivery
    }
}
