package import AnnalsLog
package import AnnalsModel
import Foundation

/// Captures a workspace as it changes, until it is told to stop.
///
/// What the system tells says only where to look: the folder itself is the truth, so that lost or
/// repeated news do no harm. Folders are watched before they are listed, so that nothing falls in
/// between, and the last version of a file is captured because each change after a read is news.
///
/// Not for several threads at once; several watches, of several processes, may capture into one
/// store.
package final class Watch {
    let folder: WorkspaceFolder
    let log: EventLog
    let capture: WorkspaceCapture
    let attribution: Attribution
    let settings: WatchOptions
    let stop: StopSignal
    let clock = ContinuousClock()

    /// The system's news; nil where the folder is looked through instead.
    var events: FolderEvents?
    var watched = WatchedFolders()
    /// The folder that the store's files lie in, if it is watched.
    var storeFolder: [UInt8]?
    var pending = PendingChanges()
    /// What has to be written back, where that is done.
    var documents: WatchedDocuments
    /// What agents' hooks told of files that change.
    var edits = AnnouncedEdits()
    /// What is not captured, and why, as of the last look.
    var refused: [WorkspacePath: WorkspaceFinding] = [:]
    var summary = WorkspaceWatchResult()
    /// Whether findings about captured files are listed at the end that were there before.
    package var listsAllFindings = true
    /// Whether the folder may have nothing of what was captured.
    package var mayReplace = true
    /// Called before anything is appended, once the folder is not refused.
    package var onAccepted: () throws -> Void = {}

    /// When files were last read and folders listed: those of late, and those of the time before.
    var reads: (late: [WorkspacePath: Timestamp], before: [WorkspacePath: Timestamp]) = ([:], [:])
    private var readsTurnAt: ContinuousClock.Instant
    private var tickAt: ContinuousClock.Instant
    private var cycleAt: ContinuousClock.Instant?
    /// Whether anything was captured since this watch opened a cycle, or began.
    var hasCaptured = false

    /// Files as the last look through the folder found them, where it is looked through.
    var looks: (files: [WorkspacePath: FileStatus], began: Timestamp) = ([:], .now)
    var lookAt: ContinuousClock.Instant

    /// Prepares to watch; nothing is looked at yet.
    package init(
        _ folder: WorkspaceFolder, _ log: EventLog, _ attribution: Attribution = Attribution(),
        _ settings: WatchOptions = WatchOptions(), in mount: WorkspaceMount = .unnamed,
        stop: StopSignal
    ) {
        self.folder = folder
        self.log = log
        self.attribution = attribution
        self.settings = settings
        self.stop = stop
        capture = WorkspaceCapture(log, mount)
        capture.seenByOthers = [:]
        let now = clock.now
        tickAt = now + settings.tick
        readsTurnAt = now + Self.readsKept
        cycleAt = settings.cycleEvery.map { now + $0 }
        lookAt = now
        documents = WatchedDocuments(lookAt: now)
    }

    /// How long reads are remembered at least; longer than a capture takes from read to commit.
    private static let readsKept: Duration = .seconds(60)

    /// Catches up with the folder and watches it until stopping is requested or it is gone.
    ///
    /// - Parameter report: Told what happens, as it happens.
    /// - Throws: What an append throws but `busy`, which is tried again; what `report` throws. What
    ///   was captured before stays.
    package func run(
        report: (WorkspaceWatchReport) throws -> Void = { _ in }
    ) throws -> WorkspaceWatchResult {
        try begin(report)
        try capture.refresh()
        if !mayReplace { try capture.checkIsNotAnother(folder) }
        try onAccepted()
        let known = listsAllFindings ? [] : Set(capture.currentFindings)
        pending.add(folder: [])
        try captureAll(report)
        for finding in try capture.unusable(at: capture.position ?? 0) {
            try report(.finding(finding))
        }
        try report(.watching(files: capture.records.count, folders: capture.folders.count))
        while !stop.isRequested && summary.failure == nil {
            try step(report)
        }
        // A last look: what happened before the request is captured.
        hear()
        if events == nil { pending.add(folder: []) }
        try capture.refresh()
        noticeOthers()
        try captureAll(report, isLast: true)
        try finishWritingBack(report)
        summary.captured.head = capture.position ?? 0
        summary.captured.understood = capture.understood
        let unusable = try capture.unusable(at: summary.captured.head)
        let findings = capture.currentFindings
        let new = findings.filter { !known.contains($0) }
        summary.captured.findingsBefore = findings.count - new.count
        summary.captured.findings = Array(refused.values) + new + unusable
        summary.captured.findings.sort(byPath: \.path)
        summary.captured.redactions.sort(byPath: \.path)
        summary.captured.patterns = folder.patternUses(of: summary.captured.omissions)
        return summary
    }

    private func begin(_ report: (WorkspaceWatchReport) throws -> Void) throws {
        guard !settings.polls else { return }
        do throws(FolderEvents.Refusal) {
            events = try FolderEvents()
        } catch {
            try fallBack(error, report)
        }
    }

    // MARK: One step

    private func step(_ report: (WorkspaceWatchReport) throws -> Void) throws {
        var next = min(tickAt, cycleAt ?? tickAt)
        if events == nil { next = min(next, lookAt) }
        if settings.writesBack { next = min(next, documents.lookAt) }
        if let since = pending.since {
            // In slices, so that a folder in which much happens is not asked after every write.
            let left = since + settings.longest - clock.now
            stop.wait(for: nil, upTo: max(.zero, min(settings.quiet, left)))
            let isQuiet = !hear()
            if isQuiet || clock.now >= since + settings.longest { try captureAll(report) }
        } else {
            stop.wait(for: events?.descriptor, upTo: next - clock.now)
            // News that are none, as of the store's own files, must not keep it busy either.
            if !hear(), clock.now < next { stop.wait(for: nil, upTo: settings.quiet) }
        }
        if events == nil, clock.now >= lookAt { pending.add(folder: []) }
        if clock.now >= documents.lookAt { try writeBack(report) }
        if clock.now >= tickAt { try tick(report) }
        if let cycleAt, clock.now >= cycleAt { try openCycle(report) }
    }

    private func tick(_ report: (WorkspaceWatchReport) throws -> Void) throws {
        tickAt = clock.now + settings.tick
        if clock.now >= readsTurnAt {
            reads = ([:], reads.late)
            readsTurnAt = clock.now + Self.readsKept
        }
        if !reads.late.isEmpty || !reads.before.isEmpty {
            try capture.refresh()
            noticeOthers()
        }
        if !folder.isInItsPlace {
            summary.failure = StoreError(
                .notFound,
                "the folder \(folder.path.terminalSafe) is gone or was moved; what it held before"
                    + " is captured, watch it where it is now")
        }
        try report(.alive(files: capture.records.count))
    }

    /// What somebody else captured of a file before this watch last read it may be older than that:
    /// the file is read again, so that its last version is the last one in the store too.
    func noticeOthers() {
        guard let seen = capture.seenByOthers, !seen.isEmpty else { return }
        capture.seenByOthers = [:]
        for (path, observed) in seen {
            // A folder that was listed was looked at for each file, also for those it has not.
            let looked = ([path.bytes] + path.bytes.ancestors).map { WorkspacePath(bytes: $0) }
            let isOlder = looked.contains { place in
                (reads.late[place] ?? reads.before[place]).map { observed < $0 } ?? false
            }
            if isOlder { pending.add(file: path) }
        }
    }

    private func openCycle(_ report: (WorkspaceWatchReport) throws -> Void) throws {
        guard let every = settings.cycleEvery, let due = cycleAt else { return }
        // What changed until now belongs to the cycle that ends.
        hear()
        try captureAll(report)
        // Times that were missed, as in a suspended machine, do not come all at once.
        cycleAt = due + every > clock.now ? due + every : clock.now + every
        guard hasCaptured else { return }
        let actor = try settings.cycleActor ?? Actor("workspace", kind: .system)
        do {
            let receipt = try log.append(.administration) { reader, _ throws(StoreError) in
                [try .cycleOpened(after: try reader.cycle(), by: actor, note: nil)]
            }[0]
            hasCaptured = false
            summary.cyclesOpened += 1
            try report(.cycle(receipt))
        } catch let error as StoreError where error.code == .busy {
            try report(.warning(error.message))
        } catch let error as StoreError where error.code == .invalidArgument {
            // There is no further cycle; the files go on to be captured.
            cycleAt = nil
            try report(.warning(error.message))
        }
    }
}
