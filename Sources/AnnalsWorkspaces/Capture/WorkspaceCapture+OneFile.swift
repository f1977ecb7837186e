package import AnnalsModel

extension WorkspaceCapture {
    /// Captures one file as it is now.
    ///
    /// The others are not looked at, and not even read from the store unless the file speaks of
    /// documents.
    ///
    /// - Throws: What an append throws; then nothing was appended.
    package func capture(
        file path: WorkspacePath, in folder: WorkspaceFolder, _ attribution: Attribution
    ) throws -> WorkspaceImport {
        guard path.problem == nil else { return WorkspaceImport() }
        try loadAlone(path)
        let result = folder.read(path)
        if speaksOfDocuments(path, result) {
            forget()
            try refresh()
        }
        var run = CaptureRun(self, attribution)
        try add(path, result, to: &run)
        return try run.finish(countsDocuments: false)
    }

    /// Whether the store has a file as it is now; nothing but this file is read.
    package func isCaptured(_ path: WorkspacePath, in folder: WorkspaceFolder) throws -> Bool {
        guard path.problem == nil else { return true }
        let known = try versions(of: [path], at: .max)[0].map { FileRecord($0) }
        switch folder.read(path) {
        case .version(let version, _, _): return known == FileRecord(version)
        case .missing: return known == nil
        case .refused, .leftOut: return true
        }
    }

    private func speaksOfDocuments(
        _ path: WorkspacePath, _ result: WorkspaceFolder.ReadResult
    ) -> Bool {
        if let known = interpreter.readings[path], !known.isSilent { return true }
        guard case .version(let version, _, _) = result else { return false }
        return !reading(path, version.content).isSilent
    }

    /// Whether the files of a folder are, as far as one can tell without reading them, those that
    /// were captured: half of some of them have their place and one of these its size.
    ///
    /// - Parameter changed: A file that has just changed, so that its size says nothing: where it
    ///   is the only one that was captured, its place is enough.
    package func resembles(
        _ folder: WorkspaceFolder, besides changed: WorkspacePath? = nil
    ) throws -> Bool {
        let some = try paths(at: .max).prefix(Self.comparedFilesMax)
        var present = 0
        var alike = 0
        for (path, version) in zip(some, try versions(of: Array(some), at: .max)) {
            guard let version, let status = folder.status(of: path.bytes) else { continue }
            present += 1
            let size = version.content.size
            if size > 0, status.size == Int64(size) { alike += 1 }
        }
        let isAlone = some.count == 1 && some.first == changed && present == 1
        return isAlone || present * 2 >= some.count && alike > 0
    }

    private static let comparedFilesMax = 16
}

extension FileReading {
    /// Whether it says nothing of documents, nor of agents.
    fileprivate var isSilent: Bool { claims.isEmpty && agentFolders.isEmpty && isUnderstood }
}
