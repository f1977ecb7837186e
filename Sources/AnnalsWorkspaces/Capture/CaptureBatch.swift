import AnnalsModel

/// The changes of one transaction: what happened to files, and what follows for documents.
struct CaptureBatch: Sendable {
    /// An event of the batch; those of documents are made in the transaction.
    enum Item: Sendable {
        /// What happened to a file.
        case file(NewEvent)
        /// What follows for a document, and the number of the item that is its cause.
        case document(Interpreter.DocumentChange, cause: Int)
    }

    private let attribution: Attribution
    /// Where the workspace's streams are.
    let mount: WorkspaceMount
    /// The events in order; documents follow the last file that speaks of them.
    private(set) var items: [Item] = []
    /// What the changed files say now.
    private(set) var updates: [(path: WorkspacePath, reading: FileReading?)] = []
    /// The changed files as the store will have them.
    private(set) var records: [(path: WorkspacePath, record: FileRecord?)] = []
    /// The folders as the store will have them; nil if they did not change.
    private(set) var folders: [WorkspacePath: UInt16]?
    /// What the batch does.
    private(set) var summary = WorkspaceImport()
    /// The number of the item that says what happened to a file.
    private var causes: [WorkspacePath: Int] = [:]

    init(_ attribution: Attribution, in mount: WorkspaceMount = .unnamed) {
        self.attribution = attribution
        self.mount = mount
    }

    // MARK: Files

    /// Adds a version of a file, unless the store has it meanwhile.
    mutating func add(
        _ path: WorkspacePath, _ version: FileVersion, known: FileRecord?,
        _ interpreter: Interpreter
    ) throws(StoreError) {
        let record = FileRecord(version)
        if let known, known.hasSameContent(as: record) {
            guard known.mode != record.mode else {
                summary.unchanged += 1
                return
            }
            try append(
                path, "mode-changed",
                FileDocument.change(toMode: record.mode, observedAt: version.observedAt),
                version.occurredAt)
            summary.modeChanged += 1
        } else {
            try append(
                path, "captured", FileDocument.change(to: version, record, from: known),
                version.occurredAt)
            summary.captured += 1
            summary.bytes += Int64(record.size)
            let known = interpreter.readings[path]
            update(path, version, known: known, known?.claims)
        }
        records.append((path, record))
    }

    /// Adds a file that is found at another path.
    ///
    /// - Parameters:
    ///   - known: What was read of it where it was.
    ///   - before: What its last whole version says from there; asked for a broken one.
    mutating func addMove(
        from: WorkspacePath, to: WorkspacePath, _ version: FileVersion, known: FileReading?,
        before: @autoclosure () throws -> [Claim]
    ) throws {
        let record = FileRecord(version)
        try append(from, "deleted", Change(deleted: true), version.occurredAt)
        updates.append((from, nil))
        records.append((from, nil))
        try append(
            to, "moved", FileDocument.change(to: version, record, from: nil, movedFrom: from),
            version.occurredAt, cause: causes[from])
        try update(to, version, known: known, before())
        records.append((to, record))
        summary.moved += 1
    }

    /// Adds a file that is gone, unless the store knows it meanwhile.
    mutating func addGone(_ path: WorkspacePath, known: FileRecord?) throws(StoreError) {
        guard known != nil else { return }
        try append(path, "deleted", Change(deleted: true), attribution.deletedAt)
        updates.append((path, nil))
        records.append((path, nil))
        summary.deleted += 1
    }

    /// Adds the folders with their modes, unless the store has them so.
    mutating func add(
        folders: [WorkspacePath: UInt16], known: [WorkspacePath: UInt16]
    ) throws(StoreError) {
        guard folders != known else { return }
        let stream = try mount.foldersStream()
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).captured"),
            actor: try attribution.whoAndWhy(WorkspaceCapture.foldersPath, in: mount).0,
            change: Change.difference(
                from: WorkspaceCapture.document(of: known),
                to: WorkspaceCapture.document(of: folders)),
            reason: attribution.reason, cycle: attribution.cycle,
            correlation: attribution.correlation)
        causes[WorkspaceCapture.foldersPath] = items.count
        items.append(.file(event))
        updates.append(
            (WorkspaceCapture.foldersPath, FileReader.readFolders(folders.keys, attribution.rules)))
        self.folders = folders
    }

    private mutating func append(
        _ path: WorkspacePath, _ verb: String, _ change: Change, _ occurredAt: Timestamp?,
        cause: Int? = nil
    ) throws(StoreError) {
        let (actor, reason) = try attribution.whoAndWhy(path, in: mount)
        let origin = attribution.origins[path]
        let event = NewEvent(
            stream: try mount.stream(of: path),
            type: try EventType("\(StreamName.fileCategory).\(verb)"),
            actor: actor, change: change, reason: reason, cycle: attribution.cycle,
            occurredAt: occurredAt, correlation: attribution.correlation ?? origin?.correlation,
            causation: cause.map { .back(items.count - $0) }
                ?? origin.map { .position($0.causation) })
        causes[path] = items.count
        items.append(.file(event))
    }

    private mutating func update(
        _ path: WorkspacePath, _ version: FileVersion, known: FileReading?,
        _ before: @autoclosure () throws -> [Claim]?
    ) rethrows {
        var reading = attribution.rules.reading(path, version.content)
        // A half-written file takes nothing back of what its last whole version said.
        if !reading.isUnderstood, let before = try before() { reading.claims = before }
        summary.findings += reading.findings(besides: known)
        summary.redactions += version.redactions(of: path)
        updates.append((path, reading))
    }

    // MARK: Documents

    /// Adds what follows for documents from an event that is no file's.
    mutating func add(cause event: NewEvent, _ changes: [Interpreter.DocumentChange]) {
        let cause = items.count
        items.append(.file(event))
        for change in changes {
            items.append(.document(change, cause: cause))
            summary.documentsChanged[change.stream.category, default: 0] += 1
        }
    }

    /// Adds what the changed files mean for documents, each behind the file that is its cause.
    mutating func add(_ changes: [Interpreter.DocumentChange]) {
        var following: [Int: [Interpreter.DocumentChange]] = [:]
        for change in changes {
            guard let cause = causes[change.cause], isNameable(change) else { continue }
            following[cause, default: []].append(change)
            summary.documentsChanged[change.stream.category, default: 0] += 1
        }
        guard !following.isEmpty else { return }
        var ordered: [Item] = []
        var places: [Int] = []
        for (number, item) in items.enumerated() {
            places.append(ordered.count)
            ordered.append(moved(item, number, places))
            for change in following[number] ?? [] {
                ordered.append(.document(change, cause: places[number]))
            }
        }
        items = ordered
    }

    /// Whether a document can be named; one whose id is too long with the workspace's name cannot.
    private mutating func isNameable(_ change: Interpreter.DocumentChange) -> Bool {
        if (try? mount.stream(change.stream)) != nil { return true }
        summary.findings.append(
            WorkspaceFinding(
                .unusableID, change.cause,
                "the id \(change.stream.id.quotedForMessage) is too long with the name of the"
                    + " workspace; the file is captured and does not change this document"))
        return false
    }

    /// An item whose cause, another file's event, has got another distance.
    private func moved(_ item: Item, _ number: Int, _ places: [Int]) -> Item {
        guard case .file(var event) = item, case .back(let count) = event.causation else {
            return item
        }
        event.causation = .back(places[number] - places[number - count])
        return .file(event)
    }
}
