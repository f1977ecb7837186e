import AnnalsLog
import AnnalsModel

/// One capture while it goes on: collects changes, and appends them batch by batch.
struct CaptureRun {
    /// A change that waits for its batch.
    fileprivate enum Pending {
        case version(WorkspacePath, FileVersion)
        case moved(from: WorkspacePath, to: WorkspacePath, FileVersion)
        /// The version that is gone too: another one means that somebody saw the file since.
        case gone(WorkspacePath, FileRecord?)
        case folders([WorkspacePath: UInt16])
    }

    private let capture: WorkspaceCapture
    private let attribution: Attribution
    private let isDry: Bool
    private var pending: [Pending] = []
    private var pendingBytes = 0
    /// Files that are gone and were not yet found elsewhere.
    private var gone = MoveCandidates()
    /// What was not captured.
    private var refused: [WorkspaceFinding] = []
    /// What was contested about the documents that this run touches, before it did.
    private var contestedBefore: [StreamName: WorkspaceFinding?] = [:]
    /// Told of each batch that was appended, with the log's end after it.
    var appended: ((CaptureBatch, Int64) -> Void)?
    /// What was done so far.
    private(set) var summary = WorkspaceImport()

    /// - Parameter isDry: Whether everything is worked out but nothing appended.
    init(_ capture: WorkspaceCapture, _ attribution: Attribution, isDry: Bool = false) {
        self.capture = capture
        var attribution = attribution
        attribution.rules = capture.rules
        self.attribution = attribution
        self.isDry = isDry
    }

    /// Says which files will turn out to be gone, so that a file with the same bytes elsewhere is
    /// recognised as moved.
    ///
    /// - Parameter arriving: The contents of new files, of some sizes in bytes.
    mutating func expectGone(
        _ paths: [WorkspacePath], arriving: (Set<Int>) throws -> [FileRecord]
    ) rethrows {
        try gone.expect(paths, of: capture.records, arriving: arriving)
    }

    /// Adds a version of a file.
    mutating func add(_ path: WorkspacePath, _ version: FileVersion) throws {
        let record = FileRecord(version)
        if let known = capture.records[path] {
            if known == record {
                summary.unchanged += 1
                return
            }
            pending.append(.version(path, version))
        } else if let from = gone.take(record, as: path) {
            pending.append(.moved(from: from, to: path, version))
        } else {
            pending.append(.version(path, version))
        }
        pendingBytes += record.size
        try flushIfFull()
    }

    /// Adds a file that is gone; one that was not expected is so from now on.
    mutating func addGone(_ path: WorkspacePath) throws {
        guard let record = capture.records[path], !pending.contains(where: { $0.takes(path) })
        else { return }
        gone.add(path, record)
    }

    /// Adds the folders as they are now.
    mutating func add(folders: [WorkspacePath: UInt16]) {
        if folders != capture.folders { pending.append(.folders(folders)) }
    }

    /// Adds something that was not captured.
    mutating func find(_ finding: WorkspaceFinding) {
        refused.append(finding)
    }

    /// Adds a path that is left out on purpose.
    mutating func leaveOut(_ omission: WorkspaceOmission) {
        summary.omissions.append(omission)
    }

    /// Appends what is left and says what was done.
    ///
    /// - Parameters:
    ///   - listsAllFindings: Whether findings are listed too that were there before.
    ///   - countsDocuments: Whether it is counted what all files together speak of, and what was
    ///     found of them before.
    mutating func finish(
        listsAllFindings: Bool = false, countsDocuments: Bool = true
    ) throws -> WorkspaceImport {
        for path in gone.paths {
            pending.append(.gone(path, capture.records[path]))
            try flushIfFull()
        }
        gone = MoveCandidates()
        try flush()
        summary.head = capture.position ?? 0
        if countsDocuments {
            summary.understood = capture.understood
            summary.unread = capture.unread
        }
        // What is wrong with files that did not change is still wrong with them.
        if listsAllFindings {
            summary.findings = capture.currentFindings
        } else if countsDocuments {
            summary.findings += contestedBefore.sorted { $0.key.description < $1.key.description }
                .compactMap { stream, before in
                    let now = capture.interpreter.conflict(over: stream)
                    return now == before ? nil : now
                }
            summary.findingsBefore = capture.currentFindings.count - summary.findings.count
        }
        summary.findings += refused
        summary.findings.sort(byPath: \.path)
        summary.redactions.sort(byPath: \.path)
        if isDry { capture.forget() }
        return summary
    }

