public import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Takes a folder of files into the store as it is now: every file exactly, and what the files
    /// say into documents.
    ///
    /// Files that are as the store has them append nothing. What leaves files out is remembered,
    /// and counts for the next import that says nothing of it. Documents change by the difference
    /// between what all files said before and say now, so that a change that was made otherwise
    /// stands until a file says something new about the same member.
    ///
    /// - Parameters:
    ///   - folder: The workspace.
    ///   - isDryRun: Whether all is read and worked out, but nothing appended.
    ///   - progress: Told after each file.
    ///   - options: How it is appended.
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder, `io` if it cannot be
    ///   read; `invalidArgument` if it has nothing of what was captured before, and the options do
    ///   not say that it may; what an append throws. What was appended before stays.
    public func importWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(), isDryRun: Bool = false,
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceImport {
        let workspace = try open(folder, options)
        let capture = WorkspaceCapture(log, workspace.mount)
        var summary = try capture.capture(
            workspace.folder, options.attribution, isDry: isDryRun,
            listsAllFindings: options.listsAllFindings, mayReplace: workspace.mayReplace,
            progress: progress
        ) {
            if !isDryRun { try workspace.remember(self.log, options) }
        }
        summary.usesRememberedSettings = workspace.usesRemembered
        return summary
    }

    /// Compares a folder, file by file, with the files that the store has; changes nothing.
    ///
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder, `io`.
    public func compareWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceComparison {
        let workspace = try open(folder, options)
        return try WorkspaceCapture(log, workspace.mount).check(
            workspace.folder, progress: progress)
    }

    /// Writes the captured files back, byte for byte and with their permissions.
    ///
    /// - Parameters:
    ///   - folder: A path where nothing is, or an empty folder.
    ///   - moment: The files, and documents, as they were then.
    ///   - name: The workspace's name; nil for the store's first.
    ///   - isCurrent: Whether files whose documents changed since, otherwise than by a file, are
    ///     written so that they say what the documents hold: only the changed values are written
    ///     anew. Importing the folder into a new store then makes the same documents, but for what
    ///     the result lists as unwritten.
    ///   - progress: Told how many files were written.
    /// - Throws: `storeExists` if the folder is not empty, `notFound` if there is no workspace of
    ///   the name, `io`.
    public func exportWorkspace(
        to folder: String, at moment: Moment = .head, named name: String? = nil,
        isCurrent: Bool = false,
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceExportResult {
        let position = try position(of: moment)
        return try WorkspaceExport(log, knownWorkspace(name)).write(
            to: folder, at: position, isCurrent: isCurrent, progress: progress)
    }

    /// The workspaces of the store: how they are captured, the one without a name first.
    ///
    /// Of a folder that was captured without a name and any settings nothing is remembered but its
    /// files.
    ///
    /// - Throws: `io`, `corrupt`.
    public func workspaces() throws(StoreError) -> [WorkspaceDescription] {
        try WorkspaceRegistry(log).all()
    }

    /// A workspace that the store knows.
    ///
    /// - Throws: `notFound` for a name that it does not, or no name where all have one.
    func knownWorkspace(_ name: String?) throws -> WorkspaceMount {
        let mount = try WorkspaceMount(named: name)
        let names = try WorkspaceRegistry(log).names()
        if let name {
            guard names.contains(where: { $0.hasSameBytes(as: name) }) else {
                throw StoreError(
                    .notFound, "the store has no workspace \(name.quotedForMessage)",
                    remedy: .listWorkspaces)
            }
        } else if !names.isEmpty, try !WorkspaceCapture(log).hasFiles() {
            throw StoreError(
                .notFound, "the workspaces of this store have names, and none was given",
                remedy: .listWorkspaces)
        }
        return mount
    }

    /// Opens a folder as it was captured before, but for what the options say.
    func open(
        _ folder: String, _ options: WorkspaceOptions
    ) throws(StoreError) -> OpenWorkspace {
        try OpenWorkspace(folder, options, log, storePath: path)
    }
}

extension WorkspaceOptions {
    var attribution: Attribution {
        Attribution(actor: actor, reason: reason, cycle: cycle)
    }
}
