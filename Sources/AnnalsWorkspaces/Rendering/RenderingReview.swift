import AnnalsModel

/// Compares what edited files say with what they said and with what the store holds.
struct RenderingReview {
    /// What the files said.
    let before: Interpreter
    /// What they say with the edits.
    let after: Interpreter
    /// What the store holds.
    let stored: StoredDocuments
    /// What the edits are for.
    let goals: Set<RenderingGoal>
    /// Files that were edited or left out.
    let changedFiles: [WorkspacePath]

    /// What is wrong with the edits.
    struct Verdict {
        /// Goals that were not reached.
        var unmet: [RenderingGoal] = []
        /// Documents of which the files said the right thing before and do not now.
        var harmed: [StreamName] = []
    }

    /// Judges the edits.
    ///
    /// - Parameter differing: The documents that differed before.
    func verdict(on differing: [StreamName]) throws -> Verdict {
        var verdict = Verdict()
        for stream in streams(differing) {
            let (unmet, isHarmed) = try judge(stream)
            verdict.unmet += unmet
            if isHarmed { verdict.harmed.append(stream) }
        }
        return verdict
    }

    private func streams(_ differing: [StreamName]) -> [StreamName] {
        var all = Set(differing)
        for path in changedFiles {
            for reading in [before.readings[path], after.readings[path]] {
                all.formUnion(reading?.claims.map(\.stream) ?? [])
            }
        }
        return all.sorted { $0.description < $1.description }
    }

    private func judge(_ stream: StreamName) throws -> (unmet: [RenderingGoal], isHarmed: Bool) {
        let end = RenderingGoal(stream: stream, member: nil)
        let (old, new) = (before.claimedDocument(of: stream), after.claimedDocument(of: stream))
        guard let wanted = try stored.values(of: stream) else {
            guard let new else { return ([], false) }
            // What is left of a deleted thing: its folder, or its name somewhere.
            if new.isWeak { return ([], false) }
            return goals.contains(end) ? ([end], false) : ([], old == nil)
        }
        guard let new else { return ([], old?.isWeak == false) }
        let had = StoredDocuments.values(old?.document(), of: stream) ?? [:]
        let has = StoredDocuments.values(new.document(), of: stream) ?? [:]
        var unmet: [RenderingGoal] = []
        var isHarmed = false
        for name in Self.names(wanted, has) where wanted[name] != has[name] {
            let goal = RenderingGoal(stream: stream, member: ExactString(name))
            if goals.contains(goal) {
                unmet.append(goal)
            } else if has[name] != had[name] {
                // What is concluded from another value goes with that value.
                isHarmed = isHarmed || !Self.isConcluded(name, has[name] == nil ? old : new)
            }
        }
        return (unmet, isHarmed)
    }

    private static func names(_ one: JSONObject, _ other: JSONObject) -> [String] {
        Array(one.keys) + other.keys.filter { one[$0] == nil }
    }

    private static func isConcluded(_ member: String, _ document: ClaimedDocument?) -> Bool {
        guard let source = document?.source(of: member) else { return false }
        return source.claim.location(of: member) == nil
    }

    // MARK: What is left

    /// What the files still do not say as the store holds it.
    ///
    /// - Parameter reasons: Why goals were given up.
    func gaps(
        in differing: [StreamName], _ reasons: [RenderingGoal: String]
    ) throws -> [WorkspaceExportResult.Unwritten] {
        var gaps: [WorkspaceExportResult.Unwritten] = []
        for stream in streams(differing) {
            func note(_ pointer: JSONPointer, _ reason: String) {
                gaps.append(
                    WorkspaceExportResult.Unwritten(
                        stream: stream.description, pointer: pointer, reason: reason))
            }
            let root = JSONPointer(tokens: [])
            let claimed = after.claimedDocument(of: stream)
            guard let wanted = try stored.values(of: stream) else {
                guard let claimed else { continue }
                let reason = reasons[RenderingGoal(stream: stream, member: nil)]
                note(root, reason ?? Self.existence(claimed))
                continue
            }
            guard let claimed, !claimed.isWeak || wanted.isEmpty else {
                note(root, try silence(of: stream))
                continue
            }
            let has = StoredDocuments.values(claimed.document(), of: stream) ?? [:]
            for name in Self.names(wanted, has) where wanted[name] != has[name] {
                let goal = RenderingGoal(stream: stream, member: ExactString(name))
                let reason =
                    reasons[goal]
                    ?? "the files conclude another value from what they say otherwise"
                let places = RenderingEdit.changes(
                    from: has[name], to: wanted[name], at: JSONPointer(tokens: [name]))
                for (place, _) in places { note(place, reason) }
            }
        }
        return gaps
    }

    /// Why no file says anything of a document.
    private func silence(of stream: StreamName) throws -> String {
        for source in try stored.document(of: stream)?[DocumentMembers.sources]?.asArray ?? [] {
            guard case .string(let id) = source.asObject?["file"] else { continue }
            if before.readings[WorkspacePath(id: id)]?.isUnderstood == false {
                return "\(id.terminalSafe), which said it, cannot be read as what it was"
            }
        }
        return "no file speaks of it"
    }

    private static func existence(_ claimed: ClaimedDocument) -> String {
        let isFolder = claimed.sources.contains { $0.claim.rank == .folder }
        return isFolder
            ? "its folder says that it is there" : "a name in a file says that it is there"
    }
}
