import AnnalsLog
import AnnalsModel

/// Makes files say what the store holds: changes as little of them as that takes.
///
/// A value that differs is written where the file says it. Then the changed files are read again:
/// what they say must be what the store holds, and of everything else what they said before. A
/// change that does not pass is taken back and listed, until all that is left passes.
struct WorkspaceRendering {
    /// The files that differ from their captured versions, and what could not be written.
    struct Result {
        /// Files with other bytes.
        var files: [WorkspacePath: FileTextEditor.Result] = [:]
        /// Files that are left out, with the documents that they were.
        var leftOut: [WorkspacePath: StreamName] = [:]
        /// What each of both is for.
        var goals: [WorkspacePath: [RenderingGoal]] = [:]
        /// What the files do not say of documents as the store holds them.
        var notWritten: [WorkspaceExportResult.Unwritten] = []
    }

    private let capture: WorkspaceCapture
    private let position: Int64
    /// What the files say, each in the version that is exported.
    let said: Interpreter
    /// What they said to the store, which remembers the last words of those that broke.
    private let known: Interpreter
    private let stored: StoredDocuments
    /// The only documents that count, in order; nil for all.
    var streams: [StreamName]?
    /// Whether a goal counts.
    var admits: (RenderingGoal) -> Bool = { _ in true }
    var failed: [RenderingGoal: String] = [:]
    private var texts: [WorkspacePath: [UInt8]] = [:]

    /// - Parameter position: Files and documents as they are after this event.
    init(_ log: EventLog, _ mount: WorkspaceMount = .unnamed, at position: Int64) throws {
        capture = WorkspaceCapture(log, mount)
        self.position = position
        (said, known) = try capture.interpretations(at: position)
        stored = StoredDocuments(log, mount, at: position)
    }

    /// - Parameters:
    ///   - said: What the files say that are rendered.
    ///   - stored: What they shall say.
    ///   - position: The files are in the versions that they have after this event, but for those
    ///     that are planned otherwise.
    init(
        _ capture: WorkspaceCapture, said: Interpreter, stored: StoredDocuments, at position: Int64
    ) {
        self.capture = capture
        self.position = position
        self.said = said
        known = said
        self.stored = stored
    }

    /// Takes the bytes of a file that has others than those that were captured.
    mutating func plan(_ bytes: [UInt8], of path: WorkspacePath) {
        texts[path] = bytes
    }

    /// Finds the changes that bring files and documents together.
    mutating func result() throws -> Result {
        let differing = try differingStreams()
        let goals = try goals(of: differing).filter(admits)
        while true {
            let attempt = try attempt(goals.filter { failed[$0] == nil })
            let review = RenderingReview(
                before: said, after: attempt.after, stored: stored,
                goals: Set(attempt.edits.keys), changedFiles: attempt.changedFiles)
            let verdict = try review.verdict(on: differing)
            guard attempt.isWhole, verdict.unmet.isEmpty, verdict.harmed.isEmpty else {
                refuse(verdict, attempt)
                continue
            }
            return Result(
                files: attempt.files, leftOut: attempt.leftOut, goals: attempt.goals,
                notWritten: try review.gaps(in: differing, failed))
        }
    }

    // MARK: Goals

    /// The documents that differ from what the files say, in order of their names.
    private func differingStreams() throws -> [StreamName] {
        let known = Set(said.streams)
        let streams = try streams ?? Array(known.union(try stored.streams()))
        return
            try streams
            .filter { stream in
                let values = try stored.values(of: stream)
                guard known.contains(stream) else { return values != nil }
                return values != StoredDocuments.values(said.document(of: stream), of: stream)
            }
            .sorted { $0.description < $1.description }
    }

    /// What differs because documents changed; what differs because a file broke is given up.
    private mutating func goals(of streams: [StreamName]) throws -> [RenderingGoal] {
        var goals: [RenderingGoal] = []
        for stream in streams {
            guard
                let before = StoredDocuments.values(said.document(of: stream), of: stream)
            else { continue }
            guard let wanted = try stored.values(of: stream) else {
                goals.append(RenderingGoal(stream: stream, member: nil))
                continue
            }
            let known = StoredDocuments.values(known.document(of: stream), of: stream) ?? [:]
            for name in Array(wanted.keys) + before.keys.filter({ wanted[$0] == nil })
            where before[name] != wanted[name] {
                let goal = RenderingGoal(stream: stream, member: ExactString(name))
                goals.append(goal)
                if known[name] == wanted[name] {
                    failed[goal] = "a file that is broken now said otherwise when it was whole"
                }
            }
        }
        return goals
    }

