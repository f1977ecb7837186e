package import AnnalsLog
package import AnnalsModel

/// Writes the captured files back with their modes: byte for byte, or as their documents are now.
package struct WorkspaceExport {
    private let log: EventLog
    private let mount: WorkspaceMount

    /// Exports a workspace from a log.
    package init(_ log: EventLog, _ mount: WorkspaceMount = .unnamed) {
        self.log = log
        self.mount = mount
    }

    /// Writes the files as they were after an event.
    ///
    /// - Parameters:
    ///   - folder: A path where nothing is, or an empty folder.
    ///   - position: The state after this event.
    ///   - isCurrent: Whether files whose documents differ from what they say are written so that
    ///     they say it; nothing else in them changes.
    ///   - progress: Told how many files were written, and how many there are at most.
    /// - Throws: `storeExists` if the folder is not empty; `io`. A single file that cannot be
    ///   written is in the summary.
    package func write(
        to folder: String, at position: Int64, isCurrent: Bool = false,
        progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceExportResult {
        let capture = WorkspaceCapture(log, mount)
        var summary = WorkspaceExportResult()
        summary.position = position
        let writer = try FolderWriter(emptyFolder: folder)
        let rendering = try isCurrent ? rendering(at: position) : WorkspaceRendering.Result()
        summary.add(rendering, mount)
        summary.refused = try capture.unusable(at: position)
        let folders = try capture.folders(at: position)
        for path in folders.keys.sorted() {
            attempt(&summary, path) { _ throws(StoreError) in try writer.makeFolder(path) }
        }
        var links: [(WorkspacePath, FileVersion)] = []
        var done = 0
        let paths = try capture.paths(at: position)
        for start in stride(from: 0, to: paths.count, by: 50) {
            let part = Array(paths[start..<min(start + 50, paths.count)])
            for (path, version) in zip(part, try capture.versions(of: part, at: position)) {
                done += 1
                guard var version, rendering.leftOut[path] == nil else { continue }
                if let rendered = rendering.files[path] {
                    version.content = .bytes(rendered.bytes)
                }
                if case .link = version.content {
                    links.append((path, version))
                } else {
                    write(path, version, writer, &summary)
                }
            }
            try progress(WorkspaceProgress(files: done, total: paths.count))
        }
        for (path, version) in links { write(path, version, writer, &summary) }
        // The deepest first: a folder without permissions can no longer be entered.
        for (path, mode) in folders.sorted(by: { $0.key > $1.key }) {
            attempt(&summary, path) { summary throws(StoreError) in
                if let reduced = try writer.setMode(mode, ofFolder: path) {
                    summary.reducedModes.append(reduced)
                }
            }
        }
        summary.reducedModes.sort(byPath: \.path)
        summary.folders = folders.count
        return summary
    }

    /// How files have to be to say what the store holds.
    private func rendering(at position: Int64) throws -> WorkspaceRendering.Result {
        var rendering = try WorkspaceRendering(log, mount, at: position)
        return try rendering.result()
    }

    private func write(
        _ path: WorkspacePath, _ version: FileVersion, _ writer: FolderWriter,
        _ summary: inout WorkspaceExportResult
    ) {
        let isDone = attempt(&summary, path) { summary throws(StoreError) in
            if let reduced = try writer.write(path, version) {
                summary.reducedModes.append(reduced)
            }
        }
        guard isDone else { return }
        if case .link = version.content {
            summary.links += 1
        } else {
            summary.files += 1
            summary.bytes += Int64(version.content.size)
            if !version.redactions.isEmpty { summary.redacted.append(path.id) }
        }
    }

    @discardableResult
    private func attempt(
        _ summary: inout WorkspaceExportResult, _ path: WorkspacePath,
        _ work: (inout WorkspaceExportResult) throws(StoreError) -> Void
    ) -> Bool {
        do {
            try work(&summary)
            return true
        } catch {
            summary.refused.append(WorkspaceFinding(.unwritable, path, error.message))
            return false
        }
    }
}

extension WorkspaceExportResult {
    fileprivate mutating func add(
        _ rendering: WorkspaceRendering.Result, _ mount: WorkspaceMount
    ) {
        rendered = rendering.files.sorted { $0.key < $1.key }
            .map { Rendered(path: $0.key.id, pointers: $0.value.changed.map(\.description)) }
        leftOut = rendering.leftOut.sorted { $0.key < $1.key }
            .map { LeftOut(path: $0.key.id, stream: mount.shown($0.value.description)) }
        unwritten = rendering.notWritten.map {
            Unwritten(stream: mount.shown($0.stream), pointer: $0.pointer, reason: $0.reason)
        }
    }
}
