import AnnalsLog
package import AnnalsModel

// What the files say is a function of the versions in the log: that is where it is read from.

extension WorkspaceCapture {
    /// Streams that are read in one transaction.
    private static let streamsPerRead = 100

    /// Brings what is known up to the end of the log.
    func refresh() throws {
        let head = try log.read { reader in try reader.head() }
        try refreshRules(at: head)
        guard let position else {
            try loadAll(at: head)
            return
        }
        guard head > position else { return }
        for path in try changedFiles(after: position, through: head) {
            try load([path], at: head)
        }
        if try haveFoldersChanged(after: position, through: head) { try loadFolders(at: head) }
        self.position = head
    }

    /// Forgets what is known, so that the next use reads it again.
    func forget() {
        interpreter = Interpreter()
        records = [:]
        folders = [:]
        position = nil
    }

    /// Reads one file from the store, and nothing of others.
    func loadAlone(_ path: WorkspacePath) throws {
        let head = try log.read { reader in try reader.head() }
        try refreshRules(at: head)
        try load([path], at: head)
        position = head
    }

    private func loadAll(at head: Int64) throws {
        let paths = try paths(at: head)
        for start in stride(from: 0, to: paths.count, by: Self.streamsPerRead) {
            let end = min(start + Self.streamsPerRead, paths.count)
            try load(Array(paths[start..<end]), at: head)
        }
        try loadFolders(at: head)
        position = head
    }

    /// Paths of all files that ever had a version up to an event, in order; some may be gone then.
    ///
    /// Streams that no file can have are not among them.
    func paths(at position: Int64) throws(StoreError) -> [WorkspacePath] {
        try streamPaths().filter { $0.problem == nil }
    }

    /// What there is after an event under names that no file or folder can have, in order.
    func unusable(at position: Int64) throws -> [WorkspaceFinding] {
        var findings: [WorkspaceFinding] = []
        for path in try streamPaths() {
            guard let problem = path.problem, try versions(of: [path], at: position)[0] != nil
            else { continue }
            findings.append(WorkspaceFinding(unusable: path, because: problem))
        }
        for path in Self.listedFolders(in: try foldersDocument(at: position)).keys.sorted() {
            guard let problem = path.problem else { continue }
            findings.append(WorkspaceFinding(unusable: path, because: problem))
        }
        return findings
    }

    /// Whether any file of the workspace was ever captured.
    package func hasFiles() throws(StoreError) -> Bool { try !streamPaths().isEmpty }

    private func streamPaths() throws(StoreError) -> [WorkspacePath] {
        let mounts = try mounts()
        return try log.read { reader in
            try StreamTable(reader.statements).keys(ofCategory: StreamName.fileCategory)
                .compactMap { mounts.bareID(of: $0) }.map { WorkspacePath(id: $0) }
        }
    }

    /// The versions of some files after an event, in one read; nil for one that was not there.
    func versions(
        of paths: [WorkspacePath], at position: Int64
    ) throws(StoreError) -> [FileVersion?] {
        try log.read { reader in
            try paths.map { path in
                try reader.document(of: mount.stream(of: path), at: position).flatMap(
                    FileDocument.version)
            }
        }
    }

    /// The folders with their modes after an event.
    func folders(at position: Int64) throws -> [WorkspacePath: UInt16] {
        Self.folders(in: try foldersDocument(at: position))
    }

    private func foldersDocument(at position: Int64) throws -> JSONObject? {
        let stream = try mount.foldersStream()
        return try log.read { reader in try reader.document(of: stream, at: position) }
    }

    /// The folders with their modes that a document lists, but for names that none can have.
    static func folders(in document: JSONObject?) -> [WorkspacePath: UInt16] {
        listedFolders(in: document).filter { $0.key.problem == nil }
    }

    private static func listedFolders(in document: JSONObject?) -> [WorkspacePath: UInt16] {
        var folders: [WorkspacePath: UInt16] = [:]
        for (id, mode) in document?["folders"]?.asObject ?? [:] {
            folders[WorkspacePath(id: id)] = mode.asString.flatMap { UInt16($0, radix: 8) } ?? 0o755
        }
        return folders
    }

    /// The document that lists folders with their modes.
    static func document(of folders: [WorkspacePath: UInt16]) -> JSONObject {
        var listed = JSONObject()
        for (path, mode) in folders.sorted(by: { $0.key < $1.key }) {
            listed[path.id] = .string(FileDocument.octal(mode))
        }
        return ["folders": .object(listed)]
    }

    /// The document of a file after an event; nil if it was not there.
    func document(of path: WorkspacePath, at position: Int64 = .max) throws -> JSONObject? {
        let stream = try mount.stream(of: path)
        return try log.read { reader in try reader.document(of: stream, at: position) }
    }

    /// Paths of files that anybody captured, changed or rolled back between two positions.
    private func changedFiles(
        after: Int64, through: Int64
    ) throws(StoreError) -> Set<WorkspacePath> {
        var query = EventQuery()
        query.category = StreamName.fileCategory
        query.after = after
        query.through = through
        let cursor = EventCursor(log, query)
        var paths: Set<WorkspacePath> = []
        let mounts = try mounts()
        while let event = try cursor.nextEvent() {
            guard let path = mounts.path(of: event.stream), path.problem == nil else { continue }
            paths.insert(path)
            note(event, of: path)
        }
        return paths
    }

