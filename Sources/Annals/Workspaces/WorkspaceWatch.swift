public import AnnalsModel

/// How a workspace is watched.
public struct WatchOptions: Sendable {
    /// After how long the next cycle opens, if anything was captured in the present one.
    ///
    /// A period without a capture opens none; nil is never.
    public var cycleEvery: Duration?
    /// Who opens cycles; nil is the system's actor `workspace`.
    public var cycleActor: Actor?
    /// How long nothing must happen before what happened is captured together.
    public var quiet: Duration = .milliseconds(50)
    /// After how long it is captured even if things go on happening.
    public var longest: Duration = .milliseconds(500)
    /// Whether the folder is looked through every second or so, instead of being told by the
    /// system; for file systems that others write, such as network mounts.
    public var polls = false

    /// Captures soon, opens no cycles.
    public init() {}
}

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
    }

    /// So many of the files that are to be looked at in one go were read.
    case reading(WorkspaceProgress)
    /// It has caught up with the folder, which holds so many files and folders, and watches on.
    case watching(files: Int, folders: Int)
    /// An event of a file was appended.
    case file(FileEvent)
    /// Something was not understood or not captured.
    case finding(WorkspaceFinding)
    /// It opened the next cycle.
    case cycle(Receipt)
    /// Something that somebody should know: one sentence.
    case warning(String)
    /// Told about once a second: so many files are watched.
    case alive(files: Int)
}

/// What a watch did.
public struct WorkspaceWatchResult: Sendable {
    /// What was captured, and what is not understood or not captured now.
    public let captured: WorkspaceImport
    /// Cycles that it opened.
    public let cyclesOpened: Int
    /// Why it ended although nobody stopped it, as where the folder is gone; nil if somebody did.
    public let failure: StoreError?
}
