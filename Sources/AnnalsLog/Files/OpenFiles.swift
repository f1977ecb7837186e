import AnnalsModel

/// The files beside a store that a connection has open, to notice when one of them loses its name:
/// SQLite would go on with a write-ahead log that nobody else can find.
struct OpenFiles {
    private let log: FileIdentity?
    private let index: FileIdentity?

    /// Notes what a connection that was just opened uses.
    init(_ path: StorePath) {
        log = FileIdentity(of: path.log)
        index = FileIdentity(of: path.index)
    }

    /// Whether the write-ahead log still has its name.
    func hasLog(_ look: FileLook) -> Bool { look.log == log }

    /// Whether the shared index of the log still has its name.
    ///
    /// Without it programs do not see each other's changes; a new one is used only once every
    /// connection of this process is closed.
    func hasIndex(_ look: FileLook) -> Bool { look.index == index }
}
