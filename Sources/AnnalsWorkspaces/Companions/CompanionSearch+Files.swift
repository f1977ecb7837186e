import AnnalsHistory
import AnnalsLog
import AnnalsModel

extension CompanionSearch {
    /// Brings files to say what documents of the scope hold; lists what they do not say.
    func addFiles(
        to planned: inout PlannedFiles, _ stored: StoredDocuments,
        _ addition: inout RollbackAddition
    ) throws {
        let wish = CompanionWish(
            before: capture.interpreter, held: StoredDocuments(log, mount, at: addition.head),
            wanted: stored)
        var streams = Array(documents.keys)
        streams += planned.changes().map(\.stream).filter {
            scoped.contains($0) && documents[$0] == nil
        }
        streams.sort { $0.description < $1.description }
        streams = try streams.filter { try isKnownToFiles($0, planned) }
        guard folder != nil else {
            for stream in streams {
                addition.unwritten += try unsaid(of: stream, planned.said, wish)
            }
            return
        }
        try addVersions(to: &planned, of: streams, wish)
        let differing = try streams.filter { try !wish.places(of: $0, planned.said).isEmpty }
        guard !differing.isEmpty else { return }
        var rendering = WorkspaceRendering(
            capture, said: planned.said, stored: stored, at: addition.head)
        for path in planned.records.keys {
            rendering.plan(try present(path, planned)?.content.bytes ?? [], of: path)
        }
        let places = try differing.reduce(into: [:]) { places, stream in
            places[stream] = try wish.places(of: stream, planned.said)
        }
        rendering.streams = differing
        rendering.admits = { goal in
            (places[goal.stream] ?? []).contains { place in
                place.isRoot || goal.member?.text == place.tokens.first
            }
        }
        let result = try rendering.result()
        try add(result, to: &planned)
        addition.unwritten += result.notWritten.compactMap { unwritten in
            let stream = try? StreamName(unwritten.stream)
            let isMeant = (stream.flatMap { places[$0] } ?? []).contains {
                $0.contains(unwritten.pointer) || unwritten.pointer.contains($0)
            }
            guard isMeant else { return nil }
            return WorkspaceExportResult.Unwritten(
                stream: mount.shown(unwritten.stream), pointer: unwritten.pointer,
                reason: unwritten.reason)
        }
    }

    /// What a file is as planned.
    private func present(_ path: WorkspacePath, _ planned: PlannedFiles) throws -> FileVersion? {
        if let companion = planned.companions[path] { return companion.version }
        if let version = files[path] {
            return scope.hasOutsiders ? version : try planned.versionThen(of: path)
        }
        return try capture.versions(of: [path], at: capture.position ?? 0)[0]
    }

    private func add(
        _ result: WorkspaceRendering.Result, to planned: inout PlannedFiles
    ) throws {
        for (path, text) in result.files {
            guard let record = planned.record(of: path),
                let with = result.goals[path]?.first?.stream
            else { continue }
            var version = FileVersion(content: .bytes(text.bytes), mode: record.mode)
            version.redactions = try present(path, planned)?.redactions ?? [:]
            try planned.set(
                path, PlannedFiles.Companion(version: version, isThen: false, with: with))
        }
        for (path, stream) in result.leftOut {
            try planned.set(
                path, PlannedFiles.Companion(version: nil, isThen: false, with: stream))
        }
    }

    /// Whether any file speaks of a document, or did at the moment that comes back.
    private func isKnownToFiles(_ stream: StreamName, _ planned: PlannedFiles) throws -> Bool {
        if planned.said.claimedDocument(of: stream) != nil { return true }
        if capture.interpreter.claimedDocument(of: stream) != nil { return true }
        return try !pathsThen(of: stream, planned).isEmpty
    }

    /// What captured files go on to say otherwise, where they take no part.
    private func unsaid(
        of stream: StreamName, _ said: Interpreter, _ wish: CompanionWish
    ) throws -> [WorkspaceExportResult.Unwritten] {
        let shown = mount.shown(stream.description)
        let source = said.claimedDocument(of: stream)?.sources.first?.path.id
        let reason =
            source.map { "\($0.terminalSafe) says something else, and stays as it is" }
            ?? "the file that said it is gone, and stays so"
        return try wish.places(of: stream, said).map {
            WorkspaceExportResult.Unwritten(stream: shown, pointer: $0, reason: reason)
        }
    }

