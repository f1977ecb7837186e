package import AnnalsModel

extension WorkspaceCapture {
    /// Compares a folder with the files that the store has, file by file, and changes nothing.
    ///
    /// - Parameter progress: Told after each file.
    package func check(
        _ folder: WorkspaceFolder, progress: (WorkspaceProgress) throws -> Void = { _ in }
    ) throws -> WorkspaceComparison {
        try refresh()
        let listing = folder.list()
        var check = WorkspaceComparison()
        check.position = position ?? 0
        check.omissions = listing.leftOut
        check.findings = try listing.findings + unusable(at: check.position)
        var done = WorkspaceProgress(total: listing.files.count)
        for (path, _) in listing.files {
            compare(path, folder.read(path), &check)
            done.files += 1
            try progress(done)
        }
        for path in missing(in: listing) {
            check.differences.append(WorkspaceComparison.Difference(path: path.id, kind: .missing))
        }
        // A history without folders says nothing about them.
        if !folders.isEmpty { compareFolders(folders(in: listing), &check) }
        check.differences.sort(byPath: \.path)
        return check
    }

    private func compare(
        _ path: WorkspacePath, _ result: WorkspaceFolder.ReadResult,
        _ check: inout WorkspaceComparison
    ) {
        func differs(_ kind: WorkspaceComparison.Difference.Kind) {
            check.differences.append(WorkspaceComparison.Difference(path: path.id, kind: kind))
        }
        switch result {
        case .version(let version, _, let finding):
            if let finding { check.findings.append(finding) }
            let record = FileRecord(version)
            guard let known = records[path] else { return differs(.extra) }
            if !known.hasSameContent(as: record) { return differs(.content) }
            if known.mode != record.mode { return differs(.mode) }
            check.same += 1
        case .missing:
            if records[path] != nil { differs(.missing) }
        case .refused(let finding):
            check.findings.append(finding)
        case .leftOut(let reason):
            check.omissions.append(WorkspaceOmission(path, reason))
        }
    }

    private func compareFolders(
        _ present: [WorkspacePath: UInt16], _ check: inout WorkspaceComparison
    ) {
        for path in Set(folders.keys).union(present.keys) where folders[path] != present[path] {
            let kind: WorkspaceComparison.Difference.Kind =
                folders[path] == nil ? .extra : present[path] == nil ? .missing : .mode
            check.differences.append(WorkspaceComparison.Difference(path: path.id, kind: kind))
        }
    }
}
