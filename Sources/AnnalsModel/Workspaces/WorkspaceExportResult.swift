/// What an export of a workspace wrote.
public struct WorkspaceExportResult: Sendable {
    /// A file that differs from its captured version, because documents changed since.
    public struct Rendered: Sendable, Hashable {
        /// The file, as in its stream `file/<path>`.
        public let path: String
        /// The places in it that changed, as JSON Pointers.
        public let pointers: [String]

        /// Creates a note of its parts.
        package init(path: String, pointers: [String]) {
            self.path = path
            self.pointers = pointers
        }
    }

    /// A file that was not written, because the document that it is was deleted since.
    public struct LeftOut: Sendable, Hashable {
        /// The file, as in its stream `file/<path>`.
        public let path: String
        /// The document's stream.
        public let stream: String

        /// Creates a note of its parts.
        package init(path: String, stream: String) {
            self.path = path
            self.stream = stream
        }
    }

    /// A value of a document that no file could be made to say.
    public struct Unwritten: Sendable, Hashable {
        /// The document's stream.
        public let stream: String
        /// The place in the document; the root where it is all of it.
        public let pointer: JSONPointer
        /// Why.
        public let reason: String

        /// Creates a note of its parts.
        package init(stream: String, pointer: JSONPointer, reason: String) {
            self.stream = stream
            self.pointer = pointer
            self.reason = reason
        }
    }

    /// Files that were written.
    public package(set) var files = 0
    /// Their bytes.
    public package(set) var bytes: Int64 = 0
    /// Symbolic links that were written.
    public package(set) var links = 0
    /// Folders that were made.
    public package(set) var folders = 0
    /// Files whose text was rendered from documents that changed since they were captured.
    public package(set) var rendered: [Rendered] = []
    /// Files that were left out.
    public package(set) var leftOut: [LeftOut] = []
    /// What the written files do not say of documents as the store holds them.
    public package(set) var unwritten: [Unwritten] = []
    /// Written files that hold `[redacted:NAME]` where values were replaced before they were
    /// captured.
    public package(set) var redacted: [String] = []
    /// Files and folders without setuid and setgid, which are never set, or without what the
    /// system did not set for this user.
    public package(set) var reducedModes: [WorkspaceReducedMode] = []
    /// Files that could not be written, and why.
    public package(set) var refused: [WorkspaceFinding] = []
    /// The position that was exported.
    public package(set) var position: Int64 = 0

    /// Nothing was written yet.
    package init() {}
}
