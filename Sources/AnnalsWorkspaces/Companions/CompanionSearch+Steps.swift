import AnnalsHistory
import AnnalsLog
import AnnalsModel

extension CompanionSearch {
    /// Adds the other halves of moves: a file that was not there goes back to where it came from.
    func addMoves(to planned: inout PlannedFiles) throws {
        guard !scope.hasOutsiders else { return }
        for path in files.keys.sorted() where planned.record(of: path) == nil {
            let document = try capture.document(of: path)
            guard let from = document?["moved_from"]?.asString.map({ WorkspacePath(id: $0) }),
                from.problem == nil, files[from] == nil, planned.record(of: from) == nil,
                let version = try planned.versionThen(of: from)
            else { continue }
            let with = try StreamName(category: StreamName.fileCategory, id: path.id)
            try planned.set(
                from, PlannedFiles.Companion(version: version, isThen: true, with: with))
        }
        for path in files.keys.sorted()
        where planned.record(of: path) != nil && capture.records[path] == nil {
            guard let moved = try placeAfterMove(of: path), files[moved] == nil,
                planned.companions[moved] == nil, try planned.versionThen(of: moved) == nil
            else { continue }
            let with = try StreamName(category: StreamName.fileCategory, id: path.id)
            try planned.set(moved, PlannedFiles.Companion(version: nil, isThen: true, with: with))
        }
    }

    /// Where a file that is gone was found again; nil if it was not, or is gone from there too.
    private func placeAfterMove(of path: WorkspacePath) throws -> WorkspacePath? {
        var query = EventQuery()
        query.stream = try mount.stream(of: path)
        query.isReversed = true
        let cursor = EventCursor(log, query)
        guard let end = try cursor.nextEvent(), end.change.deleted else { return nil }
        // What a capture finds is appended together with its cause.
        query = EventQuery(
            type: try EventType("\(StreamName.fileCategory).moved"), after: end.position)
        let later = EventCursor(log, query)
        while let event = try later.nextEvent() {
            guard event.causation == end.position else { continue }
            guard let moved = try capture.mounts().path(of: event.stream), moved.problem == nil,
                capture.records[moved] != nil
            else { return nil }
            return moved
        }
        return nil
    }

    // MARK: Folders

    /// Takes away folders that did not exist then and in which nothing is left, and adds those that
    /// files come back to.
    func addFolders(to planned: inout PlannedFiles) throws {
        let stream = try mount.foldersStream()
        // A history without folders says nothing about them.
        guard try log.read({ reader in try reader.end(of: stream) }) != nil else { return }
        let then = try capture.folders(at: planned.to)
        var folders = self.folders ?? capture.folders
        var gone: Set<WorkspacePath> = []
        let left = planned.records.filter { $0.value == nil }.keys
        let emptied = Set(left.flatMap(\.foldersAbove)).sorted(by: >)
        for path in emptied where folders[path] != nil && then[path] == nil {
            guard isEmptied(path, planned, folders, gone) else { continue }
            folders[path] = nil
            gone.insert(path)
        }
        // Where the scope names the folders, any of the files may stand in one that would go.
        let files = self.folders == nil ? [] : Array(capture.records.keys)
        for path in files + planned.records.keys where planned.record(of: path) != nil {
            for above in path.foldersAbove where folders[above] == nil {
                folders[above] = then[above] ?? capture.folders[above] ?? 0o755
            }
        }
        if folders != self.folders ?? capture.folders { planned.set(folders) }
    }

    private func isEmptied(
        _ path: WorkspacePath, _ planned: PlannedFiles, _ folders: [WorkspacePath: UInt16],
        _ gone: Set<WorkspacePath>
    ) -> Bool {
        let bytes = path.bytes
        func isInside(_ other: WorkspacePath) -> Bool {
            other != path && other.bytes.isPath(atOrBelow: bytes)
        }
        func isFileInside(_ other: WorkspacePath) -> Bool {
            isInside(other) && planned.record(of: other) != nil
        }
        let holdsFiles =
            capture.records.keys.contains(where: isFileInside)
            || planned.records.keys.contains(where: isFileInside)
        guard !holdsFiles, !folders.keys.contains(where: isInside) else { return false }
        guard let folder else { return true }
        // What is not captured keeps its folder.
        let listing = folder.list(below: bytes)
        return listing.leftOut.isEmpty && listing.findings.isEmpty
            && listing.files.allSatisfy { file in
                planned.records[file.path].map { $0 == nil } ?? false
            } && listing.folders.keys.allSatisfy { gone.contains($0) }
    }

    // MARK: Steps

    /// The steps of files and folders that go along.
    func fileSteps(_ planned: PlannedFiles, at head: Int64) throws -> [RollbackStep] {
        var steps: [RollbackStep] = []
        for (path, companion) in planned.companions.sorted(by: { $0.key < $1.key }) {
            let known = capture.records[path]
            var step = RollbackStep(
                stream: try mount.stream(of: path), events: 0,
                change: try change(of: path, companion, known, planned),
                recreates: known == nil && companion.version != nil && files[path] == nil,
                conflicts: [])
            step.goesWith = try mount.stream(companion.with)
            if step.isNeeded { steps.append(step) }
        }
        let before = self.folders ?? capture.folders
        guard let folders = planned.folders, folders != before else { return steps }
        let change = Change.difference(
            from: WorkspaceCapture.document(of: before),
            to: WorkspaceCapture.document(of: folders))
        var step = RollbackStep(
            stream: try mount.foldersStream(), events: 0, change: change, recreates: false,
            conflicts: [])
        let cause = planned.records.keys.min() ?? capture.records.keys.min() ?? "."
        step.goesWith = try mount.stream(of: cause)
        if step.isNeeded { steps.append(step) }
        return steps
    }

    /// The change that gives a file its planned version.
    private func change(
        of path: WorkspacePath, _ companion: PlannedFiles.Companion, _ known: FileRecord?,
        _ planned: PlannedFiles
    ) throws -> Change {
        guard let version = companion.version else {
            return known == nil ? Change() : Change(deleted: true)
        }
        if companion.isThen {
            return try CompanionDocument.change(
                from: capture.document(of: path), to: capture.document(of: path, at: planned.to))
        }
        guard files[path] != nil else {
            return FileDocument.change(to: version, FileRecord(version), from: known)
        }
        // It comes after the scope's own step: whole, whatever that left.
        return FileDocument.change(wholly: version)
    }
}
