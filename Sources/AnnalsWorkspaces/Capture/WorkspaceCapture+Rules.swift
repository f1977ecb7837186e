import AnnalsLog
package import AnnalsModel

// Rules are part of the store: each set of its own is the document of a stream `rules/NAME`, and
// what a change of them makes of the captured files is appended with it.

extension WorkspaceCapture {
    /// The store's own sets of rules after an event, in order of their names.
    ///
    /// - Throws: `invalidArgument` if one cannot be read by this version, unless such are passed
    ///   over.
    func ownRules(at position: Int64) throws(StoreError) -> [RuleSet] {
        var sets: [RuleSet] = []
        for (id, text) in try ownTexts(at: position) {
            do {
                sets.append(try RuleSetReader.read(text, named: "rules/\(id)"))
            } catch {
                if passesOverUnreadableRules { continue }
                throw StoreError(
                    .invalidArgument,
                    "no file can be read by the store's rules, which anybody may append to:"
                        + " \(error.message); remove the set, or add one of its name", cause: error)
            }
        }
        return sets
    }

    /// The names and texts of the store's own sets of rules after an event.
    private func ownTexts(at position: Int64) throws(StoreError) -> [(id: String, text: String)] {
        let documents = try log.read { reader in
            try StreamTable(reader.statements).keys(ofCategory: StreamName.rulesCategory).sorted()
                .map { id in
                    let stream = try StreamName(category: StreamName.rulesCategory, id: id)
                    return (id, try reader.document(of: stream, at: position))
                }
        }
        return documents.compactMap { id, document in
            (document?["text"]?.asString).map { (id, $0) }
        }
    }

    /// Reads the store's own rules, if they may have changed since.
    func refreshRules(at head: Int64) throws {
        if keepsRules { return }
        if let position {
            guard head > position else { return }
            var query = EventQuery()
            query.category = StreamName.rulesCategory
            query.after = position
            query.through = head
            guard try EventCursor(log, query).nextEvent() != nil else { return }
        }
        let own = try ownRules(at: head)
        guard own.map(\.source) != rules.own.map(\.source) else { return }
        rules = RuleBook(adding: own)
        // What the files say is something else now.
        if position != nil { forget() }
    }

    /// Adds a set of rules to the store, or puts it in the place of one with its name, and reads
    /// the captured files by it.
    ///
    /// - Parameter isDry: Whether everything is worked out but nothing appended.
    /// - Throws: `invalidArgument` if the text is no rule file.
    package func addRules(
        _ text: String, named file: String, _ attribution: Attribution, isDry: Bool
    ) throws -> WorkspaceRulesChange {
        let set = try RuleSetReader.read(text, named: file)
        passesOverUnreadableRules = true
        try refresh()
        let before = rules.own.first { $0.name == set.name }
        let others = rules.own.filter { $0.name != set.name }
        let stream = try StreamName(category: StreamName.rulesCategory, id: set.name)
        let change = Change.difference(
            from: Self.document(of: before), to: Self.document(of: set))
        return try replaceRules(
            by: others + [set], stream, before == nil ? "added" : "changed", change, attribution,
            isDry: isDry)
    }

    /// Takes a set of rules of its own from the store, and reads the captured files without it.
    ///
    /// - Throws: `notFound` if the store has no such set of its own.
    package func removeRules(
        _ name: String, _ attribution: Attribution, isDry: Bool
    ) throws -> WorkspaceRulesChange {
        passesOverUnreadableRules = true
        try refresh()
        // One that cannot be read has made nothing, and goes all the same.
        let isStored = try ownTexts(at: position ?? 0).contains { $0.id.hasSameBytes(as: name) }
        guard isStored || rules.own.contains(where: { $0.name == name }) else {
            let isBuiltIn = BuiltInRules.sets.contains { $0.name == name }
            throw StoreError(
                .notFound,
                isBuiltIn
                    ? "the rules \(name.quotedForMessage) come with Annals and stay: add rules of"
                        + " the same name to take their place"
                    : "the store has no rules \(name.quotedForMessage) of its own: give the name of"
                        + " a set that was added")
        }
        let stream = try StreamName(category: StreamName.rulesCategory, id: name)
        return try replaceRules(
            by: rules.own.filter { $0.name != name }, stream, "removed", Change(deleted: true),
            attribution, isDry: isDry)
    }

