/// What a write-back of documents into the files of their folder does, or did.
public struct WorkspaceWriteBack: Sendable {
    /// A file whose text changes.
    public struct File: Sendable, Hashable {
        /// The file, as in its stream `file/<path>`.
        public let path: String
        /// The places in it that change, as JSON Pointers; none for a file that is removed.
        public let pointers: [String]
        /// Streams of the documents that it says otherwise now.
        public let streams: [String]
        /// Whether it is removed, because the document that it is was deleted.
        public let isRemoved: Bool

        /// Creates a note of its parts.
        package init(path: String, pointers: [String], streams: [String], isRemoved: Bool) {
            self.path = path
            self.pointers = pointers
            self.streams = streams
            self.isRemoved = isRemoved
        }
    }

    /// Files that were written or removed, or would be, in order of paths.
    public package(set) var files: [File] = []
    /// Files that stay as they are because they are not as they were captured last, or somebody has
    /// them open, and why; in order of paths.
    public package(set) var conflicts: [WorkspaceFinding] = []
    /// What documents hold and no file can say.
    public package(set) var unwritten: [WorkspaceExportResult.Unwritten] = []
    /// Number of events that were appended: the new versions of the files.
    public package(set) var events = 0
    /// Position of the last event that counts.
    public package(set) var position: Int64 = 0

    /// Nothing was written yet.
    package init() {}
}
