public import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Brings what documents hold into the files of the folder that they were captured from.
    ///
    /// Only the changed values of a file are written anew, in one step, and with its mode: whoever
    /// reads it finds the old text or the new one. A file that is not as it was captured last, or
    /// that somebody has open, stays as it is and is a conflict. The new versions are captured,
    /// each caused by the event that changed its document, so that importing the folder appends
    /// nothing.
    ///
    /// - Parameters:
    ///   - folder: The workspace.
    ///   - options: How it is captured, and in whose name its files change; nobody is the system's
    ///     actor `workspace`.
    ///   - isPreview: Whether it is only worked out what would change.
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder or workspace, or if it
    ///   has nothing of what was captured; `busy` if another process writes back into the folder;
    ///   what an append throws: then files are written that the next import captures.
    public func writeBackWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(), isPreview: Bool
    ) throws -> WorkspaceWriteBack {
        _ = try knownWorkspace(options.name)
        let workspace = try open(folder, options)
        let capture = WorkspaceCapture(log, workspace.mount)
        if !workspace.mayReplace { try capture.checkIsNotAnother(workspace.folder) }
        var back = WriteBack(
            capture, workspace.folder, actor: options.actor, reason: options.reason)
        return try back.run(isPreview: isPreview)
    }
}
