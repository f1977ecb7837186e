import AnnalsModel

/// Finds the places in files where the values of documents have to be written.
///
/// A plan is a proposal: whether the files, with it, say what they shall is found out by reading
/// them.
struct RenderingPlan {
    /// What the files say.
    let said: Interpreter
    /// What the store holds.
    let stored: StoredDocuments

    /// How a goal can be reached.
    enum Answer {
        /// By these changes of files.
        case edits([RenderingEdit])
        /// Not at all, because of this.
        case impossible(String)
    }

    private typealias Source = ClaimedDocument.Source

    /// How a goal can be reached.
    func answer(to goal: RenderingGoal) throws -> Answer {
        guard let claimed = said.claimedDocument(of: goal.stream) else {
            return .impossible("no file speaks of it")
        }
        guard let member = goal.member?.text else { return try removing(claimed, goal.stream) }
        let givers = claimed.sources.filter { $0.claim.members[member] != nil }
        switch try stored.values(of: goal.stream)?[member] {
        case nil:
            return try setting(nil, of: member, in: givers)
        case .null? where !givers.isEmpty:
            // Null in one source lets the next one speak.
            return try setting(.null, of: member, in: givers)
        case let value?:
            return try setting(value, of: member, in: claimed)
        }
    }

    // MARK: Values

    /// Gives a member a value in the source that gives it now, else in the strongest that can.
    private func setting(
        _ value: JSONValue, of member: String, in claimed: ClaimedDocument
    ) throws -> Answer {
        guard let giver = claimed.source(of: member), let place = giver.claim.location(of: member)
        else { return try adding(value, as: member, to: claimed) }
        let old = giver.claim.members[member]
        var edits = changes(of: giver, member, from: old, to: value, at: place)
        if let reason = try obstacle(to: edits, giver, member) { return .impossible(reason) }
        for other in claimed.sources where !Self.isSame(other, giver) {
            guard other.claim.members[member] == old,
                let place = other.claim.location(of: member)
            else { continue }
            let same = changes(of: other, member, from: old, to: value, at: place)
            if try obstacle(to: same, other, member) == nil { edits += same }
        }
        return .edits(edits)
    }

    /// Adds a member to the source that its value was concluded from, or to the strongest.
    private func adding(
        _ value: JSONValue, as member: String, to claimed: ClaimedDocument
    ) throws -> Answer {
        let first = claimed.source(of: member).map { [$0] } ?? []
        let isText = claimed.sources.allSatisfy(\.claim.isText)
        var reason = isText ? Self.text : Self.noObject
        for source in first + claimed.sources where !source.claim.isWeak {
            guard let object = source.claim.object else { continue }
            if let obstacle = Self.obstacle(toNaming: member, source.claim) {
                reason = obstacle
                continue
            }
            let edits = [
                RenderingEdit(path: source.path, place: object.appending(member), value: value)
            ]
            guard let obstacle = try obstacle(to: edits, source, member) else {
                return .edits(edits)
            }
            reason = obstacle
        }
        return .impossible(reason)
    }

    /// Makes a member null, or takes it away, wherever it is given.
    private func setting(
        _ value: JSONValue?, of member: String, in givers: [Source]
    ) throws -> Answer {
        var edits: [RenderingEdit] = []
        for giver in givers {
            guard let place = giver.claim.location(of: member) else {
                return .impossible(Self.concluded(giver.claim.origins[ExactString(member)]))
            }
            let edit = RenderingEdit(path: giver.path, place: place, value: value)
            if let reason = try obstacle(to: [edit], giver, member) { return .impossible(reason) }
            edits.append(edit)
        }
        return .edits(edits)
    }

    private func changes(
        of source: Source, _ member: String, from old: JSONValue?, to new: JSONValue,
        at place: JSONPointer
    ) -> [RenderingEdit] {
        if let spelling = source.claim.spellings[ExactString(member)], new != old {
            let written = spelling.written(for: new)
            return [RenderingEdit(path: source.path, place: place, value: written)]
        }
        return RenderingEdit.changes(from: old, to: new, at: place).map {
            RenderingEdit(path: source.path, place: $0.place, value: $0.value)
        }
    }

    // MARK: Ends

