import AnnalsLog
package import AnnalsModel
import Foundation

extension FolderRestoration {
    /// Writes and removes files as planned, after the rollback was committed.
    ///
    /// A file that differs from what was there when it was planned is left alone. What fails is in
    /// the summary; the rest is done all the same, and repeating does what is left.
    package func restore(after done: RollbackSummary) throws -> WorkspaceRollback {
        let editor = FolderEditor(folder: folder)
        var summary = WorkspaceRollback(done)
        summary.refused = Array(passedOver.values)
        summary.refused.sort(byPath: \.path)
        let planned = items.values.sorted { $0.path < $1.path }
        summary.same = planned.count { $0.action == .same }
        for item in planned where item.action == .remove {
            let isDone = attempt(item, &summary) { () throws(StoreError) in
                try editor.remove(item.path)
            }
            if isDone { summary.removed.append(item.path.id) }
        }
        let head = try log.read { reader in try reader.head() }
        let modes = try WorkspaceCapture(log, mount).folders(at: head)
        try removeFolders(keeping: modes, editor, &summary)
        var made: Set<WorkspacePath> = []
        if folders != nil {
            for path in modes.keys.sorted() { makeFolder(path, modes, editor, &made, &summary) }
        }
        for item in planned where item.action == .write {
            for path in item.path.foldersAbove {
                makeFolder(path, modes, editor, &made, &summary)
            }
            try write(item, head, editor, &summary)
        }
        // The deepest first: a folder without permissions can no longer be entered.
        for (path, mode) in modes.sorted(by: { $0.key > $1.key })
        where folders != nil || made.contains(path) {
            var reduced: WorkspaceReducedMode?
            attempt(path, &summary) { () throws(StoreError) in
                reduced = try editor.makeFolder(path, mode: mode)
            }
            if let reduced { summary.reducedModes.append(reduced) }
        }
        summary.reducedModes.sort(byPath: \.path)
        return summary
    }

    private func write(
        _ item: Item, _ head: Int64, _ editor: FolderEditor, _ summary: inout WorkspaceRollback
    ) throws {
        let versions = try WorkspaceCapture(log, mount).versions(of: [item.path], at: head)
        guard let version = versions[0], FileRecord(version) == item.target else {
            summary.refused.append(
                WorkspaceFinding(
                    .changing, item.path,
                    "its stream went on since the rollback; the file is left as it is"))
            return
        }
        var reduced: WorkspaceReducedMode?
        let isDone = attempt(item, &summary) { () throws(StoreError) in
            reduced = try editor.replace(item.path, with: version)
        }
        if isDone { summary.written.append(item.path.id) }
        if let reduced { summary.reducedModes.append(reduced) }
    }

    /// Does something to a file, unless it changed since it was planned.
    private func attempt(
        _ item: Item, _ summary: inout WorkspaceRollback, _ work: () throws(StoreError) -> Void
    ) -> Bool {
        let present = PresentFile(of: item.path, in: folder)
        guard present == item.present || present == .missing else {
            summary.refused.append(
                WorkspaceFinding(
                    .changing, item.path,
                    "it was changed while the rollback was made; it is left as it is"))
            return false
        }
        return attempt(item.path, &summary, work)
    }

    @discardableResult
    private func attempt(
        _ path: WorkspacePath, _ summary: inout WorkspaceRollback,
        _ work: () throws(StoreError) -> Void
    ) -> Bool {
        do throws(StoreError) {
            try work()
            return true
        } catch {
            summary.refused.append(WorkspaceFinding(.unwritable, path, error.message))
            return false
        }
    }

    // MARK: Folders

    /// Removes folders that are no more, if nothing is left in them.
    private func removeFolders(
        keeping kept: [WorkspacePath: UInt16], _ editor: FolderEditor,
        _ summary: inout WorkspaceRollback
    ) throws {
        var candidates = folders == nil ? [] : try foldersEverCaptured()
        for item in items.values {
            if item.target == nil { candidates.formUnion(item.path.foldersAbove) }
            if item.target != nil, item.present == .folder { candidates.insert(item.path) }
        }
        // The deepest first.
        for path in candidates.sorted(by: >) where kept[path] == nil && path.problem == nil {
            guard PresentFile.status(of: path, in: folder)?.kind == .folder else { continue }
            var isGone = false
            attempt(path, &summary) { () throws(StoreError) in
                isGone = try editor.removeFolderIfEmpty(path)
            }
            if isGone { summary.removedFolders.append(path.id) }
        }
    }

    /// All folders that were ever captured: a repetition cannot tell which of them the rollback
    /// took away.
    private func foldersEverCaptured() throws -> Set<WorkspacePath> {
        var query = EventQuery()
        query.stream = try mount.foldersStream()
        let cursor = EventCursor(log, query)
        var paths: Set<WorkspacePath> = []
        while let event = try cursor.nextEvent() {
            for path in event.change.data["folders"]?.asObject?.keys ?? [] {
                paths.insert(WorkspacePath(id: path))
            }
        }
        return paths
    }

    /// Makes a folder that is missing, so that files can be written into it.
    private func makeFolder(
        _ path: WorkspacePath, _ modes: [WorkspacePath: UInt16], _ editor: FolderEditor,
        _ made: inout Set<WorkspacePath>, _ summary: inout WorkspaceRollback
    ) {
        guard PresentFile.status(of: path, in: folder) == nil else { return }
        attempt(path, &summary) { () throws(StoreError) in
            try editor.makeFolder(path, mode: (modes[path] ?? 0o755) | 0o700)
            made.insert(path)
        }
    }
}
