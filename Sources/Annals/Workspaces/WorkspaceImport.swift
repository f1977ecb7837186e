public import AnnalsModel

/// What an import of a workspace did, or would do.
public struct WorkspaceImport: Sendable {
    /// Files with a new version.
    public let captured: Int
    /// Bytes of these versions.
    public let bytes: Int64
    /// Files that are as the store has them.
    public let unchanged: Int
    /// Files that are at another path now.
    public let moved: Int
    /// Files that are gone.
    public let deleted: Int
    /// Files of which only the permissions changed.
    public let modeChanged: Int
    /// Documents that the changed files made, changed or took back, by category.
    public let documentsChanged: [String: Int]
    /// Documents that all files together speak of now, by category.
    public let understood: [String: Int]
    /// What was not understood or not captured, in order of paths; of all files, not only of the
    /// changed ones.
    public let findings: [WorkspaceFinding]
    /// Paths that were left out on purpose.
    public let omissions: [WorkspaceOmission]
    /// Events that were appended.
    public let events: Int
    /// Position of the last event in the log.
    public let head: Int64
}

/// How a folder differs from the files that the store has.
public struct WorkspaceComparison: Sendable {
    /// A file or folder that differs.
    public struct Difference: Sendable, Hashable {
        /// The file or folder.
        public let path: String
        /// How: `missing` from the folder, `extra` in it, `content` or `mode`.
        public let kind: String
    }

    /// Files that are the same, byte for byte and in their permissions.
    public let same: Int
    /// Files and folders that differ, in order of paths.
    public let differences: [Difference]
    /// What could not be compared.
    public let findings: [WorkspaceFinding]
    /// Paths that were left out on purpose.
    public let omissions: [WorkspaceOmission]
    /// The position that the folder was compared with.
    public let position: Int64

    /// Whether all could be compared and nothing differs.
    public var isSame: Bool { differences.isEmpty && findings.isEmpty }
}

/// What an export of a workspace wrote.
public struct WorkspaceExportResult: Sendable {
    /// A file that differs from its captured version, because documents changed since.
    public struct Rendered: Sendable, Hashable {
        /// The file.
        public let path: String
        /// The places in it that changed, as JSON Pointers.
        public let pointers: [String]
    }

    /// A file that was not written, because the document that it is was deleted since.
    public struct LeftOut: Sendable, Hashable {
        /// The file.
        public let path: String
        /// The document's stream.
        public let stream: String
    }

    /// A value of a document that no file could be made to say.
    public struct Unwritten: Sendable, Hashable {
        /// The document's stream.
        public let stream: String
        /// The place in the document; the root where it is all of it.
        public let pointer: JSONPointer
        /// Why.
        public let reason: String
    }

    /// Files that were written.
    public let files: Int
    /// Their bytes.
    public let bytes: Int64
    /// Symbolic links that were written.
    public let links: Int
    /// Folders that were made.
    public let folders: Int
    /// Files that were rendered anew.
    public let rendered: [Rendered]
    /// Files that were left out.
    public let leftOut: [LeftOut]
    /// What the written files do not say of documents as the store holds them.
    public let unwritten: [Unwritten]
    /// Files and folders without setuid and setgid, which are never set, or without what the
    /// system did not set for this user.
    public let reducedModes: [WorkspaceReducedMode]
    /// Files that could not be written, and why.
    public let refused: [WorkspaceFinding]
    /// The position that was exported.
    public let position: Int64
}
