package import AnnalsLog
package import AnnalsModel

/// Takes versions of a workspace's files into the log, and what they say into its documents.
///
/// What the files said before is read from the store, so that any process goes on where another
/// stopped: the same files again append nothing. Documents change by the difference between what
/// the files said before and after, never by what the store's documents hold, so that changes made
/// otherwise stand until a file says something new about the same member.
///
/// Not for several threads at once; several processes may capture into one store.
package final class WorkspaceCapture {
    /// Files of one transaction; bounds its time and what a crash can take back.
    static let batchFilesMax = 1_000
    /// Bytes of files of one transaction; bounds the memory that it takes.
    static let batchBytesMax = 32 << 20

    let log: EventLog
    /// Where the workspace's streams are.
    package let mount: WorkspaceMount
    /// What the files say, as of `position`.
    var interpreter = Interpreter()
    /// The files as the store has them, as of `position`.
    var records: [WorkspacePath: FileRecord] = [:]
    /// The folders as the store has them, with their modes.
    var folders: [WorkspacePath: UInt16] = [:]
    /// The rules that files are read by, as of `position`: the built-in ones and the store's own.
    lazy var rules = RuleBook.builtIn
    /// Whether the rules stay as they are, whatever the store's are.
    let keepsRules: Bool
    /// Whether rules of the store's own that cannot be read count as none, so that they can be
    /// removed or replaced.
    var passesOverUnreadableRules = false
    /// The log's end up to which files were taken into account; nil before anything was read.
    var position: Int64?
    /// Files that others captured since, with the time at which they had seen them; kept only
    /// where somebody asks for them.
    var seenByOthers: [WorkspacePath: Timestamp]?

    /// Seconds to wait for others who write into the log.
    package var deadline = Limits.appendDeadlineSeconds

    /// Captures into a log; nothing is read yet.
    package convenience init(_ log: EventLog, _ mount: WorkspaceMount = .unnamed) {
        self.init(log, mount, readingBy: nil)
    }

    /// Captures into a log; nothing is read yet.
    ///
    /// - Parameter rules: By which files are read, whatever the store's are; nil for the store's.
    init(_ log: EventLog, _ mount: WorkspaceMount, readingBy rules: RuleBook?) {
        self.log = log
        self.mount = mount
        keepsRules = rules != nil
        // The built-in ones take some milliseconds to read, and are not always needed.
        if let rules { self.rules = rules }
    }

    /// Captures versions of files, in order.
    ///
    /// A file that is gone and one that is new with the same bytes, in one call, are a move.
    ///
    /// - Throws: What an append throws; then the batches before stay, this one does not.
    package func capture(
        _ changes: [FileChange], _ attribution: Attribution = Attribution()
    ) throws -> WorkspaceImport {
        try refresh()
        var summary = WorkspaceImport()
        var rest = changes[...]
        while !rest.isEmpty {
            // A file that changes twice has two versions: what comes again starts a new run.
            var seen: Set<WorkspacePath> = []
            let part = rest.prefix { seen.insert($0.path).inserted }
            rest = rest.dropFirst(part.count)
            summary.add(try captureOnce(part, attribution))
        }
        summary.understood = understood
        return summary
    }

    private func captureOnce(
        _ changes: ArraySlice<FileChange>, _ attribution: Attribution
    ) throws -> WorkspaceImport {
        var run = CaptureRun(self, attribution)
        run.expectGone(changes.filter { $0.version == nil }.map(\.path)) { sizes in
            let new = changes.filter { records[$0.path] == nil }.compactMap(\.version)
            return new.filter { sizes.contains($0.content.size) }.map { FileRecord($0) }
        }
        for change in changes {
            if let version = change.version {
                try run.add(change.path, version)
            } else {
                try run.addGone(change.path)
            }
        }
        return try run.finish()
    }

    /// The workspaces of the store, to tell whose a stream is.
    func mounts() throws(StoreError) -> WorkspaceMounts {
        WorkspaceMounts(
            mount, among: mount.name == nil ? try WorkspaceRegistry(log).names() : [])
    }

    /// All findings about the files as they are now.
    var currentFindings: [WorkspaceFinding] {
        interpreter.readings.values.flatMap(\.findings) + interpreter.conflicts()
    }

    /// Files that look like something although no rule makes anything of them, by category.
    var unread: [String: Int] {
        interpreter.readings.values.reduce(into: [:]) { counts, reading in
            if let category = reading.resembles { counts[category, default: 0] += 1 }
        }
    }

    /// Documents that the files speak of, by category.
    var understood: [String: Int] {
        interpreter.streams.reduce(into: [:]) { $0[$1.category, default: 0] += 1 }
    }
}
