/// The proof that an event is in a log, for somebody who has no store (c2sp.org/tlog-proof).
public struct EventProof: Sendable, Hashable {
    /// Position of the event.
    public let position: Int64
    /// Name of the log.
    public let origin: String
    /// Number of events of the checkpoint that it is proven against.
    public let size: Int64
    /// Whether it shows what the event says.
    public let showsBody: Bool
    /// The text of a `.tlog-proof` file.
    public let text: String

    /// Creates a proof of its parts.
    package init(position: Int64, origin: String, size: Int64, showsBody: Bool, text: String) {
        self.position = position
        self.origin = origin
        self.size = size
        self.showsBody = showsBody
        self.text = text
    }
}
