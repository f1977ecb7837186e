public import AnnalsModel
import AnnalsWorkspaces

extension Store {
    /// Takes a folder of files into the store as it is now: every file exactly, and what the files
    /// say into documents.
    ///
    /// Files that are as the store has them append nothing. Documents change by the difference
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
        let capture = WorkspaceCapture(log)
        let summary = try capture.capture(workspace, options.attribution, isDry: isDryRun) {
            try progress(WorkspaceProgress(files: $0.files, total: $0.total))
        }
        return WorkspaceImport(summary)
    }

    /// Compares a folder, file by file, with the files that the store has; changes nothing.
    ///
    /// - Throws: `notFound` or `invalidArgument` if there is no such folder, `io`.
    public func compareWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceComparison {
        let workspace = try open(folder, options)
        let check = try WorkspaceCapture(log).check(workspace) {
            try progress(WorkspaceProgress(files: $0.files, total: $0.total))
        }
        return WorkspaceComparison(check)
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
        let summary = try WorkspaceExport(log).write(
            to: folder, at: position, isCurrent: isCurrent
        ) { done, total in
            try progress(WorkspaceProgress(files: done, total: total))
        }
        return WorkspaceExportResult(summary)
    }

    func open(
        _ folder: String, _ options: WorkspaceOptions
    ) throws(StoreError) -> WorkspaceFolder {
        try WorkspaceFolder(
            folder, storePath: path,
            excluding: try options.excluding.map { text throws(StoreError) in
                try PathPattern(text)
            }, fileBytesMax: options.fileBytesMax)
    }
}

extension WorkspaceOptions {
    var attribution: Attribution {
        Attribution(actor: actor, reason: reason, cycle: cycle)
    }
}

extension WorkspaceFinding {
    init(_ finding: Finding) {
        self.init(
            kind: finding.kind.rawValue, path: finding.path.id, line: finding.line,
            column: finding.column, message: finding.message)
    }
}

extension WorkspaceReducedMode {
    init(_ reduced: ReducedMode) {
        self.init(
            path: reduced.path.id, mode: Self.octal(reduced.mode),
            written: Self.octal(reduced.written), reason: reduced.reason)
    }

    private static func octal(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension WorkspaceOmission {
    init(_ leftOut: CaptureSummary.LeftOut) {
        self.init(path: leftOut.path.id, reason: leftOut.reason)
    }
}

extension WorkspaceImport {
    init(_ summary: CaptureSummary) {
        self.init(
            captured: summary.captured, bytes: summary.bytes, unchanged: summary.unchanged,
            moved: summary.moved, deleted: summary.deleted, modeChanged: summary.modeChanged,
            documentsChanged: summary.documentsChanged, understood: summary.understood,
            findings: summary.findings.map { WorkspaceFinding($0) },
            omissions: summary.leftOut.map { WorkspaceOmission($0) }, events: summary.events,
            head: summary.head)
    }
}

extension WorkspaceComparison {
    init(_ check: WorkspaceCheck) {
        self.init(
            same: check.same,
            differences: check.differences.map {
                Difference(path: $0.path.id, kind: $0.kind.rawValue)
            }, findings: check.findings.map { WorkspaceFinding($0) },
            omissions: check.leftOut.map { WorkspaceOmission($0) }, position: check.position)
    }
}

extension WorkspaceExportResult {
    init(_ summary: ExportSummary) {
        self.init(
            files: summary.files, bytes: summary.bytes, links: summary.links,
            folders: summary.folders,
            rendered: summary.rendered.map { Rendered(path: $0.path.id, pointers: $0.pointers) },
            leftOut: summary.leftOut.map {
                LeftOut(path: $0.path.id, stream: $0.stream.description)
            },
            unwritten: summary.notWritten.map {
                Unwritten(stream: $0.stream, pointer: $0.pointer, reason: $0.reason)
            },
            reducedModes: summary.reducedModes.map { WorkspaceReducedMode($0) },
            refused: summary.refused.map { WorkspaceFinding($0) }, position: summary.position)
    }
}
