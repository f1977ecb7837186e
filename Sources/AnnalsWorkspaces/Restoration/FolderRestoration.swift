package import AnnalsLog
package import AnnalsModel
import Foundation

/// Brings the files of a folder to the versions that a rollback of their streams gives them.
///
/// First every step of the rollback's preview is planned, then the plan is checked as a whole, and
/// after the rollback is durable it is carried out. Repeated, it does what is left to do. No byte
/// is overwritten or removed that the store has not captured.
package final class FolderRestoration {
    /// A file that takes part.
    struct Item {
        let path: WorkspacePath
        /// What it shall be; nil if it shall not be there.
        let target: FileRecord?
        /// What is there.
        let present: PresentFile
        /// What becomes of it.
        let action: WorkspaceRollback.Action
    }

    let log: EventLog
    /// Where the workspace's streams are.
    package let mount: WorkspaceMount
    private let mounts: WorkspaceMounts
    /// The folder.
    package let folder: WorkspaceFolder
    /// The files that take part, by their paths.
    private(set) var items: [WorkspacePath: Item] = [:]
    /// Files that shall be there and are passed over, because none can be at their paths.
    private(set) var passedOver: [WorkspacePath: WorkspaceFinding] = [:]
    /// Whether anything else takes part, be it a document.
    private var hasOthers = false
    /// The folders as they shall be; nil if they take no part.
    private(set) var folders: [WorkspacePath: UInt16]?

    /// Looks at a folder for a log; nothing is planned yet.
    ///
    /// - Parameter names: The names of all workspaces of the store.
    package init(
        _ log: EventLog, _ folder: WorkspaceFolder, _ mount: WorkspaceMount = .unnamed,
        among names: [String] = []
    ) {
        self.log = log
        self.mount = mount
        mounts = WorkspaceMounts(mount, among: names)
        self.folder = folder
    }

    /// Names of the workspaces that take no part where the first does.
    package var otherWorkspaces: [String] { mounts.otherNames }

    // MARK: Planning

    /// Takes in what a rollback does to one stream.
    ///
    /// - Returns: What becomes of the file; nil if the stream is no file's.
    /// - Throws: `corrupt` if what comes back of a file does not have the digest that it names.
    package func plan(_ step: RollbackStep) throws -> WorkspaceRollback.Action? {
        guard StreamName.captureCategories.contains(step.stream.category) else {
            hasOthers = true
            return nil
        }
        let now = try log.read { reader in try reader.document(of: step.stream, at: .max) }
        let target = step.isNeeded ? step.change.applied(to: now) : now
        guard step.stream.category == StreamName.fileCategory else {
            // Those that go along with files change no others.
            if step.goesWith == nil { folders = WorkspaceCapture.folders(in: target) }
            hasOthers = true
            return nil
        }
        guard let path = mounts.path(of: step.stream) else { return nil }
        let version = target.flatMap(FileDocument.version)
        if let problem = problem(of: path) {
            guard version != nil else { return .same }
            passedOver[path] = WorkspaceFinding(unusable: path, because: problem)
            return .refused
        }
        hasOthers = true
        let record = version.map { FileRecord($0) }
        if let record, let named = target?["sha256"], named != .string(record.digest.hexadecimal) {
            throw StoreError(
                .corrupt,
                "what would come back of \(path.id.terminalSafe) is put together from several"
                    + " versions: take a scope that has all events of the file")
        }
        let present = PresentFile(of: path, in: folder)
        let action: WorkspaceRollback.Action =
            switch (record, present) {
            case (nil, .missing), (nil, .folder): .same
            case (nil, _): .remove
            case (let record?, .file(let found)) where found.isWritten(record): .same
            default: .write
            }
        items[path] = Item(path: path, target: record, present: present, action: action)
        return action
    }

    /// Why nothing is ever written at a path; nil if something may be.
    private func problem(of path: WorkspacePath) -> String? {
        path.problem
            ?? (PresentFile.isPlaceOfStore(path, in: folder) ? "it is a file of the store" : nil)
            ?? (folder.isOfStore(path) ? "a store is there" : nil)
    }

    // MARK: Checking

    /// Refuses a plan that cannot be carried out, or that would lose something.
    ///
    /// - Throws: `invalidArgument` if the folder is not the one that the store captured;
    ///   `versionConflict` if a file there has bytes that the store does not; `io` if the folder
    ///   cannot be written.
    package func check() throws {
        try checkFolder()
        if !hasOthers, let (path, finding) = passedOver.first {
            throw StoreError(
                .invalidName,
                "nothing was rolled back, because only \(path.id.quotedForMessage) would be, and"
                    + " \(finding.message)")
        }
        let lost = try items.values.filter { try isUncaptured($0) }.map(\.path).sorted()
        if let first = lost.first {
            let more = lost.count > 1 ? " and \(lost.count - 1) more hold" : " holds"
            throw StoreError(
                .versionConflict,
                "\(first.id.terminalSafe) in \(folder.path.terminalSafe)\(more) bytes that the"
                    + " store has not captured and that would be lost",
                remedy: StoreError.Remedy(.captureFolder(folder.path.terminalSafe)))
        }
        for item in items.values.sorted(by: { $0.path < $1.path }) where item.action != .same {
            try checkPlace(of: item)
        }
    }

    /// Refuses a folder that holds none of the captured files.
    private func checkFolder() throws {
        guard faccessat(folder.descriptor, ".", W_OK | X_OK, 0) == 0 else {
            throw StoreError(
                .io,
                "\(folder.path.terminalSafe) cannot be written into"
                    + " (\(String(cString: strerror(errno)))): nothing was rolled back")
        }
        let capture = WorkspaceCapture(log, mount)
        let known = Set(try capture.paths(at: .max))
        guard !known.isEmpty else { return }
        let files = folder.list().files
        if files.contains(where: { known.contains($0.path) }) { return }
        if files.isEmpty {
            let isGone = try known.allSatisfy { try capture.versions(of: [$0], at: .max)[0] == nil }
            if isGone { return }
        }
        throw StoreError(
            .invalidArgument,
            "\(folder.path.terminalSafe) has none of the files that the store captured",
            remedy: .giveCapturedFolder)
    }

    /// Whether a file would be lost: what is there is no version of it that was ever captured.
    private func isUncaptured(_ item: Item) throws -> Bool {
        guard item.action != .same, case .file(let found) = item.present else { return false }
        if let target = item.target, target.hasSameContent(as: found) { return false }
        var query = EventQuery()
        query.stream = try mount.stream(of: item.path)
        query.isReversed = true
        let cursor = EventCursor(log, query)
        let digest = JSONValue.string(found.digest.hexadecimal)
        while let event = try cursor.nextEvent() {
            if event.change.data["sha256"] == digest { return false }
        }
        return true
    }

    private func checkPlace(of item: Item) throws(StoreError) {
        let shown = "\(item.path.id.terminalSafe) in \(folder.path.terminalSafe)"
        if case .blocked(let reason) = item.present {
            throw StoreError(
                .io, "\(shown) cannot be written or removed: \(reason); nothing was rolled back")
        }
        if item.present == .folder, item.target != nil, !becomesEmpty(item.path) {
            throw StoreError(
                .versionConflict,
                "\(shown) shall be a file again, but is a folder with files that stay",
                remedy: StoreError.Remedy(.moveAwayAndCaptureFolder(folder.path.terminalSafe)))
        }
        for place in item.path.foldersAbove {
            switch PresentFile.status(of: place, in: folder)?.kind {
            case .folder:
                guard PresentFile.isWritable(place, in: folder) else {
                    throw StoreError(
                        .io,
                        "the folder of \(shown) cannot be written into: nothing was rolled back")
                }
            case nil:
                break
            default:
                if let above = items[place], above.target == nil { continue }
                throw StoreError(
                    .versionConflict,
                    "\(place.id.terminalSafe) in \(folder.path.terminalSafe) is no folder, but"
                        + " \(item.path.name.terminalSafe) shall lie in it: move it away first")
            }
        }
    }

    /// Whether all files in a folder are removed.
    private func becomesEmpty(_ path: WorkspacePath) -> Bool {
        let listing = folder.list(below: path.bytes)
        return listing.leftOut.isEmpty && listing.findings.isEmpty
            && listing.files.allSatisfy { file in
                items[file.path].map { $0.target == nil } ?? false
            }
    }
}