    /// Takes a thing out of every file that speaks of it.
    private func removing(_ claimed: ClaimedDocument, _ stream: StreamName) throws -> Answer {
        var edits: [RenderingEdit] = []
        for source in claimed.sources {
            let claim = source.claim
            if claim.isWeak {
                return .impossible("a folder or a name in a file says that it is there")
            }
            if claim.takes != nil {
                edits += claim.members.keys.compactMap { claim.location(of: $0) }
                    .map { RenderingEdit(path: source.path, place: $0, value: nil) }
                continue
            }
            if claim.place.isRoot, let other = try otherThing(in: source.path, than: stream) {
                return .impossible(
                    "\(source.path.id.terminalSafe) speaks of \(other.terminalSafe) too, so that it"
                        + " cannot be left out")
            }
            let places = claim.repeated + [claim.place]
            let removals = places.map { RenderingEdit(path: source.path, place: $0, value: nil) }
            if let reason = try obstacle(to: removals, source, nil) { return .impossible(reason) }
            edits += removals
        }
        return .edits(edits)
    }

    /// Another document that stays and that a file speaks of.
    private func otherThing(
        in path: WorkspacePath, than stream: StreamName
    ) throws -> String? {
        for claim in said.readings[path]?.claims ?? [] {
            guard claim.stream != stream, !claim.isWeak else { continue }
            if try stored.values(of: claim.stream) != nil { return claim.stream.description }
        }
        return nil
    }

    // MARK: Obstacles

    /// Why edits in a source cannot be; nil if nothing speaks against them.
    private func obstacle(
        to edits: [RenderingEdit], _ source: Source, _ member: String?
    ) throws -> String? {
        for edit in edits {
            if source.claim.stream.category == "message", let member,
                let reason = Self.obstacle(toMessage: edit, source.claim, member)
            {
                return reason
            }
            if let other = try otherReader(of: edit, than: source.claim.stream) {
                return "\(source.path.id.terminalSafe) says it in the same place of"
                    + " \(other.terminalSafe), which the store holds as it is there"
            }
        }
        return nil
    }

    /// Another document that has a place in its own values, where they are as they shall be.
    private func otherReader(
        of edit: RenderingEdit, than stream: StreamName
    ) throws -> String? {
        guard !edit.leavesOut else { return nil }
        for claim in said.readings[edit.path]?.claims ?? [] {
            guard claim.stream != stream, !claim.isWeak, claim.mayHold(edit.place),
                let member = claim.members.keys.first(where: {
                    claim.location(of: $0)?.contains(edit.place) == true
                }), let held = try stored.values(of: claim.stream)
            else { continue }
            if held[member] == claim.members[member] {
                return "\(claim.stream)#\(JSONPointer(tokens: [member]))"
            }
        }
        return nil
    }

    private static let noObject = "no file has an object of it that the value could be written into"
    private static let text = "the file that says it is a text and not JSON"
    private static let otherMessage =
        "a message is what it says: with another value it would be another message"

    private static func obstacle(
        toMessage edit: RenderingEdit, _ claim: Claim, _ member: String
    ) -> String? {
        guard let place = claim.elsewhere[ExactString(member)] else {
            let name = edit.place.tokens.dropFirst(claim.object?.tokens.count ?? 0).first ?? ""
            return MessageDraft.changingMembers.contains(name) ? nil : otherMessage
        }
        guard member == "queue" else { return nil }
        let name = edit.place.tokens.dropFirst(place.tokens.count).first ?? "message"
        return ["message", "status"].contains(name) ? otherMessage : nil
    }

    /// Why a member cannot be added to the object of a claim under its own name; nil if it can.
    private static func obstacle(toNaming member: String, _ claim: Claim) -> String? {
        if let takes = claim.takes, !takes.contains(member) { return noObject }
        if claim.idMembers.contains(member) {
            return "the member \(member.terminalSafe) is the thing's name in a file"
        }
        for (column, origin) in claim.origins where origin == .alias(member) {
            return "the file says \(column.text.terminalSafe) under this name"
        }
        return nil
    }

    private static func concluded(_ origin: Claim.Origin?) -> String {
        switch origin {
        case .derived(let what): "it is concluded from the file's \(what.terminalSafe)"
        case .line(let line): "it is read from line \(line) of a text"
        case .alias, nil: "no file has a place for it"
        }
    }

    private static func isSame(_ one: Source, _ other: Source) -> Bool {
        one.path == other.path && one.claim.place == other.claim.place
    }
}

extension Claim {
    /// Whether it was read from a text that is not JSON.
    fileprivate var isText: Bool { object == nil && elsewhere.isEmpty && !isWeak }

    /// Whether a place may lie in one of the values; quick.
    fileprivate func mayHold(_ place: JSONPointer) -> Bool {
        object?.contains(place) == true || elsewhere.values.contains { $0.contains(place) }
    }
}
