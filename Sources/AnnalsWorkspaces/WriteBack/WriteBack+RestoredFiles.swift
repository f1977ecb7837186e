import AnnalsLog
import AnnalsModel

// Files that a rollback gave other versions in the store, and not in their folder.

extension WriteBack {
    /// A file that the folder has as it was before a rollback.
    struct RestoredFile {
        /// What is in the folder.
        let found: FileRecord
        /// What shall be there; nil if the file shall not.
        let bytes: [UInt8]?
    }

    /// Files that are in the folder as they were captured last, and in the store as a rollback left
    /// them.
    func restoredFiles() throws -> [WorkspacePath: RestoredFile] {
        var restored: [WorkspacePath: RestoredFile] = [:]
        for path in try files ?? rolledBackFiles() where path.problem == nil {
            guard let version = try versionBeforeRollback(of: path) else { continue }
            let found = FileRecord(version)
            guard !found.isLink, capture.records[path]?.hasSameContent(as: found) != true,
                case .file(let present) = PresentFile(of: path, in: folder),
                present.hasSameContent(as: found)
            else { continue }
            let target = try capture.versions(of: [path], at: capture.position ?? 0)[0]
            guard let target else {
                restored[path] = RestoredFile(found: found, bytes: nil)
                continue
            }
            if case .bytes(let bytes) = target.content, target.redactions.isEmpty {
                restored[path] = RestoredFile(found: found, bytes: bytes)
            }
        }
        return restored
    }

    private func rolledBackFiles() throws -> Set<WorkspacePath> {
        let mounts = try capture.mounts()
        let type = try EventType("\(StreamName.fileCategory).rolled-back")
        let cursor = EventCursor(capture.log, EventQuery(type: type))
        var paths: Set<WorkspacePath> = []
        while let event = try cursor.nextEvent() {
            if let path = mounts.path(of: event.stream) { paths.insert(path) }
        }
        return paths
    }

    /// The version that was captured last, if only rollbacks came after it.
    private func versionBeforeRollback(of path: WorkspacePath) throws -> FileVersion? {
        let stream = try capture.mount.stream(of: path)
        let cursor = EventCursor(capture.log, EventQuery(stream: stream, isReversed: true))
        var isRolledBack = false
        while let event = try cursor.nextEvent() {
            guard event.type.verb != "rolled-back" else {
                isRolledBack = true
                continue
            }
            guard isRolledBack else { return nil }
            return try capture.versions(of: [path], at: event.position)[0]
        }
        return nil
    }
}
