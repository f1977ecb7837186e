import AnnalsModel

/// Reads one version of one file: a pure function of its path and bytes.
struct FileReader {
    /// Nesting that is read in files: documents allow 128 levels, and some values are wrapped.
    static let depthMax = Limits.jsonDepthMax - 8

    let path: WorkspacePath
    var reading = FileReading()
    /// Claims of this file so far, by document and shown place: a later element replaces.
    private var known: [ClaimKey: Int] = [:]

    private struct ClaimKey: Hashable {
        let stream: StreamName
        let shownPlace: JSONPointer
        let kind: String
    }

    private init(_ path: WorkspacePath) {
        self.path = path
    }

    /// What a version of a file says.
    static func read(_ path: WorkspacePath, _ bytes: [UInt8]) -> FileReading {
        var reader = FileReader(path)
        reader.reading.agentFolders = agentFolders(of: path)
        let role = FileRole(of: path)
        switch role {
        case .opaque:
            break
        case .message(let mailbox, isJSON: false):
            reader.readText(bytes, mailbox)
        default:
            reader.readJSON(bytes, role)
        }
        return reader.reading
    }

    /// What the path of a file says that is not read: that an agent's folder exists.
    static func readPathAlone(_ path: WorkspacePath) -> FileReading {
        var reading = FileReading()
        reading.agentFolders = agentFolders(of: path)
        return reading
    }

    /// What a list of folders says: which agents' folders there are, even if they are empty.
    static func readFolders(_ folders: some Sequence<WorkspacePath>) -> FileReading {
        var reading = FileReading()
        for folder in folders {
            let parts = folder.components
            if parts.count == 2, parts[0] == "agent_workspaces", AgentName.isFolder(parts[1]) {
                reading.agentFolders.append(parts[1])
            }
        }
        return reading
    }

    /// The agent's folder below `agent_workspaces` that a path lies in, or none.
    static func agentFolders(of path: WorkspacePath) -> [String] {
        let parts = path.components
        guard parts.count > 2, parts[0] == "agent_workspaces" else { return [] }
        let isAgents =
            AgentName.isFolder(parts[1])
            || parts.count == 3
                && ["status.json", "working_tasks.json", "future_tasks.json"].contains(parts[2])
        return isAgents ? [parts[1]] : []
    }

    private mutating func readJSON(_ bytes: [UInt8], _ role: FileRole) {
        if case .json = role {
            check(bytes)
            return
        }
        guard let value = parse(bytes) else { return }
        switch role {
        case .status(let agent):
            readStatus(value, agent)
            readMentionedTasks(value, agent)
        case .taskList(let agent, let isFuture):
            readTaskList(value, agent, isFuture: isFuture)
        case .taskCarrier:
            readCarriedTasks(value)
        case .message(let mailbox, _):
            readMessages(value, mailbox)
        case .messageCandidate(let state):
            if !readCandidate(value, state) { readCarriedTasksIfNamed(value) }
        case .messageRecord:
            readRecord(value)
        case .messageQueue:
            readQueue(value)
        case .configuration:
            // The folder `config` itself is the category's name.
            readWhole(value, category: "config", id: String(path.id.dropFirst("config/".count)))
        case .analysis(let stem):
            readWhole(value, category: "analysis", id: stem)
        case .rootJSON(let stem):
            if value.asObject?["project_info"] != nil {
                readWhole(value, category: "analysis", id: stem)
            }
        case .json, .opaque:
            break
        }
    }

    private mutating func readCarriedTasksIfNamed(_ value: JSONValue) {
        let lower = path.id.lowercasedASCII
        if lower.contains("task") || lower.contains("contract") { readCarriedTasks(value) }
    }

    /// A document that is the file's value, an object as it is and anything else as `value`.
    private mutating func readWhole(_ value: JSONValue, category: String, id: String) {
        guard let stream = stream(category, id) else { return }
        var claim = Claim(stream: stream, rank: .working, kind: category)
        claim.members = value.asObject ?? ["value": value]
        claim.isWhole = true
        if value.asObject != nil {
            claim.object = claim.place
        } else {
            claim.elsewhere["value"] = claim.place
        }
        add(claim)
    }

