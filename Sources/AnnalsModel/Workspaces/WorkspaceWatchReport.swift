/// What a watch tells while it goes on.
public enum WorkspaceWatchReport: Sendable {
    /// An event of a file that was appended.
    public struct FileEvent: Sendable {
        /// The file, as in its stream `file/<path>`.
        public let path: String
        /// What happened to it: `captured`, `moved`, `mode-changed` or `deleted`.
        public let change: String
        /// Bytes of the new version; nil if it has none.
        public let size: Int64?
        /// The path that it had before, if it moved.
        public let movedFrom: String?
        /// Who changed it.
        public let actor: Actor
        /// Position of the event.
        public let position: Int64

        /// Creates a report of its parts.
        package init(
            path: String, change: String, size: Int64?, movedFrom: String?, actor: Actor,
            position: Int64
        ) {
            self.path = path
            self.change = change
            self.size = size
            self.movedFrom = movedFrom
            self.actor = actor
            self.position = position
        }
    }

    /// So many of the files that are to be looked at in one go were read.
    case reading(WorkspaceProgress)
    /// It has caught up with the folder, which holds so many files and folders, and watches on.
    case watching(files: Int, folders: Int)
    /// An event of a file was appended.
    case file(FileEvent)
    /// A file was written so that it says what documents hold.
    case writtenBack(WorkspaceWriteBack.File)
    /// Something was not understood, not captured or not written back.
    case finding(WorkspaceFinding)
    /// It opened the next cycle.
    case cycle(Receipt)
    /// Something that somebody should know: one sentence.
    case warning(String)
    /// Told about once a second: so many files are watched.
    case alive(files: Int)
}
