public import AnnalsModel

// Workspaces, awaited.

extension Store {
    /// Awaits `importWorkspace(_:options:isDryRun:progress:)`.
    public func importWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(), isDryRun: Bool = false,
        progress: @escaping @Sendable (WorkspaceProgress) throws -> Void = { _ in }
    ) async throws -> WorkspaceImport {
        try await perform { store, cancellation in
            try store.importWorkspace(
                folder, options: options, isDryRun: isDryRun,
                progress: cancellation.checked(progress))
        }
    }

    /// Awaits `compareWorkspace(_:options:progress:)`.
    public func compareWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        progress: @escaping @Sendable (WorkspaceProgress) throws -> Void = { _ in }
    ) async throws -> WorkspaceComparison {
        try await perform { store, cancellation in
            try store.compareWorkspace(
                folder, options: options, progress: cancellation.checked(progress))
        }
    }

    /// Awaits `workspaces()`.
    public func workspaces() async throws -> [WorkspaceDescription] {
        try await perform { store, _ in try store.workspaces() }
    }

    /// Awaits `exportWorkspace(to:at:named:isCurrent:progress:)`.
    public func exportWorkspace(
        to folder: String, at moment: Moment = .head, named name: String? = nil,
        isCurrent: Bool = false,
        progress: @escaping @Sendable (WorkspaceProgress) throws -> Void = { _ in }
    ) async throws -> WorkspaceExportResult {
        try await perform { store, cancellation in
            try store.exportWorkspace(
                to: folder, at: moment, named: name, isCurrent: isCurrent,
                progress: cancellation.checked(progress))
        }
    }

    /// Awaits `writeBackWorkspace(_:options:isPreview:)`.
    public func writeBackWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(), isPreview: Bool
    ) async throws -> WorkspaceWriteBack {
        try await perform { store in
            try store.writeBackWorkspace(folder, options: options, isPreview: isPreview)
        }
    }

    /// Awaits `watchWorkspace(_:options:watching:…)`; it ends when its task is cancelled as well,
    /// and then gives what it did until then.
    ///
    /// It has a thread of its own while it goes on.
    public func watchWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        watching: WatchOptions = WatchOptions(), until stop: WatchStop,
        report: @escaping @Sendable (WorkspaceWatchReport) throws -> Void = { _ in }
    ) async throws -> WorkspaceWatchResult {
        try await withTaskCancellationHandler {
            try await BlockingThreads(count: 1).run { _ in
                try self.watchWorkspace(
                    folder, options: options, watching: watching, until: stop, report: report)
            }
        } onCancel: {
            stop.request()
        }
    }
}
