import AnnalsModel

/// What there is to capture, after a look at what waits.
struct WatchLook {
    /// Files where something happened, in order of their paths.
    var files: [WorkspacePath] = []
    /// Those of them that the store has and that are not there any more.
    var gone: [WorkspacePath] = []
    /// The folders as they are now.
    var folders: [WorkspacePath: UInt16] = [:]
}

extension Watch {
    /// Looks where something happened: lists folders, watching each before it is listed.
    func look(
        _ work: PendingChanges, _ report: (WorkspaceWatchReport) throws -> Void
    ) throws -> WatchLook {
        var look = WatchLook(folders: capture.folders)
        var files = work.files
        let starts = foldersToList(work, &look)
        if !starts.isEmpty {
            let began = Timestamp.now
            for start in starts { reads.late[WorkspacePath(bytes: start)] = began }
            let listing = try list(starts, report)
            try note(listing, starts, report)
            for (path, status) in listing.files where isNews(path, status) { files.insert(path) }
            if events == nil {
                looks = (Dictionary(listing.files) { $1 }, began)
            }
            files.formUnion(missing(in: listing, below: starts))
            take(listing, below: starts, to: &look)
        }
        look.files = files.sorted()
        look.gone = look.files.filter { path in
            capture.records[path] != nil && isGone(path)
        }
        return look
    }

    /// Whether nothing that is captured is at a path any more.
    private func isGone(_ path: WorkspacePath) -> Bool {
        if let status = folder.status(of: path.bytes) { return status.kind == .folder }
        // Or may it only not be told what is there?
        if case .missing = folder.read(path) { return true }
        return false
    }

    /// The folders to be listed; of those that changed in their permissions alone these are taken.
    private func foldersToList(_ work: PendingChanges, _ look: inout WatchLook) -> [[UInt8]] {
        var listed = work
        for path in work.attributes {
            let status = folder.status(of: path)
            if watched.contains(path), let status, status.kind == .folder {
                look.folders[WorkspacePath(bytes: path)] = status.mode
            } else {
                listed.add(folder: path)
            }
        }
        return listed.outermostFolders.filter { path in
            path.isEmpty || !folder.leavesOut(path, path.name, isFolder: true)
        }
    }

    private func list(
        _ starts: [[UInt8]], _ report: (WorkspaceWatchReport) throws -> Void
    ) throws -> FolderListing {
        var listing = FolderListing()
        var refusal: FolderEvents.Refusal?
        for start in starts {
            if !start.isEmpty, let status = folder.status(of: start), status.kind == .folder {
                listing.folders[WorkspacePath(bytes: start)] = status.mode
            }
            listing.add(
                folder.list(below: start) { path, descriptor, status in
                    if refusal == nil { refusal = watch(path, descriptor, status) }
                })
        }
        if let refusal { try fallBack(refusal, report) }
        listing.files.sort { $0.path < $1.path }
        return listing
    }

    /// Notes what could not be listed, and tells what is new of it.
    private func note(
        _ listing: FolderListing, _ starts: [[UInt8]],
        _ report: (WorkspaceWatchReport) throws -> Void
    ) throws {
        let before = refused
        let starts = Set(starts)
        // What is a file is read and judged anew.
        let listed = Set(listing.files.lazy.map(\.path))
        refused = refused.filter { path, _ in
            let bytes = path.bytes
            return listed.contains(path)
                || !(bytes.isPath(below: starts) || starts.contains(bytes))
        }
        for finding in listing.findings {
            let path = WorkspacePath(id: finding.path)
            refused[path] = finding
            if before[path] != finding { try report(.finding(finding)) }
        }
        if starts == [[]] && summary.captured.omissions.isEmpty {
            summary.captured.omissions = listing.leftOut
            summary.captured.omissions.sort(byPath: \.path)
        }
    }

    /// Files that the store has below the listed folders and that are not listed.
    private func missing(
        in listing: FolderListing, below starts: [[UInt8]]
    ) -> [WorkspacePath] {
        let missing = capture.missing(in: listing)
        let starts = Set(starts)
        return starts.contains([]) ? missing : missing.filter { $0.bytes.isPath(below: starts) }
    }

    /// Takes the folders of a listing, and forgets and unwatches those that are not there.
    private func take(
        _ listing: FolderListing, below starts: [[UInt8]], to look: inout WatchLook
    ) {
        let starts = Set(starts)
        for path in look.folders.keys where listing.folders[path] == nil {
            let bytes = path.bytes
            guard bytes.isPath(below: starts) || starts.contains(bytes),
                !listing.isUnknown(path)
            else { continue }
            look.folders[path] = nil
            unwatch(atOrBelow: bytes, isEmpty: true)
        }
        look.folders.merge(listing.folders) { $1 }
    }
}

extension [UInt8] {
    /// The last of a path's names.
    var name: [UInt8] {
        lastIndex(of: UInt8(ascii: "/")).map { Array(self[($0 + 1)...]) } ?? self
    }

    /// Whether a path leads below one of some folders.
    func isPath(below folders: Set<[UInt8]>) -> Bool {
        ancestors.contains { folders.contains($0) }
    }
}
