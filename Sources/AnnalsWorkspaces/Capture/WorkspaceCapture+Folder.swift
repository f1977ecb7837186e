package import AnnalsModel

extension WorkspaceCapture {
    /// Captures a folder as it is now.
    ///
    /// - Parameters:
    ///   - isDry: Whether everything is read and worked out, but nothing appended.
    ///   - listsAllFindings: Whether findings about captured files are listed that were there
    ///     before.
    ///   - mayReplace: Whether the folder may have nothing of what was captured.
    ///   - progress: Told after each file.
    ///   - onAccepted: Called before anything is appended, once the folder is not refused.
    /// - Throws: `invalidArgument` if it has nothing of that and may not; what an append throws;
    ///   then the batches before stay.
    package func capture(
        _ folder: WorkspaceFolder, _ attribution: Attribution = Attribution(), isDry: Bool = false,
        listsAllFindings: Bool = true, mayReplace: Bool = true,
        progress: (WorkspaceProgress) throws -> Void = { _ in },
        onAccepted: () throws -> Void = {}
    ) throws -> WorkspaceImport {
        try refresh()
        let listing = folder.list()
        let gone = missing(in: listing)
        if !mayReplace { try checkIsNotAnother(folder, listing, gone: gone) }
        try onAccepted()
        let resumed = isDry ? 0 : try captureWrittenBack(in: folder)
        var run = CaptureRun(self, attribution, isDry: isDry)
        listing.findings.forEach { run.find($0) }
        try unusable(at: position ?? 0).forEach { run.find($0) }
        listing.leftOut.forEach { run.leaveOut($0) }
        run.expectGone(gone) { sizes in
            let new = listing.files.lazy.filter { self.records[$0.path] == nil }
            return folder.contents(
                of: new.map { (path: $0.path, size: $0.status.size) }, sizes: sizes)
        }
        run.add(folders: folders(in: listing))
        var done = WorkspaceProgress(total: listing.files.count)
        for (path, _) in listing.files {
            try add(path, folder.read(path), to: &run)
            done.files += 1
            try progress(done)
        }
        var summary = try run.finish(listsAllFindings: listsAllFindings)
        summary.events += resumed
        summary.omissions.sort(byPath: \.path)
        summary.patterns = folder.patternUses(of: summary.omissions)
        return summary
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
    func add(
        _ path: WorkspacePath, _ result: WorkspaceFolder.ReadResult, to run: inout CaptureRun
    ) throws {
        switch result {
        case .version(let version, _, let finding):
            if let finding { run.find(finding) }
            try run.add(path, version)
        case .missing:
            try run.addGone(path)
        case .refused(let finding):
            run.find(finding)
        case .leftOut(let exclusion):
            run.leaveOut(exclusion.omission(of: path))
        }
    }
}
