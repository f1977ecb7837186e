package import AnnalsHistory
package import AnnalsLog
package import AnnalsModel

/// Finds what goes along with a rollback in one workspace, so that files and what they say stay
/// together.
///
/// It hears of each step of the scope. Then, from what the files say now and what they would say:
/// - A file that comes back takes the documents along that it speaks of: they change by the
///   difference between what all files say now and then, as if it had been captured so. A value
///   that was changed otherwise stays, and is a conflict.
/// - A document that comes back takes the files along that say otherwise, where files take part:
///   the version that they had then, where it says the right thing of everything, else their
///   present text with the document's values in it. What no file can say is listed.
/// - The other half of a file's move goes along, and folders that nothing is left in, or that a
///   file comes back to.
package final class CompanionSearch {
    let log: EventLog
    let scope: RollbackScope
    /// Where the workspace's streams are.
    package let mount: WorkspaceMount
    private let mounts: WorkspaceMounts
    /// The folder that the files lie in; nil where files that the scope does not name stay.
    let folder: WorkspaceFolder?
    let capture: WorkspaceCapture

    /// Files of the scope that change, with the versions that they get where these have to be kept.
    private(set) var files: [WorkspacePath: FileVersion?] = [:]
    /// The folders as the scope leaves them; nil where they take no part.
    private(set) var folders: [WorkspacePath: UInt16]?
    /// Documents of the scope that files speak of, or spoke of, as the scope leaves them.
    private(set) var documents: [StreamName: JSONObject?] = [:]
    /// All documents of the scope.
    private(set) var scoped: Set<StreamName> = []

    /// Nothing is known yet.
    ///
    /// - Parameters:
    ///   - names: The names of all workspaces of the store.
    ///   - folder: The folder whose files come along; nil for documents and named files alone.
    package init(
        _ log: EventLog, _ mount: WorkspaceMount, among names: [String], _ scope: RollbackScope,
        folder: WorkspaceFolder? = nil
    ) {
        self.log = log
        self.mount = mount
        self.scope = scope
        self.folder = folder
        mounts = WorkspaceMounts(mount, among: names)
        capture = WorkspaceCapture(log, mount)
    }

    /// Whether anything can go along: not where there are no files, nor where all comes back.
    package func isNeeded() throws -> Bool {
        let isWhole =
            scope.includesFiles && scope.stream == nil && scope.category == nil
            && !scope.hasOutsiders
        return try !isWhole && capture.hasFiles()
    }

    /// Takes in what a rollback does to one stream of its scope.
    package func take(_ step: RollbackStep) throws {
        guard let id = mounts.bareID(of: step.stream.id) else { return }
        let stream = try StreamName(category: step.stream.category, id: id)
        let isCaptured = StreamName.captureCategories.contains(stream.category)
        if !isCaptured { scoped.insert(stream) }
        guard step.isNeeded else { return }
        let now = try log.read { reader in try reader.document(of: step.stream, at: .max) }
        let target = step.change.applied(to: now)
        switch stream.category {
        case StreamName.fileCategory:
            let path = WorkspacePath(id: id)
            guard path.problem == nil else { return }
            let isThen = !scope.hasOutsiders
            files[path] = .some(isThen ? nil : target.flatMap(FileDocument.version))
        case StreamName.foldersCategory:
            folders = WorkspaceCapture.folders(in: target)
        default:
            if isOfFiles(stream, now) || isOfFiles(stream, target) {
                documents[stream] = .some(target)
            }
        }
    }

    /// Whether files may speak of a document, by what it holds.
    private func isOfFiles(_ stream: StreamName, _ document: JSONObject?) -> Bool {
        document?[DocumentMembers.sources] != nil || stream.isOfOneValue
    }

    /// Says what goes along, after all steps of the scope.
    ///
    /// - Parameter summary: The preview that the steps came from.
    package func addition(to summary: RollbackSummary) throws -> RollbackAddition {
        var addition = RollbackAddition(head: summary.head)
        guard !files.isEmpty || folders != nil || !documents.isEmpty else { return addition }
        try capture.refresh()
        addition.categories = StreamName.captureCategories + [StreamName.rulesCategory]
        var planned = PlannedFiles(capture, to: summary.to)
        for (path, version) in files {
            let isThen = !scope.hasOutsiders
            try planned.set(path, isThen ? planned.versionThen(of: path) : version)
        }
        if let folders { planned.set(folders) }
        try addMoves(to: &planned)
        let stored = StoredDocuments(log, mount, at: summary.head)
        for (stream, document) in documents { stored.plan(document, of: stream) }
        for change in try changes(planned) {
            let target = try CompanionDocument.target(change, stored.document(of: change.stream))
            stored.plan(target, of: change.stream)
        }
        try addFiles(to: &planned, stored, &addition)
        try addFolders(to: &planned)
        addition.steps += try fileSteps(planned, at: summary.head)
        addition.steps += try documentSteps(planned, at: summary.head)
        return addition
    }

    /// What the files as planned mean for documents that the scope does not name.
    func changes(_ planned: PlannedFiles) throws -> [Interpreter.DocumentChange] {
        try capture.remember(planned.changes().filter { !scoped.contains($0.stream) })
    }
}
