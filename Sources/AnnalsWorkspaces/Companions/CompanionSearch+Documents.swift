import AnnalsHistory
import AnnalsLog
import AnnalsModel

extension CompanionSearch {
    /// The steps of documents that go with files.
    func documentSteps(_ planned: PlannedFiles, at head: Int64) throws -> [RollbackStep] {
        let stored = StoredDocuments(log, mount, at: head)
        var steps: [RollbackStep] = []
        let changes = try changes(planned)
        for change in changes.sorted(by: { $0.stream.description < $1.stream.description }) {
            guard let stream = try? mount.stream(change.stream) else { continue }
            let now = try stored.document(of: change.stream)
            let target = CompanionDocument.target(change, now)
            let said = change.isSilent ? nil : change.after
            let isLeft = change.isSilent && target == change.after
            let places =
                isLeft ? [] : CompanionDocument.differences(said, target, of: change.stream)
            var step = RollbackStep(
                stream: stream, events: 0,
                change: CompanionDocument.change(
                    from: mount.stored(now, of: change.stream),
                    to: mount.stored(target, of: change.stream)),
                recreates: now == nil && target != nil,
                conflicts: try conflicts(at: places, of: stream, target))
            guard step.isNeeded || !step.conflicts.isEmpty else { continue }
            step.goesWith =
                change.cause == WorkspaceCapture.foldersPath
                ? try mount.foldersStream() : try mount.stream(of: change.cause)
            steps.append(step)
        }
        return steps
    }

    /// Values that stay as somebody wrote them otherwise than by a file.
    private func conflicts(
        at places: [JSONPointer], of stream: StreamName, _ document: JSONObject?
    ) throws -> [RollbackConflict] {
        guard !places.isEmpty else { return [] }
        var writers: [JSONPointer: [(position: Int64, actor: Actor)]] = [:]
        var query = EventQuery()
        query.stream = stream
        query.isReversed = true
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            let written = event.change.writtenPointers
            for place in places where (writers[place]?.count ?? 0) < 2 {
                guard written.contains(where: { $0.contains(place) || place.contains($0) })
                else { continue }
                writers[place, default: []].append((event.position, event.actor))
            }
            if places.allSatisfy({ writers[$0]?.count == 2 }) { break }
        }
        return places.map { place in
            let found = writers[place] ?? []
            return RollbackConflict(
                pointer: place, value: document?.value(at: place),
                position: found.last?.position ?? 0, outsider: found.first?.position ?? 0,
                actor: found.first?.actor)
        }
    }
}
