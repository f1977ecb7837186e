import AnnalsHistory
public import AnnalsModel
import AnnalsWorkspaces

// Rollbacks that take the files of a workspace along.

extension Store {
    /// Says what a rollback with the files of a folder would do, and changes nothing.
    ///
    /// - Parameters:
    ///   - moment: The moment whose state comes back.
    ///   - scope: Whose events are taken back; captured files take part, of the workspace that it
    ///     names or else of the store's first, and nothing of other workspaces.
    ///   - folder: The workspace that was imported.
    ///   - progress: Gets the share of the streams that is done, 0 to 1.
    ///   - onStep: Gets what would become of each stream that takes part, and of its file; nil for
    ///     a stream that is no file's.
    /// - Throws: What the rollback would throw before it changes anything.
    public func previewRollback(
        to moment: Moment, _ scope: RollbackScope = .everything, files folder: String,
        progress: (Double) throws -> Void = { _ in },
        onStep: (RollbackStep, WorkspaceRollback.Action?) throws -> Void = { _, _ in }
    ) throws -> RollbackSummary {
        let restoration = try restoration(of: folder, named: scope.workspace)
        // Whoever is refused sees no list of what would be done.
        let (summary, addition) = try plan(restoration, to: moment, scope, progress: progress)
        try restoration.check()
        _ = try history.rollbackPreview(
            to: .position(summary.to), bounded(scope, restoration), progress: progress
        ) { step in
            try onStep(step, try restoration.plan(step))
        }
        for step in addition?.steps ?? [] { try onStep(step, try restoration.plan(step)) }
        return summary
    }

    /// Brings documents and captured files in a scope back to a moment, in one atomic batch, and
    /// then writes these files into the folder that was imported.
    ///
    /// Files that did not exist then are removed, and folders that this leaves empty. The old bytes
    /// are back, and importing the folder again appends nothing. No byte is overwritten or removed
    /// that the store has not captured. If writing fails in between, the result says so, and
    /// repeating the rollback writes what is left.
    ///
    /// - Parameters:
    ///   - moment: The moment whose state comes back.
    ///   - scope: Whose events are taken back; captured files take part, of the workspace that it
    ///     names or else of the store's first, and nothing of other workspaces.
    ///   - folder: The workspace that was imported.
    ///   - actor: Who rolls back.
    ///   - reason: Why; never empty.
    ///   - expectedHead: The head that a preview saw: refuse if the scope moved since.
    ///   - progress: Gets the share of the streams that is done, 0 to 1, on another thread.
    /// - Throws: As a rollback without files; `versionConflict` if a file in the folder has bytes
    ///   that the store has not captured; `notFound` or `invalidArgument` if it is not the folder
    ///   that the store captured; `io` if it cannot be written. Then nothing was changed.
    public func rollback(
        to moment: Moment, _ scope: RollbackScope = .everything, files folder: String,
        by actor: Actor, reason: String, expectedHead: Int64? = nil,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws -> WorkspaceRollback {
        let restoration = try restoration(of: folder, named: scope.workspace)
        let (preview, addition) = try plan(restoration, to: moment, scope, progress: { _ in })
        try restoration.check()
        let scope = bounded(scope, restoration)
        // What was planned and checked is what happens, or nothing does.
        let summary = try history.rollback(
            to: .position(preview.to), scope, by: actor, reason: reason,
            expectedHead: expectedHead ?? preview.head, adding: addition, progress: progress)
        return try restoration.restore(after: summary)
    }

    private func restoration(
        of folder: String, named name: String?
    ) throws -> FolderRestoration {
        try FolderRestoration(
            log, WorkspaceFolder(folder, storePath: path), knownWorkspace(name),
            among: WorkspaceRegistry(log).names())
    }

    /// A scope with the files of one workspace, and nothing of others.
    ///
    /// Where it names documents, files do not take part by themselves but go along with these.
    private func bounded(
        _ scope: RollbackScope, _ restoration: FolderRestoration
    ) -> RollbackScope {
        var scope = scope
        let named = scope.category ?? scope.stream?.category
        scope.includesFiles = named.map { StreamName.captureCategories.contains($0) } ?? true
        scope.otherWorkspaces = restoration.otherWorkspaces
        return scope
    }

    /// Plans what becomes of documents and files, and what goes along.
    private func plan(
        _ restoration: FolderRestoration, to moment: Moment, _ scope: RollbackScope,
        progress: (Double) throws -> Void
    ) throws -> (RollbackSummary, RollbackAddition?) {
        let scope = bounded(scope, restoration)
        let search = CompanionSearch(
            log, restoration.mount, among: restoration.otherWorkspaces, scope,
            folder: restoration.folder)
        let isNeeded = try search.isNeeded()
        var summary = try history.rollbackPreview(to: moment, scope, progress: progress) { step in
            _ = try restoration.plan(step)
            if isNeeded { try search.take(step) }
        }
        guard isNeeded else { return (summary, nil) }
        let addition = try search.addition(to: summary)
        for step in addition.steps {
            summary.add(step)
            _ = try restoration.plan(step)
        }
        summary.unwritten = addition.unwritten
        return (summary, addition)
    }
}
