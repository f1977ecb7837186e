import AnnalsModel

/// A value in a file that a rule takes for one of its things.
struct RuleThing {
    let rule: Rule
    let item: ItemPattern.Item
    let scope: RuleScope

    /// The way to the list that it is an element of, or to itself.
    var list: JSONPointer {
        guard let last = item.place.tokens.last,
            last.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return item.place }
        return JSONPointer(tokens: Array(item.place.tokens.dropLast()))
    }

    /// Its weight, as its document, the list that it stands in or the rule tells.
    func rank(with members: JSONObject) -> Claim.Rank {
        let document = RuleScope(
            names: scope.names, root: .object(members), object: JSONPointer(tokens: []))
        return rule.ranks.first { $0.condition.holds(in: document) }?.rank ?? rank
    }

    /// Its weight, as the list that it stands in or the rule tells.
    var rank: Claim.Rank {
        guard rule.rank < .mention, let word = scope.names["rank"] else { return rule.rank }
        return RuleReader.ranks[word] ?? rule.rank
    }

    /// Takes the members out that the id is made of, and those that repeat it.
    ///
    /// - Returns: Their names, which the document cannot have as members.
    func takeOutID(of members: inout JSONObject) -> [String] {
        // What an id only stands for by its digest is said nowhere else.
        let sources = rule.ids.flatMap(\.alternatives).filter { $0.kind != .digest }
            .map(\.source)
        var names: [String] = []
        var id: String?
        for case .pointer(let pointer) in sources {
            guard let name = pointer.ownMember else { continue }
            if !names.contains(name) { names.append(name) }
            guard let text = members[name].flatMap({ RuleScope.name($0) }) else { continue }
            if id == nil || text == id {
                id = text
                members.removeValue(forKey: name)
            }
        }
        return names
    }

    /// Gives members the names of the document's, and adds those that are concluded.
    func name(_ members: inout JSONObject, _ claim: inout Claim) {
        for member in rule.members { find(member, in: &members, &claim) }
        for member in rule.members where Self.isMissing(members[member.name]) {
            guard let (value, source) = member.conclude(in: scope) else { continue }
            members[member.name] = value
            claim.origins[ExactString(member.name)] = .derived(source)
        }
    }

    /// Whether a member says nothing.
    static func isMissing(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: true
        default: false
        }
    }

    /// Finds the value of a member under its own name or another.
    private func find(
        _ member: RuleMember, in members: inout JSONObject, _ claim: inout Claim
    ) {
        let name = ExactString(member.name)
        if Self.isMissing(members[member.name]) {
            for place in member.places {
                if member.take(place, in: &members, &claim.origins) { break }
                guard place.ownMember == nil, let value = scope.value(at: place),
                    !Self.isMissing(value)
                else { continue }
                members[member.name] = value
                claim.origins[name] = .alias(place.description)
                claim.elsewhere[name] = place.place(from: scope.object)
                break
            }
        }
        respell(member, in: &members, &claim)
    }

    /// Puts the document's spelling of a value in place of the file's.
    private func respell(
        _ member: RuleMember, in members: inout JSONObject, _ claim: inout Claim
    ) {
        let name = ExactString(member.name)
        if let time = member.time, let value = members[member.name]?.asNumber?.double,
            let moment = time.moment(value)
        {
            members[member.name] = .string(moment.rfc3339)
            if case .alias(let other) = claim.origins[name] {
                claim.origins[name] = .derived(other)
            } else {
                claim.origins[name] = .derived(member.name)
            }
            claim.elsewhere[name] = nil
        }
        guard !member.spellings.isEmpty, let value = members[member.name] else { return }
        let spelled: String
        switch value {
        case .string(let text): spelled = text.lowercasedASCII
        case .bool(let flag): spelled = flag ? "true" : "false"
        default: return
        }
        guard let meaning = member.spellings[spelled] else { return }
        members[member.name] = .string(meaning)
        claim.spellings[name] = Claim.Spelling(
            meaning: meaning, written: value,
            others: member.spellings.reduce(into: [:]) { found, spelling in
                // Of several spellings the first by its letters: the same each time.
                guard found[spelling.value].map({ spelling.key < $0 }) ?? true else { return }
                found[spelling.value] = spelling.key
            })
    }
}

extension RuleMember {
    /// Gives the value of one of the object's own members the name of this one.
    ///
    /// - Returns: Whether the place is such a member and says something.
    func take(
        _ place: RulePointer, in members: inout JSONObject,
        _ origins: inout [ExactString: Claim.Origin]
    ) -> Bool {
        guard let other = place.ownMember, !RuleThing.isMissing(members[other]),
            let value = members.removeValue(forKey: other)
        else { return false }
        members[name] = value
        origins[ExactString(name)] = .alias(other)
        return true
    }

    /// The value that is concluded where the file does not have the member, and what from.
    func conclude(in scope: RuleScope) -> (value: JSONValue, source: String)? {
        switch conclusion {
        case nil:
            return nil
        case .text(let template, let from):
            // What cannot be said to come from somewhere is not concluded.
            guard let text = template.fill(scope),
                let source = from.map({ $0.fill(scope) }) ?? "rule"
            else { return nil }
            return (.string(spellings[text.lowercasedASCII] ?? text), source)
        case .count(let place):
            guard let list = scope.value(at: place)?.asArray else { return nil }
            return (.number(JSONNumber(Int64(list.count))), place.tokens.last ?? "")
        case .quantity(let place, let units):
            guard case .string(let text) = scope.value(at: place),
                let number = Self.quantity(text, units)
            else { return nil }
            return (.number(JSONNumber(number)), place.tokens.last ?? "")
        }
    }

    /// The number in "3 cycles"; a range or another unit is none.
    private static func quantity(_ text: String, _ units: [String]) -> Int64? {
        let words = text.lowercasedASCII.split(separator: " ")
        guard words.count == 2, units.contains(String(words[1])),
            let number = Int64(words[0]), number >= 0, String(number) == words[0]
        else { return nil }
        return number
    }
}

extension RuleMember.Time {
    /// The time that a number means; nil where it is out of range.
    fileprivate func moment(_ number: Double) -> Timestamp? {
        let microseconds = number * (self == .seconds ? 1e6 : 1e3)
        guard microseconds.magnitude < 4e15 else { return nil }
        return Timestamp(microseconds: Int64(microseconds.rounded()))
    }
}
