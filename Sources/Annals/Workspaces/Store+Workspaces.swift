public import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Takes a folder of files into the store as it is now: every file exactly, and what the files
    /// say into documents.
    ///
    /// Files that are as the store has them append nothing. What leaves files out is remembered, and
    /// counts for the next import that says nothing of it. Documents change by the difference
    /// between what all files said before and say now, so that a change that was made otherwise
    /// stands until a file says something new about the same member.
    ///
    /// - Parameters:
    ///   - folder: The workspace.
    ///   - isDryRun: Whether all is read and worked out, but nothing appended.
    ///   - progress: Told after each file.
    ///   - options: How it is appended.
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder, `io` if it cannot be
    ///   read; what an append throws. What was appended before stays.
    public func importWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(), isDryRun: Bool = false,
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceImport {
        let workspace = try open(folder, options)
        if !isDryRun { try workspace.remember(log, options) }
        var summary = try WorkspaceCapture(log).capture(
            workspace.folder, options.attribution, isDry: isDryRun,
            listsAllFindings: options.listsAllFindings, progress: progress)
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
        try WorkspaceCapture(log).check(open(folder, options).folder, progress: progress)
    }

    /// Writes the captured files back, byte for byte and with their permissions.
    ///
    /// - Parameters:
    ///   - folder: A path where nothing is, or an empty folder.
    ///   - moment: The files, and documents, as they were then.
    ///   - isCurrent: Whether files whose documents changed since, otherwise than by a file, are
    ///     written so that they say what the documents hold: only the changed values are written
    ///     anew. Importing the folder into a new store then makes the same documents, but for what
    ///     the result lists as unwritten.
    ///   - progress: Told how many files were written.
    /// - Throws: `storeExists` if the folder is not empty, `io`.
    public func exportWorkspace(
        to folder: String, at moment: Moment = .head, isCurrent: Bool = false,
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceExportResult {
        let position = try position(of: moment)
        return try WorkspaceExport(log).write(
            to: folder, at: position, isCurrent: isCurrent, progress: progress)
    }

    /// The workspaces of which the store remembers something: how they are captured, the one
    /// without a name first.
    ///
    /// - Throws: `io`, `corrupt`.
    public func workspaces() throws(StoreError) -> [WorkspaceDescription] {
        try WorkspaceRegistry(log).all()
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
