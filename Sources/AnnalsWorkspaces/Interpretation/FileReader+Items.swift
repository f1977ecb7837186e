import AnnalsModel

extension FileReader {
    /// Has a rule read the things of a file.
    ///
    /// - Returns: Why the first value that is no thing of the rule is none; nil if all are.
    mutating func readItems(
        _ rule: Rule, _ names: [String: String], _ text: FormattedText
    ) -> String? {
        var failure: String?
        for pattern in rule.items {
            pattern.forEach(in: text.value) { item in
                let reason = readItem(rule, item, names, text)
                if failure == nil { failure = reason }
                return reason == nil
            }
        }
        return failure
    }

    /// Reads one value.
    ///
    /// - Returns: Why it is no thing of the rule; nil if it is one.
    private mutating func readItem(
        _ rule: Rule, _ item: ItemPattern.Item, _ names: [String: String], _ text: FormattedText
    ) -> String? {
        guard case .document(let category) = rule.makes,
            let place = rule.at.place(from: item.place)
        else { return "the value does not lie so deep" }
        var scope = RuleScope(names: names, root: text.value, object: place)
        scope.names.merge(item.names) { $1 }
        if let key = item.place.tokens.last { scope.names["key"] = key }
        if case .object = text.value, let list = item.place.tokens.first {
            scope.names["list"] = list
        } else if scope.names["list"] == nil {
            // A file that is a list is called as the file is.
            scope.names["list"] = scope.names["file"]
        }
        if let reason = failure(of: rule, in: scope) { return reason }
        if let value = text.value.value(at: place), Resemblance.namesTypes(value) {
            return "its values are the names of types, as where data are described"
        }
        for choice in rule.choices { choice.choose(&scope) }
        if let name = rule.needs.first(where: { scope.names[$0] == nil }) {
            return "nothing tells its \(name.terminalSafe)"
        }
        let thing = RuleThing(rule: rule, item: item, scope: scope)
        if rule.delivery != nil {
            readMessage(thing)
            return nil
        }
        guard let id = rule.ids.lazy.compactMap({ $0.fill(scope) }).first else {
            return "it has nothing to make an id \(rule.ids.first?.text ?? "") of"
        }
        if id.contains("{{") {
            find(
                .unusableID,
                "the \(category) id \(id.quotedForMessage) at"
                    + " \(item.place.description.quotedForMessage) is a template's placeholder, so"
                    + " it makes no \(category)")
            return nil
        }
        guard let stream = stream(category, id) else { return nil }
        addClaim(of: thing, stream)
        return nil
    }

    private func failure(of rule: Rule, in scope: RuleScope) -> String? {
        guard !rule.conditions.isEmpty else { return nil }
        var first: String?
        for condition in rule.conditions {
            guard let part = condition.failure(in: scope) else { return nil }
            if first == nil { first = part.description }
        }
        return first
    }

    private mutating func addClaim(of thing: RuleThing, _ stream: StreamName) {
        let rule = thing.rule
        var claim = Claim(
            stream: stream, rank: thing.rank, tier: rule.tier, kind: rule.label ?? "")
        claim.format = rule.format
        claim.place = thing.item.place
        claim.shownPlace = thing.list
        let object = thing.scope.root.value(at: thing.scope.object)
        if rule.isWhole {
            claim.isWhole = true
            claim.members = object?.asObject ?? ["value": object ?? .null]
            if object?.asObject != nil {
                claim.object = thing.scope.object
            } else {
                claim.elsewhere["value"] = thing.scope.object
            }
            finish(claim, thing)
            return
        }
        guard var members = object?.asObject ?? rule.membersOfScalars else {
            if rule.shape.isEmpty || rule.shape.contains("array") { return }
            findShape(object ?? .null, wanted: "an object")
            return
        }
        if object?.asObject != nil { claim.object = thing.scope.object }
        claim.idMembers = thing.takeOutID(of: &members)
        takeOutOwner(thing, &members)
        for name in rule.drops { members.removeValue(forKey: name) }
        thing.name(&members, &claim)
        if !rule.keepsRest {
            let named = Set(rule.members.map { ExactString($0.name) })
            claim.takes = Set(named.map(\.text))
            for name in members.keys
            where !named.contains(ExactString(name)) || members[name] == .null {
                members.removeValue(forKey: name)
                claim.origins[ExactString(name)] = nil
            }
            if members.isEmpty { return }
        }
        claim.members = members
        finish(claim, thing)
    }

    /// Adds a claim, and that the agents whom it names are known.
    private mutating func finish(_ claim: Claim, _ thing: RuleThing) {
        let rank = thing.rank(with: claim.members)
        add(claim.with(rank: rank, kind: thing.rule.label ?? rank.word))
        for name in thing.rule.namesAgents {
            readName(claim.members[name], at: thing.list)
        }
    }

    /// Takes out the member that says whose file it is, if it says nothing new.
    private mutating func takeOutOwner(_ thing: RuleThing, _ members: inout JSONObject) {
        guard let owner = thing.rule.owner, let name = owner.name.fill(thing.scope),
            case .string(let claimed) = members[owner.member]
        else { return }
        if claimed == name {
            members.removeValue(forKey: owner.member)
        } else if AgentName.one(in: claimed) != AgentName.one(in: name) {
            find(
                .otherAgent,
                "it says that it is of \(claimed.quotedForMessage) but lies in the folder of"
                    + " \(name.quotedForMessage); the folder counts")
        }
    }

    /// That somebody's name occurs, which makes the agent known if nothing else does.
    private mutating func readName(_ value: JSONValue?, at place: JSONPointer) {
        guard case .string(let text) = value, let name = AgentName.one(in: text),
            let stream = stream("agent", name)
        else { return }
        var claim = Claim(stream: stream, rank: .name, kind: "task")
        claim.place = place
        claim.shownPlace = place
        add(claim)
    }

    /// Says that a value is not what its place calls for.
    mutating func findShape(_ value: JSONValue, wanted: String) {
        reading.isUnderstood = false
        find(
            .unexpectedShape,
            "it is JSON, but its value is of the kind \(value.kindName) where \(wanted) is"
                + " expected; the file is captured and changes no document")
    }
}

extension Rule {
    /// The members that a value has itself if it is no object: none, and it is a thing only where
    /// the rule says what the value means.
    fileprivate var membersOfScalars: JSONObject? {
        let isMember = members.contains { $0.places.contains { $0.isSelf } }
        let isAsked = conditions.contains {
            $0.parts.contains { $0.places.contains(where: \.isSelf) }
        }
        return isMember || isAsked ? [:] : nil
    }
}

extension Rule.Choice {
    /// Adds the values of the first case that fits to the names of a scope.
    fileprivate func choose(_ scope: inout RuleScope) {
        let text = by.fill(scope)?.lowercasedASCII ?? ""
        let words = text.words
        let parts = text.split(separator: "/").map(String.init)
        let found = cases.first { item in
            item.starts.contains { start in words.contains { $0.hasPrefix(start) } }
                || item.named.contains { parts.contains($0) }
        }
        for (name, value) in found?.values ?? otherwise {
            scope.names[name] = value.text.isEmpty ? "" : value.fill(scope)
        }
    }
}

extension Claim.Rank {
    /// What documents call a source of this rank.
    var word: String {
        switch self {
        case .completed: "completed"
        case .working: "working"
        case .future: "future"
        case .mention, .folder, .name: "mention"
        }
    }
}
