import AnnalsLog
import AnnalsModel

extension Watch {
    /// Captures what waits: one transaction, or several where it is much.
    ///
    /// - Parameter isLast: Whether nothing is tried again later.
    func captureAll(_ report: (WorkspaceWatchReport) throws -> Void, isLast: Bool = false) throws {
        while !pending.isEmpty {
            let work = pending
            pending = PendingChanges()
            do {
                try capture(work, report)
            } catch let error as StoreError where error.code == .busy && !isLast {
                // Another writer keeps the store: nothing is lost by trying again, from the start.
                capture.forget()
                pending.add(work)
                pending.add(folder: [])
                try report(.warning(error.message))
                return
            }
        }
    }

    private func capture(
        _ work: PendingChanges, _ report: (WorkspaceWatchReport) throws -> Void
    ) throws {
        try capture.refresh()
        // Of a write-back that was killed, or goes on in another process.
        summary.captured.events += try capture.captureWrittenBack(in: folder)
        noticeOthers()
        let begun = clock.now
        let begunAt = Timestamp.now
        let look = try look(work, report)
        var attribution = attributionNow
        attribution.origins = try announced(look.files)
        var run = CaptureRun(capture, attribution)
        var appended: [WorkspaceWatchReport.FileEvent] = []
        run.appended = { appended += $0.files(endingAt: $1) }
        run.add(folders: look.folders)
        run.expectGone(look.gone) { sizes in
            let new = look.files.lazy.filter { self.capture.records[$0] == nil }
            let sized = new.compactMap { path in
                self.folder.status(of: path.bytes).map { (path: path, size: $0.size) }
            }
            return self.folder.contents(of: sized, sizes: sizes)
        }
        let gone = Set(look.gone)
        for path in gone {
            refused[path] = nil
            reads.late[path] = begunAt
        }
        for (number, path) in look.files.enumerated() where !gone.contains(path) {
            try report(.reading(WorkspaceProgress(files: number, total: look.files.count)))
            if let finding = try add(path, to: &run) { try report(.finding(finding)) }
        }
        let done = try run.finish(countsDocuments: false)
        if events == nil { lookAt = clock.now + max(settings.tick, (clock.now - begun) * 5) }
        try tell(done, appended, report)
    }

    /// What agents' hooks told of files that changed.
    private func announced(
        _ files: [WorkspacePath]
    ) throws -> [WorkspacePath: Attribution.Origin] {
        try edits.read(log, through: capture.position ?? 0)
        guard let root = System.resolved(folder.path) else { return [:] }
        var origins: [WorkspacePath: Attribution.Origin] = [:]
        for file in files {
            guard let name = String(validating: file.bytes, as: UTF8.self),
                let time = folder.status(of: file.bytes)?.modifiedAt
            else { continue }
            origins[file] = edits.origin(of: "\(root)/\(name)", writtenAt: time)
        }
        return origins
    }

    /// Reads a file and adds what came of it.
    ///
    /// - Returns: A finding that was not told before.
    private func add(_ path: WorkspacePath, to run: inout CaptureRun) throws -> WorkspaceFinding? {
        let known = refused[path]
        // One that is too large is hashed once, and not each time it grows.
        if known?.kind == .tooLarge, let status = folder.status(of: path.bytes),
            status.kind == .file, status.size > Int64(folder.fileBytesMax)
        {
            return nil
        }
        refused[path] = nil
        let before = Timestamp.now
        let result = folder.read(path)
        reads.late[path] = before
        switch result {
        case .version(let version, _, _):
            // That it changed while it was read is news of its own: it is read again.
            reads.late[path] = version.observedAt
            try run.add(path, version)
        case .missing:
            try run.addGone(path)
        case .refused(let finding):
            refused[path] = finding
            return finding == known ? nil : finding
        case .leftOut(let exclusion):
            let omission = exclusion.omission(of: path)
            if !summary.captured.omissions.contains(omission) {
                summary.captured.omissions.append(omission)
                summary.captured.omissions.sort(byPath: \.path)
            }
        }
        return nil
    }

    private func tell(
        _ done: WorkspaceImport, _ appended: [WorkspaceWatchReport.FileEvent],
        _ report: (WorkspaceWatchReport) throws -> Void
    ) throws {
        var counts = done
        // Only what is still so at the end is listed then.
        counts.findings = []
        counts.omissions = []
        summary.captured.add(counts)
        if done.events > 0 { hasCaptured = true }
        for file in appended { try report(.file(file)) }
        for finding in done.findings { try report(.finding(finding)) }
        try report(.alive(files: capture.records.count))
    }
}
