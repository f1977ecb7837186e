public import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Captures a folder as ``importWorkspace(_:options:isDryRun:progress:)-708cp`` does, and goes
    /// on with every change of it until it is stopped; blocks the calling thread.
    ///
    /// Changes are captured together, soon after they happened. Files that are written while they
    /// are read are captured as they were read, and again when they are done; what they say counts
    /// once they can be read. Files as the store has them, such as those a rollback wrote, append
    /// nothing. Other processes may append to the store, and watch the same folder, meanwhile.
    ///
    /// Where documents are written back, as ``AnnalsModel/WatchOptions/writesBack`` says, a file
    /// that is as it was captured last gets the values that commands and services changed, as
    /// `writeBackWorkspace` does it; one that somebody has open is tried again. A writer that says
    /// again what the file said before, within ``AnnalsModel/Limits/staleWriteSeconds``, is taken
    /// for one that does not know better, and the value is written into its version.
    ///
    /// Where the system does not allow so many watches, it says so in a warning and looks through
    /// the folder every second or so instead. Writes through a memory map are seen when the file is
    /// closed or written otherwise.
    ///
    /// - Parameters:
    ///   - folder: The workspace.
    ///   - options: Which files, and in whose name; without a cycle, since cycles go on.
    ///   - stop: Ends it: it captures what is pending and returns.
    ///   - report: Told what happens, as it happens, on this thread.
    ///   - watching: How changes are watched for.
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder, `io` if it cannot be
    ///   read; what an append throws, but `busy` only at the end. What was captured before stays.
    public func watchWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        watching: WatchOptions = WatchOptions(), until stop: WatchStop,
        report: (WorkspaceWatchReport) throws -> Void = { _ in }
    ) throws -> WorkspaceWatchResult {
        guard options.cycle == nil else {
            throw StoreError(
                .invalidArgument,
                "a watch goes on while cycles open: leave out the cycle, or import the folder")
        }
        if let every = watching.cycleEvery, every <= .zero {
            throw StoreError(
                .invalidArgument, "cycles open after a time above 0: give a longer one")
        }
        let workspace = try open(folder, options)
        let watch = Watch(
            workspace.folder, log, options.attribution, watching, in: workspace.mount,
            stop: stop.signal)
        watch.mayReplace = workspace.mayReplace
        watch.onAccepted = { [log] in try workspace.remember(log, options) }
        watch.listsAllFindings = options.listsAllFindings
        var result = try watch.run(report: report)
        result.captured.usesRememberedSettings = workspace.usesRemembered
        return result
    }
}