    // MARK: Attempts

    /// The files with the edits of some goals.
    private struct Attempt {
        var edits: [RenderingGoal: [RenderingEdit]] = [:]
        var files: [WorkspacePath: FileTextEditor.Result] = [:]
        var leftOut: [WorkspacePath: StreamName] = [:]
        var goals: [WorkspacePath: [RenderingGoal]] = [:]
        var after: Interpreter
        /// Whether no file refused its edits.
        var isWhole = true

        var changedFiles: [WorkspacePath] { Array(files.keys) + leftOut.keys }
    }

    private mutating func attempt(_ goals: [RenderingGoal]) throws -> Attempt {
        let plan = RenderingPlan(said: said, stored: stored)
        var attempt = Attempt(after: said)
        var byFile: [WorkspacePath: [(goal: RenderingGoal, edit: RenderingEdit)]] = [:]
        for goal in goals {
            switch try plan.answer(to: goal) {
            case .impossible(let reason):
                failed[goal] = reason
            case .edits(let edits):
                attempt.edits[goal] = edits
                for edit in edits { byFile[edit.path, default: []].append((goal, edit)) }
            }
        }
        var updates: [(path: WorkspacePath, reading: FileReading?)] = []
        for (path, edits) in byFile.sorted(by: { $0.key < $1.key }) {
            attempt.goals[path] = edits.map(\.goal)
            if let end = edits.first(where: { $0.edit.leavesOut }) {
                attempt.leftOut[path] = end.goal.stream
                updates.append((path, nil))
                continue
            }
            let bytes = try text(of: path)
            let result = edit(bytes, path, edits)
            attempt.isWhole = attempt.isWhole && result.isWhole
            guard let result = result.text else { continue }
            attempt.files[path] = result
            updates.append((path, FileReader.read(path, .bytes(result.bytes), capture.rules)))
        }
        _ = attempt.after.apply(updates)
        return attempt
    }

    private mutating func text(of path: WorkspacePath) throws -> [UInt8] {
        if let text = texts[path] { return text }
        let text = try capture.versions(of: [path], at: position)[0]?.content.bytes ?? []
        texts[path] = text
        return text
    }

    // MARK: Refusals

    /// Takes back goals that were not reached; where all were, those that did harm elsewhere.
    private mutating func refuse(_ verdict: RenderingReview.Verdict, _ attempt: Attempt) {
        for goal in verdict.unmet where failed[goal] == nil {
            failed[goal] = "written into the file, it would be read otherwise"
        }
        guard attempt.isWhole, verdict.unmet.isEmpty else { return }
        for stream in verdict.harmed {
            for goal in culprits(of: stream, attempt) where failed[goal] == nil {
                failed[goal] =
                    "to write it would change what the files say of"
                    + " \(stream.description.terminalSafe)"
            }
        }
    }

    /// The goals whose edits changed what is said of a document: those that touch its places, else
    /// those of its files, else all.
    private func culprits(of stream: StreamName, _ attempt: Attempt) -> [RenderingGoal] {
        let sources = [said, attempt.after].flatMap {
            $0.claimedDocument(of: stream)?.sources ?? []
        }
        func goals(_ isMeant: (RenderingEdit) -> Bool) -> [RenderingGoal] {
            attempt.edits.filter { $0.value.contains(where: isMeant) }.map(\.key)
        }
        let touching = goals { edit in
            sources.contains { source in
                let place = source.claim.place
                return source.path == edit.path
                    && (place.contains(edit.place) || edit.place.contains(place))
            }
        }
        if let others = Self.others(touching, than: stream) { return others }
        let near = goals { edit in sources.contains { $0.path == edit.path } }
        return Self.others(near, than: stream) ?? Array(attempt.edits.keys)
    }

    /// The goals of other documents, or those of this one where there are no others; nil if none.
    private static func others(
        _ goals: [RenderingGoal], than stream: StreamName
    ) -> [RenderingGoal]? {
        let others = goals.filter { $0.stream != stream }
        return goals.isEmpty ? nil : others.isEmpty ? goals : others
    }
}
