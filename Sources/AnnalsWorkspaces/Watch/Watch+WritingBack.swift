import AnnalsLog
import AnnalsModel

/// Documents that a watch has to write back, and what became of those before.
struct WatchedDocuments {
    /// Documents that may hold what their files do not say; nil for all.
    var waiting: Set<StreamName>?
    /// Files that a rollback may have left in the folder; nil for all.
    var files: Set<WorkspacePath>?
    /// The log's end up to which it was looked which documents changed.
    var seen: Int64 = 0
    /// When it is looked again.
    var lookAt: ContinuousClock.Instant
    /// What was written of late.
    var recent = RecentWriteBacks()
    /// Files that could not be written, and how often that was so.
    var conflicts: [String: (finding: WorkspaceFinding, times: Int)] = [:]
    /// What no file can say.
    var unwritten: [String: [WorkspaceExportResult.Unwritten]] = [:]

    /// After how many times a conflict is told: before, somebody may only be writing.
    static let timesTold = 8
}

extension Watch {
    /// Writes documents back that changed, once their files are captured.
    ///
    /// - Parameter isLast: Whether nothing is tried again later.
    func writeBack(
        _ report: (WorkspaceWatchReport) throws -> Void, isLast: Bool = false
    ) throws {
        guard settings.writesBack, pending.isEmpty else { return }
        documents.lookAt = clock.now + settings.writeBackEvery
        try findChangedDocuments()
        guard documents.waiting?.isEmpty != true || documents.files?.isEmpty != true else { return }
        var back = WriteBack(capture, folder)
        back.streams = documents.waiting.map { $0.sorted { $0.description < $1.description } }
        back.files = documents.files
        if !isLast { back.attempts = 1 }
        let result: WorkspaceWriteBack
        do {
            result = try back.run(isPreview: false)
        } catch let error as StoreError where error.code == .busy {
            if isLast { throw error }
            return
        }
        for (stream, said) in back.said {
            documents.recent.note(stream, before: said.before, after: said.after, at: .now)
        }
        documents.waiting = back.left
        let conflicts = Set(result.conflicts.map { WorkspacePath(id: $0.path) })
        documents.files = documents.files?.intersection(conflicts) ?? conflicts
        try note(result, report, isLast: isLast)
    }

    /// Adds the documents that changed since, and those that changed files speak of.
    private func findChangedDocuments() throws {
        try capture.refresh()
        noticeOthers()
        let head = capture.position ?? 0
        defer { documents.seen = head }
        guard var waiting = documents.waiting, head > documents.seen else { return }
        let mounts = try capture.mounts()
        let cursor = EventCursor(log, EventQuery(after: documents.seen, through: head))
        while let event = try cursor.nextEvent() {
            guard let id = mounts.bareID(of: event.stream.id) else { continue }
            if event.stream.category == StreamName.fileCategory {
                let reading = capture.interpreter.readings[WorkspacePath(id: id)]
                waiting.formUnion(reading?.claims.map(\.stream) ?? [])
                if event.type.verb == "rolled-back" {
                    documents.files?.insert(WorkspacePath(id: id))
                }
            } else if !StreamName.captureCategories.contains(event.stream.category) {
                waiting.insert(try StreamName(category: event.stream.category, id: id))
            }
        }
        documents.waiting = waiting
    }

    private func note(
        _ result: WorkspaceWriteBack, _ report: (WorkspaceWatchReport) throws -> Void,
        isLast: Bool
    ) throws {
        var conflicts: [String: (finding: WorkspaceFinding, times: Int)] = [:]
        for finding in result.conflicts {
            let times = (documents.conflicts[finding.path]?.times ?? 0) + 1
            conflicts[finding.path] = (finding, times)
            if times == WatchedDocuments.timesTold || isLast { try report(.finding(finding)) }
        }
        documents.conflicts = conflicts
        for (stream, values) in Dictionary(grouping: result.unwritten, by: \.stream) {
            documents.unwritten[stream] = values
        }
        summary.writtenBack += result.files.count
        for file in result.files {
            for stream in file.streams { documents.unwritten[stream] = nil }
            try report(.writtenBack(file))
        }
        if result.events > 0 { hasCaptured = true }
    }

    /// What is left to say at the end.
    func finishWritingBack(_ report: (WorkspaceWatchReport) throws -> Void) throws {
        guard settings.writesBack else { return }
        try writeBack(report, isLast: true)
        summary.writesBack = true
        summary.conflicts = documents.conflicts.values.map(\.finding)
        summary.conflicts.sort(byPath: \.path)
        summary.unwritten = documents.unwritten.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// In whose name files are captured, and what of their news counts.
    var attributionNow: Attribution {
        guard settings.writesBack else { return attribution }
        var attribution = attribution
        let recent = documents.recent
        attribution.review = { recent.review($0, at: $1 ?? .now) }
        return attribution
    }
}
