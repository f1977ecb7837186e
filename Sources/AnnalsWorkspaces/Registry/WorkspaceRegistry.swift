package import AnnalsLog
package import AnnalsModel

/// What a store remembers of its workspaces: the document of the stream `annals/workspaces`, with
/// a member for each, changed by events `annals.workspace-set`.
///
/// The member of the workspace without a name is `.`, which is no name. Of a workspace that is
/// captured in no special way nothing needs to be remembered.
package struct WorkspaceRegistry {
    private static let stream = "workspaces"
    private static let verb = "workspace-set"
    private static let unnamed = "."

    private let log: EventLog

    /// The workspaces of a log.
    package init(_ log: EventLog) {
        self.log = log
    }

    /// All workspaces, the one without a name first: those of which something is remembered, and
    /// that one too if it has files.
    package func all() throws(StoreError) -> [WorkspaceDescription] {
        var all = try remembered()
        if !all.contains(where: { $0.name == nil }), try WorkspaceCapture(log).hasFiles() {
            all.append(WorkspaceDescription(name: nil))
        }
        return all.sorted { ($0.name ?? "") < ($1.name ?? "") }
    }

    /// Those of which something is remembered.
    package func remembered() throws(StoreError) -> [WorkspaceDescription] {
        try log.read { reader throws(StoreError) in
            try Self.document(reader).map { name, value in
                Self.description(name == Self.unnamed ? nil : name, value.asObject ?? [:])
            }
        }
    }

    /// The names of those that have one.
    package func names() throws(StoreError) -> [String] {
        try log.read { reader throws(StoreError) in
            try Self.document(reader).keys.filter { $0 != Self.unnamed }
        }
    }

    /// A workspace; nil if nothing is remembered of it.
    package func workspace(named name: String?) throws(StoreError) -> WorkspaceDescription? {
        try log.read { reader throws(StoreError) in
            try Self.document(reader)[name ?? Self.unnamed]?.asObject.map {
                Self.description(name, $0)
            }
        }
    }

    /// Remembers a workspace as it is now, unless it is remembered so.
    ///
    /// - Returns: Whether an event was appended.
    @discardableResult
    package func remember(
        _ workspace: WorkspaceDescription, by actor: Actor?, reason: String? = nil
    ) throws(StoreError) -> Bool {
        let system = try Actor("workspace", kind: .system)
        let who = actor ?? system
        let receipts = try log.append(.administration) { reader, _ throws(StoreError) in
            let before = try Self.document(reader)
            let name = workspace.name ?? Self.unnamed
            var after = before
            after[name] = .object(Self.json(workspace))
            let change = Change.difference(from: before, to: after)
            guard before != after else { return [] }
            let event = try NewEvent.administration(
                Self.stream, Self.verb, by: who, data: change.data, unset: change.unset,
                reason: reason)
            return [event]
        }
        return !receipts.isEmpty
    }

    private static func document(_ reader: LogReader) throws(StoreError) -> JSONObject {
        let stream = try StreamName(category: StreamName.ownCategory, id: stream)
        return try reader.document(of: stream, at: try reader.head()) ?? [:]
    }

    // MARK: As JSON

    private static func json(_ workspace: WorkspaceDescription) -> JSONObject {
        var json = JSONObject()
        json["folder"] = workspace.folder.map { .string($0) }
        if !workspace.excluding.isEmpty {
            json["exclude"] = .array(workspace.excluding.map { .string($0) })
        }
        if workspace.readsGitIgnore { json["gitignore"] = true }
        if !workspace.usesDefaultExcludes { json["default_excludes"] = false }
        if workspace.redactsSecrets { json["redact"] = true }
        return json
    }

    private static func description(
        _ name: String?, _ json: JSONObject
    ) -> WorkspaceDescription {
        var workspace = WorkspaceDescription(name: name)
        workspace.folder = json["folder"]?.asString
        workspace.excluding = (json["exclude"]?.asArray ?? []).compactMap(\.asString)
        workspace.readsGitIgnore = json["gitignore"] == true
        workspace.usesDefaultExcludes = json["default_excludes"] != false
        workspace.redactsSecrets = json["redact"] == true
        return workspace
    }
}