    // MARK: Versions of the moment

    /// Files that may have spoken of a document at the moment that comes back, and are different
    /// now.
    private func pathsThen(
        of stream: StreamName, _ planned: PlannedFiles
    ) throws -> [WorkspacePath] {
        let name = try mount.stream(stream)
        let then = try log.read { reader in try reader.document(of: name, at: planned.to) }
        var paths = (then?[DocumentMembers.sources]?.asArray ?? [])
            .compactMap { $0.asObject?["file"]?.asString }.map { WorkspacePath(id: $0) }
        if paths.isEmpty, then != nil { paths = try causes(of: name, through: planned.to) }
        return try paths.filter { path in
            guard path.problem == nil, (try? mount.stream(of: path)) != nil else { return false }
            return try planned.versionThen(of: path) != nil
        }
    }

    /// How many events of a document are looked at for the file that said it.
    private static let causesMax = 100

    /// The file whose version made a document what it was; none if it was a command.
    ///
    /// A document that is a file's value and no more does not list its files.
    private func causes(
        of stream: StreamName, through position: Int64
    ) throws -> [WorkspacePath] {
        var query = EventQuery()
        query.stream = stream
        query.through = position
        query.isReversed = true
        let cursor = EventCursor(log, query)
        var left = Self.causesMax
        while left > 0, let event = try cursor.nextEvent() {
            left -= 1
            guard let cause = event.causation, cause > 0 else { continue }
            let at = EventQuery(
                category: StreamName.fileCategory, after: cause - 1, through: cause)
            guard let file = try EventCursor(log, at).nextEvent() else { continue }
            if let path = try capture.mounts().path(of: file.stream) { return [path] }
        }
        return []
    }

    /// Gives files their versions of the moment, as far as these say the right thing of all.
    private func addVersions(
        to planned: inout PlannedFiles, of streams: [StreamName], _ wish: CompanionWish
    ) throws {
        var candidates: [WorkspacePath: PlannedFiles.Companion] = [:]
        for stream in streams where try !wish.places(of: stream, planned.said).isEmpty {
            let now = planned.said.claimedDocument(of: stream)?.sources.map(\.path) ?? []
            for path in try now + pathsThen(of: stream, planned) {
                guard files[path] == nil, planned.companions[path] == nil, path.problem == nil,
                    candidates[path] == nil
                else { continue }
                let version = try planned.versionThen(of: path)
                guard version.map({ FileRecord($0) }) != capture.records[path],
                    version != nil || capture.records[path] != nil,
                    try isAllInScope(path, after: planned.to)
                else { continue }
                candidates[path] = PlannedFiles.Companion(
                    version: version, isThen: true, with: stream)
            }
        }
        while !candidates.isEmpty {
            var trial = planned
            for (path, companion) in candidates { try trial.set(path, companion) }
            let touched = Self.streams(of: candidates.keys, planned.said, trial.said)
            let harmed = try touched.union(streams).filter { stream in
                try wish.isWorse(stream, planned.said, trial.said)
            }
            if harmed.isEmpty {
                planned = trial
                return
            }
            let count = candidates.count
            candidates = candidates.filter { path, _ in
                Self.streams(of: [path], planned.said, trial.said).isDisjoint(with: harmed)
            }
            if candidates.count == count { return }
        }
    }

    private static func streams(
        of paths: some Sequence<WorkspacePath>, _ interpreters: Interpreter...
    ) -> Set<StreamName> {
        var streams: Set<StreamName> = []
        for path in paths {
            for interpreter in interpreters {
                streams.formUnion(interpreter.readings[path]?.claims.map(\.stream) ?? [])
            }
        }
        return streams
    }

    /// Whether all that happened to a file after a position is taken back by the scope's actor and
    /// correlation: else its version of then would take back what others wrote.
    private func isAllInScope(_ path: WorkspacePath, after position: Int64) throws -> Bool {
        guard scope.hasOutsiders else { return true }
        var query = EventQuery()
        query.stream = try mount.stream(of: path)
        query.after = position
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            if let actor = scope.actor, !event.actor.name.hasSameBytes(as: actor) { return false }
            if let wanted = scope.correlation,
                event.correlation?.hasSameBytes(as: wanted) != true
            {
                return false
            }
        }
        return true
    }
}
