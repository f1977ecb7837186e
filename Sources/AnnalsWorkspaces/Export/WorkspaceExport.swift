package import AnnalsLog
import AnnalsModel

/// Writes the captured files back, byte for byte, with their modes.
package struct WorkspaceExport {
    private let log: EventLog

    /// Exports from a log.
    package init(_ log: EventLog) {
        self.log = log
    }

    /// Writes the files as they were after an event.
    ///
    /// - Parameters:
    ///   - folder: A path where nothing is, or an empty folder.
    ///   - position: The state after this event.
    ///   - progress: Told how many files were written, and how many there are at most.
    /// - Throws: `storeExists` if the folder is not empty; `io`. A single file that cannot be
    ///   written is in the summary.
    package func write(
        to folder: String, at position: Int64, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> ExportSummary {
        let capture = WorkspaceCapture(log)
        var summary = ExportSummary()
        summary.position = position
        let writer = try FolderWriter(emptyFolder: folder)
        let folders = try capture.folders(at: position)
        for path in folders.keys.sorted() {
            attempt(&summary, path) { () throws(StoreError) in try writer.makeFolder(path) }
        }
        var links: [(WorkspacePath, FileVersion)] = []
        var done = 0
        let paths = try capture.paths(at: position)
        for start in stride(from: 0, to: paths.count, by: 50) {
            let part = Array(paths[start..<min(start + 50, paths.count)])
            for (path, version) in zip(part, try capture.versions(of: part, at: position)) {
                done += 1
                guard let version else { continue }
                if case .link = version.content {
                    links.append((path, version))
                } else {
                    write(path, version, writer, &summary)
                }
            }
            try progress(done, paths.count)
        }
        for (path, version) in links { write(path, version, writer, &summary) }
        // The deepest first: a folder without permissions can no longer be entered.
        for (path, mode) in folders.sorted(by: { $0.key > $1.key }) {
            attempt(&summary, path) { () throws(StoreError) in
                try writer.setMode(mode, ofFolder: path)
            }
        }
        summary.folders = folders.count
        return summary
    }

    private func write(
        _ path: WorkspacePath, _ version: FileVersion, _ writer: FolderWriter,
        _ summary: inout ExportSummary
    ) {
        let isDone = attempt(&summary, path) { () throws(StoreError) in
            try writer.write(path, version)
        }
        guard isDone else { return }
        if case .link = version.content {
            summary.links += 1
        } else {
            summary.files += 1
            summary.bytes += Int64(version.content.bytes.count)
        }
    }

    @discardableResult
    private func attempt(
        _ summary: inout ExportSummary, _ path: WorkspacePath, _ work: () throws(StoreError) -> Void
    ) -> Bool {
        do {
            try work()
            return true
        } catch {
            summary.refused.append(Finding(.unwritable, path, error.message))
            return false
        }
    }
}
