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
            compare(path, folder, &check)
            done.files += 1
            try progress(done)
        }
        // What stands in the place of a captured file and is none differs from it.
        let replaced = listing.findings.filter { finding in
            finding.kind == .notAFile && records[WorkspacePath(id: finding.path)] != nil
        }
        for finding in replaced {
            check.differences.append(
                WorkspaceComparison.Difference(path: finding.path, kind: .content))
        }
        for path in missing(in: listing) {
            check.differences.append(WorkspaceComparison.Difference(path: path.id, kind: .missing))
        }
        // A history without folders says nothing about them.
        if !folders.isEmpty { compareFolders(folders(in: listing), &check) }
        check.differences.sort(byPath: \.path)
        check.omissions.sort(byPath: \.path)
        check.patterns = folder.patternUses(of: check.omissions)
        return check
    }

    private func compare(
        _ path: WorkspacePath, _ folder: WorkspaceFolder,
        _ check: inout WorkspaceComparison
    ) {
        func differs(_ kind: WorkspaceComparison.Difference.Kind) {
            check.differences.append(WorkspaceComparison.Difference(path: path.id, kind: kind))
        }
        switch folder.read(path) {
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
            // One that is too large to be captured now may be as it was all the same.
            if finding.kind == .tooLarge, let known = records[path],
                let size = folder.status(of: path.bytes)?.size, size != Int64(known.size)
            {
                differs(.content)
            }
        case .leftOut(let exclusion):
            check.omissions.append(exclusion.omission(of: path))
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
