package import AnnalsModel

/// Where the streams of a workspace are among those of a store.
///
/// A store's first workspace has no name, and the ids of its streams are bare. Those of a named one
/// begin with a slash and its name, as in `file//alpha/config/a.json` and `task//alpha/T-1`: no
/// path in a folder begins with a slash. What files say is read by their paths in the folder, so
/// that two fleets with equal agents do not mix.
package struct WorkspaceMount: Hashable, Sendable {
    /// The workspace's name; nil for the first.
    package let name: String?
    /// What the ids of its streams begin with.
    let prefix: String

    /// The store's first workspace.
    package static let unnamed = WorkspaceMount(checked: nil)

    private init(checked name: String?) {
        self.name = name
        prefix = name.map { "/\($0)/" } ?? ""
    }

    /// A workspace of a name.
    ///
    /// - Throws: `invalidName` unless the name is a letter or digit and up to 62 more, `.`, `_` and
    ///   `-`.
    package init(named name: String?) throws(StoreError) {
        if let name, !Self.isName(name) {
            throw StoreError(
                .invalidName,
                "\(name.quotedForMessage) is no name of a workspace: write a letter or digit and up"
                    + " to 62 more, or ., _ and -")
        }
        self.init(checked: name)
    }

    private static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        func isWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
        guard let first = bytes.first, isWord(first), bytes.count <= Limits.categoryBytesMax else {
            return false
        }
        return bytes.allSatisfy { isWord($0) || "._-".utf8.contains($0) }
    }

    // MARK: Streams

    /// The stream that the versions of a file are events of.
    func stream(of path: WorkspacePath) throws(StoreError) -> StreamName {
        try StreamName(category: StreamName.fileCategory, id: prefix + path.id)
    }

    /// The stream of a document that files speak of by a bare id.
    func stream(_ bare: StreamName) throws(StoreError) -> StreamName {
        name == nil ? bare : try StreamName(category: bare.category, id: prefix + bare.id)
    }

    /// The stream that lists the folders with their modes.
    func foldersStream() throws(StoreError) -> StreamName {
        try StreamName(category: StreamName.foldersCategory, id: "\(prefix)workspace")
    }

    /// An agent by the name that its own files have for it.
    func actor(_ agent: String) throws(StoreError) -> Actor { try Actor(prefix + agent) }

    /// The members of documents whose texts are names of agents, as ids of `agent/` are.
    private static let agentMembers = ["agent_id", "assigned_to", "from_agent", "to_agent"]

    /// A document with the names of agents as the store has them: `/alpha/Agent-1`, so that the
    /// agents of two workspaces are two.
    func stored(_ document: JSONObject) -> JSONObject {
        guard name != nil else { return document }
        var document = document
        for member in Self.agentMembers {
            guard case .string(let text) = document[member], !text.isEmpty else { continue }
            document[member] = .string(prefix + text)
        }
        return document
    }

    /// The same of the document of a stream, if there is one, unless it is a file's value.
    func stored(_ document: JSONObject?, of stream: StreamName) -> JSONObject? {
        stream.isOfOneValue ? document : document.map(stored)
    }

    /// A document with the names of agents as its files have them.
    func bare(_ document: JSONObject) -> JSONObject {
        guard name != nil else { return document }
        var document = document
        for member in Self.agentMembers {
            guard case .string(let text) = document[member],
                text.utf8.starts(with: prefix.utf8),
                let rest = String(text.utf8.dropFirst(prefix.utf8.count))
            else { continue }
            document[member] = .string(rest)
        }
        return document
    }

    /// The same of the document of a stream, if there is one, unless it is a file's value.
    func bare(_ document: JSONObject?, of stream: StreamName) -> JSONObject? {
        stream.isOfOneValue ? document : document.map(bare)
    }

    /// The name of a stream as files speak of it.
    func shown(_ bare: String) -> String {
        guard name != nil, let slash = bare.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return bare
        }
        return "\(bare[..<slash])/\(prefix)\(bare[bare.utf8.index(after: slash)...])"
    }
}

/// The workspaces of a store, to tell whose a stream is.
struct WorkspaceMounts {
    /// The workspace that is asked for.
    let mount: WorkspaceMount
    /// What ids of other workspaces begin with.
    private let others: [String]
    /// The names of other workspaces, if the one that is asked for has none.
    let otherNames: [String]

    init(_ mount: WorkspaceMount, among names: [String]) {
        self.mount = mount
        otherNames = mount.name == nil ? names : []
        others = otherNames.map { "/\($0)/" }
    }

    /// The bare id of a stream of the workspace; nil if it is another one's.
    ///
    /// An id that begins with a slash and no workspace's name is the first one's: anybody may
    /// append to such a stream.
    func bareID(of id: String) -> String? {
        if mount.name != nil {
            guard id.utf8.starts(with: mount.prefix.utf8) else { return nil }
            return String(id.utf8.dropFirst(mount.prefix.utf8.count)) ?? id
        }
        guard id.utf8.first == UInt8(ascii: "/") else { return id }
        return others.contains { id.utf8.starts(with: $0.utf8) } ? nil : id
    }

    /// The path of a file's stream; nil if it is another workspace's.
    func path(of stream: StreamName) -> WorkspacePath? {
        bareID(of: stream.id).map { WorkspacePath(id: $0) }
    }
}
