import AnnalsLog
package import AnnalsModel

// A store keeps what files said when they were read. Rules that come with a later version of Annals
// read more or otherwise; what that changes is found by comparing with the log.

extension WorkspaceCapture {
    /// The stream of the event that says by which rules all files were read: no set has its name.
    private static let appliedID = ".applied"

    /// Reads all captured files of all workspaces by the rules as they are, and brings documents up
    /// to date where earlier rules made something else of the same files.
    ///
    /// What somebody else made of a document stands where the files say no more than before.
    ///
    /// - Parameter isDry: Whether everything is worked out but nothing appended.
    /// - Throws: `versionConflict` if somebody captured files meanwhile.
    package func applyRules(
        _ attribution: Attribution, isDry: Bool
    ) throws -> WorkspaceRulesChange {
        try refresh()
        let stream = try StreamName(category: StreamName.rulesCategory, id: Self.appliedID)
        let known = try log.read { reader in
            try reader.document(of: stream, at: try reader.head()) ?? [:]
        }
        let change = Change.difference(from: known, to: ["digest": .string(rules.digest)])
        var result = WorkspaceRulesChange(name: Self.appliedID)
        // The first workspace last: with it the digest is stored, so that whoever is stopped in
        // between does the rest again.
        for name in try mounts().otherNames {
            let capture = WorkspaceCapture(log, try WorkspaceMount(named: name))
            try capture.refresh()
            try capture.append(
                capture.changesSinceSaid(), stream, "applied", Change(), attribution, &result,
                isDry: isDry)
        }
        try refresh()
        let changes = try changesSinceSaid()
        if changes.isEmpty, result.events == 0 { return result }
        try append(changes, stream, "applied", change, attribution, &result, isDry: isDry)
        return result
    }

    /// How documents differ from what files said of them when they were last read, if that would
    /// change them.
    private func changesSinceSaid() throws -> [Interpreter.DocumentChange] {
        let said = try said()
        var changes: [Interpreter.DocumentChange] = []
        for stream in Set(said.keys).union(interpreter.streams)
            .sorted(by: { $0.description < $1.description })
        {
            let now = interpreter.claimedDocument(of: stream)
            let (before, after) = (said[stream]?.document, now?.document())
            guard before != after else { continue }
            var change = Interpreter.DocumentChange(
                stream: stream, before: before, after: after, wasSilent: before == nil,
                isSilent: now?.isWeak ?? true, cause: Self.foldersPath)
            change.remembered = before == nil ? said[stream]?.remembered : nil
            if try changesSomething(change) { changes.append(change) }
        }
        return changes
    }

    /// Whether a change leaves the stored document other than it is.
    private func changesSomething(_ change: Interpreter.DocumentChange) throws -> Bool {
        let stream = try mount.stream(change.stream)
        let stored = try log.read { reader in
            try reader.document(of: stream, at: try reader.head())
        }
        guard let after = change.after, let stored else {
            // What is gone already, or was never made, changes only if files speak of it now.
            return (change.after == nil) != (stored == nil)
        }
        let before = mount.stored(change.remembered ?? change.before, of: stream) ?? [:]
        let difference = Change.difference(
            from: before, to: mount.stored(after, of: stream) ?? [:])
        return difference.applied(to: stored) != stored
    }

    /// What files said of a document, as the log has it.
    fileprivate struct Said {
        /// What they said last; nil if they are silent.
        var document: JSONObject?
        /// What they said before they were silent about a document that stayed.
        var remembered: JSONObject?
    }

    /// What files said of each document: the changes whose cause is a file, a list of folders or a
    /// set of rules, right behind that, without those that anybody made otherwise.
    private func said() throws -> [StreamName: Said] {
        let causes = Set(StreamName.captureCategories + [StreamName.rulesCategory])
        let mounts = try mounts()
        // The last such cause, and where its next document would be.
        var cause: (event: Event, next: Int64)?
        var said: [StreamName: Said] = [:]
        var query = EventQuery()
        query.through = position
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            if causes.contains(event.stream.category) {
                cause = (event, event.position + 1)
                continue
            }
            guard let known = cause, event.causation == known.event.position,
                event.position == known.next, event.actor == known.event.actor
            else { continue }
            cause?.next += 1
            guard let id = mounts.bareID(of: event.stream.id) else { continue }
            let stream = try StreamName(category: event.stream.category, id: id)
            said[stream, default: Said()].add(event, in: mount)
        }
        return said
    }
}

extension WorkspaceCapture.Said {
    /// Adds the next change that a file made.
    fileprivate mutating func add(_ event: Event, in mount: WorkspaceMount) {
        if event.type.verb == "withdrawn" {
            if WithdrawnDocument.isLeft(by: event.change) { remembered = document ?? remembered }
            document = event.change.deleted ? nil : afterWithdrawal(event)
            return
        }
        let before = document ?? (event.type.verb == "updated" ? remembered : nil)
        document = mount.bare(event.change.applied(to: before), of: event.stream)
        remembered = nil
    }

    /// What is left of a document whose files fell silent: no more than that it exists, if that.
    private func afterWithdrawal(_ event: Event) -> JSONObject? {
        event.change.data.isEmpty ? nil : event.change.applied(to: document)
    }
}