    // MARK: Findings

    mutating func find(
        _ kind: WorkspaceFinding.Kind, line: Int? = nil, column: Int? = nil, _ message: String
    ) {
        reading.findings.append(WorkspaceFinding(kind, path, line: line, column: column, message))
    }

    /// Says that the file's JSON is not what its place calls for.
    mutating func findShape(_ value: JSONValue, wanted: String) {
        reading.isUnderstood = false
        find(
            .unexpectedShape,
            "it is JSON, but its value is of the kind \(value.kindName) where \(wanted) is"
                + " expected; the file is captured and changes no document")
    }

    // MARK: Claims

    /// Adds a claim; an element that stands twice in one list counts where it stands last.
    mutating func add(_ claim: Claim) {
        var claim = claim
        if !claim.isWhole { takeOutReserved(&claim) }
        let key = ClaimKey(
            stream: claim.stream, shownPlace: claim.shownPlace, kind: claim.kind)
        guard let index = known[key] else {
            known[key] = reading.claims.count
            reading.claims.append(claim)
            return
        }
        if !claim.isWeak, claim.stream.category == "task" {
            find(
                .duplicateTask,
                "\(claim.stream.description.terminalSafe) stands more than once in"
                    + " \(claim.shownPlace.description.terminalSafe); the last one counts")
        }
        let earlier = reading.claims[index]
        claim.repeated = earlier.repeated + [earlier.place]
        reading.claims[index] = claim
    }

    private mutating func takeOutReserved(_ claim: inout Claim) {
        for name in [DocumentMembers.sources, DocumentMembers.origins]
        where claim.members[name] != nil {
            claim.members.removeValue(forKey: name)
            find(
                .reservedMember,
                "the member \(name) of \(claim.stream.description.terminalSafe) is in the file"
                    + " alone: documents keep under that name where their values come from")
        }
    }

    /// The stream of a thing with an id from a file, or nil and a finding if there can be none.
    mutating func stream(_ category: String, _ id: String) -> StreamName? {
        do {
            return try StreamName(category: category, id: id)
        } catch {
            find(.unusableID, "\(error.message); what has the id is captured with its file alone")
            return nil
        }
    }

    // MARK: JSON

    private mutating func parse(_ bytes: [UInt8]) -> JSONValue? {
        do {
            let text = try JSONValue.parseLenient(bytes, depthMax: Self.depthMax)
            find(text.duplicates)
            return text.value
        } catch {
            find(error, in: bytes)
            return nil
        }
    }

    /// Finds the same as ``parse(_:)`` in a file of which no value is wanted.
    private mutating func check(_ bytes: [UInt8]) {
        do {
            find(try JSONValue.checkLenient(bytes, depthMax: Self.depthMax))
        } catch {
            find(error, in: bytes)
        }
    }

    private mutating func find(_ duplicates: [JSONDuplicate]) {
        for duplicate in duplicates {
            find(
                .duplicateMember, line: duplicate.line, column: duplicate.column,
                "the member \(duplicate.pointer.description.quotedForMessage) is given again;"
                    + " the last one counts")
        }
    }

    private mutating func find(_ error: StoreError, in bytes: [UInt8]) {
        reading.isUnderstood = false
        let syntax = error.cause as? JSONSyntaxError
        var message = syntax.map { "not JSON: it has \($0.problem)" } ?? error.message
        if Self.hasConflictMarkers(bytes) {
            message += "; there are conflict markers of a merge in the file"
        }
        find(.notJSON, line: syntax?.location.line, column: syntax?.location.column, message)
    }

    private static func hasConflictMarkers(_ bytes: [UInt8]) -> Bool {
        let marker = Array("<<<<<<< ".utf8)
        return bytes.starts(with: marker)
            || bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: marker) }
    }
}
