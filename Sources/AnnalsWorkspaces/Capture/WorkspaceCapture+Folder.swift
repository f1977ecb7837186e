import AnnalsModel

extension WorkspaceCapture {
    /// How far a capture of a folder is.
    package struct Progress: Sendable {
        /// Files that were looked at.
        package var files = 0
        /// Files that there are.
        package var total = 0
        /// Bytes that were read.
        package var bytes: Int64 = 0
    }

    /// Captures a folder as it is now.
    ///
    /// - Parameters:
    ///   - isDry: Whether everything is read and worked out, but nothing appended.
    ///   - progress: Told after each file.
    /// - Throws: What an append throws; then the batches before stay.
    package func capture(
        _ folder: WorkspaceFolder, _ attribution: Attribution = Attribution(), isDry: Bool = false,
        progress: (Progress) throws -> Void = { _ in }
    ) throws -> CaptureSummary {
        try refresh()
        let listing = folder.list()
        var run = CaptureRun(self, attribution, isDry: isDry)
        listing.findings.forEach { run.find($0) }
        try unusable(at: position ?? 0).forEach { run.find($0) }
        listing.leftOut.forEach { run.leaveOut($0.path, $0.reason) }
        let gone = missing(in: listing)
        run.expectGone(gone)
        run.add(folders: folders(in: listing))
        var done = Progress(total: listing.files.count)
        for (path, _) in listing.files {
            done.bytes += try add(path, folder.read(path), to: &run)
            done.files += 1
            try progress(done)
        }
        // What is wrong with files that did not change is still wrong with them.
        return try run.finish(listsAllFindings: true)
    }

    /// Files that the store has and a listing has not, but for those of which nothing is known.
    func missing(in listing: FolderListing) -> [WorkspacePath] {
        let listed = Set(listing.files.lazy.map(\.path))
        return records.keys.filter { !listed.contains($0) && !listing.isUnknown($0) }.sorted()
    }

    /// The folders of a listing, and those that the store has where it is not known what lies.
    func folders(in listing: FolderListing) -> [WorkspacePath: UInt16] {
        listing.folders.merging(folders.filter { listing.isUnknown($0.key) }) { new, _ in new }
    }

    /// Adds what came of reading a file.
    ///
    /// - Returns: Bytes that were read.
    func add(
        _ path: WorkspacePath, _ result: WorkspaceFolder.ReadResult, to run: inout CaptureRun
    ) throws -> Int64 {
        switch result {
        case .version(let version, _, let finding):
            if let finding { run.find(finding) }
            try run.add(path, version)
            return Int64(version.content.bytes.count)
        case .missing:
            try run.addGone(path)
        case .refused(let finding):
            run.find(finding)
        case .leftOut(let reason):
            run.leaveOut(path, reason)
        }
        return 0
    }
}
