import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Captures a folder as ``importWorkspace(_:options:isDryRun:progress:)-3qyp7`` does, and goes
    /// on with every change of it until it is stopped; blocks the calling thread.
    ///
    /// Changes are captured together, soon after they happened. Files that are written while they
    /// are read are captured as they were read, and again when they are done; what they say counts
    /// once they can be read. Files as the store has them, such as those a rollback wrote, append
    /// nothing. Other processes may append to the store, and watch the same folder, meanwhile.
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
        let watch = Watch(
            try open(folder, options), log, options.attribution, WatchSettings(watching),
            stop: stop.signal)
        let summary = try watch.run { try report(WorkspaceWatchReport($0)) }
        return WorkspaceWatchResult(
            captured: WorkspaceImport(summary.captured), cyclesOpened: summary.cyclesOpened,
            failure: summary.failure)
    }
}

extension WatchSettings {
    fileprivate init(_ options: WatchOptions) {
        self.init()
        cycleEvery = options.cycleEvery
        cycleActor = options.cycleActor
        quiet = options.quiet
        longest = options.longest
        polls = options.polls
    }
}

extension WorkspaceWatchReport {
    fileprivate init(_ report: WatchReport) {
        self =
            switch report {
            case .reading(let files, let total):
                .reading(WorkspaceProgress(files: files, total: total))
            case .watching(let files, let folders): .watching(files: files, folders: folders)
            case .file(let file):
                .file(
                    FileEvent(
                        path: file.path.id, change: file.verb, size: file.size,
                        movedFrom: file.movedFrom?.id, actor: file.actor,
                        position: file.position))
            case .finding(let finding): .finding(WorkspaceFinding(finding))
            case .cycle(let receipt): .cycle(receipt)
            case .warning(let sentence): .warning(sentence)
            case .alive(let files): .alive(files: files)
            }
    }
}