    private mutating func flushIfFull() throws {
        if pending.count >= WorkspaceCapture.batchFilesMax
            || pendingBytes >= WorkspaceCapture.batchBytesMax
        {
            try flush()
        }
    }

    // MARK: One batch

    private mutating func noteContested(before batch: CaptureBatch) {
        let interpreter = capture.interpreter
        for update in batch.updates {
            let readings = [interpreter.readings[update.path], update.reading]
            for claim in readings.compactMap(\.?.claims).joined()
            where contestedBefore[claim.stream] == nil {
                contestedBefore[claim.stream] = .some(interpreter.conflict(over: claim.stream))
            }
        }
    }

    private mutating func flush() throws {
        guard !pending.isEmpty else { return }
        while true {
            var batch = CaptureBatch(attribution, in: capture.mount)
            for change in pending { try plan(change, in: &batch) }
            noteContested(before: batch)
            let undo = batch.updates.map { ($0.path, capture.interpreter.readings[$0.path]) }
            var changes = capture.interpreter.apply(batch.updates)
            if let review = attribution.review {
                let times = Dictionary(pending.compactMap(\.written)) { $1 }
                changes = changes.compactMap { review($0, times[$0.cause]) }
            }
            batch.add(try capture.remember(changes))
            if isDry {
                adopt(batch)
                break
            }
            do {
                if let head = try capture.append(batch) {
                    capture.position = head
                    summary.events += batch.items.count
                    adopt(batch)
                    if !batch.items.isEmpty { appended?(batch, head) }
                    break
                }
            } catch {
                // What is stored is certain only to whoever reads it again.
                capture.forget()
                throw error
            }
            // Somebody else captured meanwhile: what the files said before is something else now.
            _ = capture.interpreter.apply(undo)
            try capture.refresh()
        }
        pending = []
        pendingBytes = 0
    }

    private func plan(_ change: Pending, in batch: inout CaptureBatch) throws {
        switch change {
        case .version(let path, let version):
            try batch.add(path, version, known: capture.records[path], capture.interpreter)
        case .moved(let from, let to, let version):
            let isFrom = capture.records[from]?.withoutMode == FileRecord(version).withoutMode
            guard isFrom, capture.records[to] == nil else {
                try batch.add(to, version, known: capture.records[to], capture.interpreter)
                if isFrom { try batch.addGone(from, known: capture.records[from]) }
                return
            }
            try batch.addMove(
                from: from, to: to, version, known: capture.interpreter.readings[from],
                before: capture.lastClaims(of: from, as: to))
        case .gone(let path, let version):
            let known = capture.records[path]
            if known == version { try batch.addGone(path, known: known) }
        case .folders(let folders):
            try batch.add(folders: folders, known: capture.folders)
        }
    }

    private mutating func adopt(_ batch: CaptureBatch) {
        for (path, record) in batch.records { capture.records[path] = record }
        if let folders = batch.folders { capture.folders = folders }
        summary.add(batch.summary)
    }
}

extension CaptureRun.Pending {
    /// The file, and when it was written; nil where that is not known.
    fileprivate var written: (WorkspacePath, Timestamp)? {
        switch self {
        case .version(let path, let version), .moved(_, let path, let version):
            version.occurredAt.map { (path, $0) }
        case .gone, .folders: nil
        }
    }

    /// Whether it already says that the file at a path is gone.
    fileprivate func takes(_ path: WorkspacePath) -> Bool {
        switch self {
        case .moved(let from, _, _): from == path
        case .gone(let gone, _): gone == path
        case .version, .folders: false
        }
    }
}