    /// Notes that somebody else captured a file.
    ///
    /// A rollback is no capture: nobody saw the file so.
    private func note(_ event: Event, of path: WorkspacePath) {
        guard seenByOthers != nil, event.type.verb != "rolled-back" else { return }
        let observed = event.change.data["observed_at"]?.asString
        // Of a deletion it is not known when it was seen.
        seenByOthers?[path] =
            observed.flatMap { try? Timestamp(rfc3339: $0) } ?? Timestamp(microseconds: 0)
    }

    private func haveFoldersChanged(
        after: Int64, through: Int64
    ) throws(StoreError) -> Bool {
        var query = EventQuery()
        query.stream = try mount.foldersStream()
        query.after = after
        query.through = through
        return try EventCursor(log, query).nextEvent() != nil
    }

    /// Reads the present versions of some files.
    private func load(_ paths: [WorkspacePath], at head: Int64) throws {
        let versions = try versions(of: paths, at: head)
        var updates: [(path: WorkspacePath, reading: FileReading?)] = []
        for (path, version) in zip(paths, versions) {
            records[path] = version.map { FileRecord($0) }
            var reading = version.map { self.reading(path, $0.content) }
            if let present = reading, !present.isUnderstood {
                reading?.claims = try lastClaims(of: path, at: head)
            }
            updates.append((path, reading))
        }
        _ = interpreter.apply(updates)
    }

    /// What a version of a file says.
    func reading(_ path: WorkspacePath, _ content: FileContent) -> FileReading {
        rules.reading(path, content)
    }

    /// What the last version of a file says that can be read, since the file was last made.
    ///
    /// A file that moved was made where it came from, and its old versions say what they say from
    /// where it is now. What a rollback took back was never said.
    ///
    /// - Parameters:
    ///   - head: The last event that counts; nil for the end of what is known.
    ///   - place: Where the file is now; nil if it is at the path.
    func lastClaims(
        of path: WorkspacePath, at head: Int64? = nil, as place: WorkspacePath? = nil
    ) throws -> [Claim] {
        let place = place ?? path
        var query = EventQuery()
        query.stream = try mount.stream(of: path)
        query.through = head ?? position
        query.isReversed = true
        let cursor = EventCursor(log, query)
        var restored: JSONValue?
        while let event = try cursor.nextEvent() {
            let document = try log.read { reader in
                try reader.document(of: event.stream, at: event.position)
            }
            if let wanted = restored {
                guard document?["sha256"] == wanted else { continue }
                restored = nil
            }
            guard let document, let version = FileDocument.version(document) else { return [] }
            let reading = reading(place, version.content)
            if reading.isUnderstood { return reading.claims }
            if event.type.verb == "rolled-back" {
                restored = document["sha256"]
                continue
            }
            // Anybody may append such an event: it leads back, and to a file, or nowhere.
            if event.type.verb == "moved", let cause = event.causation, cause <= event.position,
                let from = document["moved_from"]?.asString.map({ WorkspacePath(id: $0) }),
                from.problem == nil
            {
                return try lastClaims(of: from, at: cause - 1, as: place)
            }
        }
        return []
    }

    /// What the files say after an event, each in the version that it has then.
    ///
    /// - Returns: What they would say to a store that sees them first, and what they said to this
    ///   one: of a file that cannot be read then, what its last version said that could be.
    func interpretations(at position: Int64) throws -> (alone: Interpreter, known: Interpreter) {
        var alone = Interpreter()
        var remembered: [(path: WorkspacePath, reading: FileReading?)] = []
        let paths = try paths(at: position)
        for start in stride(from: 0, to: paths.count, by: Self.streamsPerRead) {
            let part = Array(paths[start..<min(start + Self.streamsPerRead, paths.count)])
            var readings: [(path: WorkspacePath, reading: FileReading?)] = []
            for (path, version) in zip(part, try versions(of: part, at: position)) {
                guard let version else { continue }
                let reading = reading(path, version.content)
                readings.append((path, reading))
                guard !reading.isUnderstood else { continue }
                var known = reading
                known.claims = try lastClaims(of: path, at: position)
                remembered.append((path, known))
            }
            _ = alone.apply(readings)
        }
        let folders = try folders(at: position)
        if !folders.isEmpty {
            _ = alone.apply([(Self.foldersPath, FileReader.readFolders(folders.keys, rules))])
        }
        var known = alone
        _ = known.apply(remembered)
        return (alone, known)
    }

    private func loadFolders(at head: Int64) throws {
        folders = try folders(at: head)
        let reading = folders.isEmpty ? nil : FileReader.readFolders(folders.keys, rules)
        _ = interpreter.apply([(Self.foldersPath, reading)])
    }

    /// Stands for the list of folders among the files that say something.
    static let foldersPath = WorkspacePath(id: ".")
}
