/// How a folder differs from the files that the store has.
package struct WorkspaceCheck: Sendable {
    /// One file that differs.
    package struct Difference: Hashable, Sendable {
        /// How a file differs.
        package enum Kind: String, Hashable, Sendable {
            /// It is in the store and not in the folder.
            case missing
            /// It is in the folder and not in the store.
            case extra
            /// Its bytes are others, or it is a link where the store has none.
            case content
            /// Its bytes are the same, its permissions are not.
            case mode
        }

        /// The file or folder.
        package let path: WorkspacePath
        /// How it differs.
        package let kind: Kind
    }

    /// Files that are the same, byte for byte and in their modes.
    package var same = 0
    /// Files and folders that differ, in order of paths.
    package var differences: [Difference] = []
    /// Paths that were left out on purpose.
    package var leftOut: [CaptureSummary.LeftOut] = []
    /// What could not be compared.
    package var findings: [Finding] = []
    /// The position that the folder was compared with.
    package var position: Int64 = 0

    /// Whether all could be compared and nothing differs.
    package var isSame: Bool { differences.isEmpty && findings.isEmpty }
}

extension WorkspaceCapture {
    /// Compares a folder with the files that the store has, file by file, and changes nothing.
    ///
    /// - Parameter progress: Told after each file.
    package func check(
        _ folder: WorkspaceFolder, progress: (Progress) throws -> Void = { _ in }
    ) throws -> WorkspaceCheck {
        try refresh()
        let listing = folder.list()
        var check = WorkspaceCheck()
        check.position = position ?? 0
        check.leftOut = listing.leftOut
        check.findings = try listing.findings + unusable(at: check.position)
        var done = Progress(total: listing.files.count)
        for (path, _) in listing.files {
            compare(path, folder.read(path), &check, &done)
            done.files += 1
            try progress(done)
        }
        for path in missing(in: listing) {
            check.differences.append(WorkspaceCheck.Difference(path: path, kind: .missing))
        }
        // A history without folders says nothing about them.
        if !folders.isEmpty { compareFolders(folders(in: listing), &check) }
        check.differences.sort { $0.path < $1.path }
        return check
    }

    private func compare(
        _ path: WorkspacePath, _ result: WorkspaceFolder.ReadResult, _ check: inout WorkspaceCheck,
        _ done: inout Progress
    ) {
        func differs(_ kind: WorkspaceCheck.Difference.Kind) {
            check.differences.append(WorkspaceCheck.Difference(path: path, kind: kind))
        }
        switch result {
        case .version(let version, _, let finding):
            done.bytes += Int64(version.content.bytes.count)
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
            check.leftOut.append(CaptureSummary.LeftOut(path: path, reason: reason))
        }
    }

    private func compareFolders(
        _ present: [WorkspacePath: UInt16], _ check: inout WorkspaceCheck
    ) {
        for path in Set(folders.keys).union(present.keys) where folders[path] != present[path] {
            let kind: WorkspaceCheck.Difference.Kind =
                folders[path] == nil ? .extra : present[path] == nil ? .missing : .mode
            check.differences.append(WorkspaceCheck.Difference(path: path, kind: kind))
        }
    }
}