    private static func document(of set: RuleSet?) -> JSONObject {
        guard let set else { return [:] }
        return ["about": .string(set.about), "text": .string(set.source)]
    }

    /// Works out, or appends, what the captured files say by other rules of the store's own.
    func replaceRules(
        by own: [RuleSet], _ stream: StreamName, _ verb: String, _ change: Change,
        _ attribution: Attribution, isDry: Bool
    ) throws -> WorkspaceRulesChange {
        var result = WorkspaceRulesChange(name: stream.id)
        guard !change.isEmpty else { return result }
        // The first workspace last: with it the rules themselves change, so that whoever is stopped
        // in between does the same again.
        for name in try mounts().otherNames {
            let capture = WorkspaceCapture(log, try WorkspaceMount(named: name))
            capture.passesOverUnreadableRules = passesOverUnreadableRules
            try capture.refresh()
            try capture.readAnew(
                by: own, stream, "applied", Change(), attribution, &result, isDry: isDry)
        }
        // The others' events are no news of this one.
        try refresh()
        try readAnew(by: own, stream, verb, change, attribution, &result, isDry: isDry)
        return result
    }

    /// Reads the captured files by other rules, and appends what follows behind an event.
    private func readAnew(
        by own: [RuleSet], _ stream: StreamName, _ verb: String, _ change: Change,
        _ attribution: Attribution, _ result: inout WorkspaceRulesChange, isDry: Bool
    ) throws {
        let other = WorkspaceCapture(log, mount, readingBy: RuleBook(adding: own))
        try other.refresh()
        let changes = interpreter.changes(to: other.interpreter)
        try append(changes, stream, verb, change, attribution, &result, isDry: isDry)
    }

    /// Appends changes of documents behind an event of rules that is their cause.
    func append(
        _ changes: [Interpreter.DocumentChange], _ stream: StreamName, _ verb: String,
        _ change: Change, _ attribution: Attribution, _ result: inout WorkspaceRulesChange,
        isDry: Bool
    ) throws {
        for change in changes { result.add(change) }
        if isDry || change.isEmpty && changes.isEmpty { return }
        let (actor, reason) = try attribution.whoAndWhy(Self.foldersPath, in: mount)
        let event = NewEvent(
            stream: stream, type: try EventType("\(StreamName.rulesCategory).\(verb)"),
            actor: actor, change: change, reason: reason, cycle: attribution.cycle,
            correlation: attribution.correlation)
        var batch = CaptureBatch(attribution, in: mount)
        batch.add(cause: event, try remember(changes))
        guard let head = try append(batch) else {
            throw StoreError(
                .versionConflict,
                "somebody else captured files meanwhile, so that nothing was changed: do it again")
        }
        forget()
        result.events += batch.items.count
        result.head = head
    }
}

extension RuleBook {
    /// The sets that do not come with Annals.
    var own: [RuleSet] { sets.filter { !$0.isBuiltIn } }
}

extension Interpreter {
    /// How documents differ if the same files say what they say to another interpreter.
    func changes(to other: Interpreter) -> [DocumentChange] {
        Set(streams).union(other.streams).sorted { $0.description < $1.description }
            .compactMap { stream in
                let (old, new) = (claimedDocument(of: stream), other.claimedDocument(of: stream))
                let (said, says) = (old?.document(), new?.document())
                guard said != says else { return nil }
                return DocumentChange(
                    stream: stream, before: said, after: says, wasSilent: old?.isWeak ?? true,
                    isSilent: new?.isWeak ?? true, cause: WorkspaceCapture.foldersPath)
            }
    }
}

extension WorkspaceRulesChange {
    fileprivate mutating func add(_ change: Interpreter.DocumentChange) {
        let category = change.stream.category
        if change.isWithdrawal {
            withdrawn[category, default: 0] += 1
        } else if change.wasSilent {
            created[category, default: 0] += 1
        } else {
            changed[category, default: 0] += 1
        }
    }
}
