/// What a log says about itself at a size (c2sp.org/tlog-checkpoint), signed or not.
public struct LogCheckpoint: Sendable, Hashable {
    /// Name of the log.
    public let origin: String
    /// Number of events that it speaks of.
    public let size: Int64
    /// Root of the tree over them: 32 bytes in base64.
    public let root: String
    /// The signed note, or its text alone where nobody signed.
    public let note: String
    /// Names of those who signed, as the note has them.
    public let signers: [String]
    /// Position of the event that keeps it in the log; nil for one that is not signed, or was read.
    public let position: Int64?

    /// Creates a checkpoint of its parts.
    package init(
        origin: String, size: Int64, root: String, note: String, signers: [String],
        position: Int64?
    ) {
        self.origin = origin
        self.size = size
        self.root = root
        self.note = note
        self.signers = signers
        self.position = position
    }
}
