import AnnalsModel

extension WorkspaceCapture {
    /// Refuses a folder that has nothing of what was captured.
    ///
    /// - Throws: `invalidArgument`.
    package func checkIsNotAnother(_ folder: WorkspaceFolder) throws {
        try refresh()
        let listing = folder.list()
        try checkIsNotAnother(folder, listing, gone: missing(in: listing))
    }

    /// Refuses a folder that has nothing of what was captured: all its files would end.
    ///
    /// A file with the same bytes under another name is something: the folder was rearranged.
    ///
    /// - Parameter gone: The files that the store has and the folder has not.
    /// - Throws: `invalidArgument`.
    func checkIsNotAnother(
        _ folder: WorkspaceFolder, _ listing: FolderListing, gone: [WorkspacePath]
    ) throws(StoreError) {
        guard !gone.isEmpty, gone.count == records.count else { return }
        let contents = Set(records.values.lazy.filter { $0.size > 0 }.map(\.withoutMode))
        let sizes = Set(contents.map { Int64($0.size) })
        for (path, status) in listing.files where sizes.contains(status.size) {
            guard case .version(let version, _, _) = folder.read(path) else { continue }
            if contents.contains(FileRecord(version).withoutMode) { return }
        }
        let count = gone.count == 1 ? "1 file" : "\(gone.count) files"
        throw StoreError(
            .invalidArgument,
            "\(folder.path.terminalSafe) has nothing of what the store captured: \(count), and what"
                + " they say, would end",
            remedy: .nameWorkspace)
    }
}
