/// What one client may take, each by name with its reason.
public struct MCPLimits: Sendable, Hashable {
    /// Rows of a list where the client names no number.
    public var rows = 100
    /// Rows of a list at most.
    public var rowsMax = 1_000
    /// Bytes of a result where the client names no number: some 15,000 tokens of a model.
    public var resultBytes = 64 << 10
    /// Bytes of a result at most.
    public var resultBytesMax = 256 << 10
    /// Bytes of an event up to which it is read at all, so that nothing costs much more memory.
    public var contentBytesMax: Int64 = 4 << 20
    /// Bytes of events up to which a document is made of them.
    public var documentBytesMax: Int64 = 16 << 20
    /// Bytes of a message; a longer one is refused.
    public var messageBytes = 8 << 20
    /// Seconds that one query may take.
    public var querySeconds = 10.0
    /// Seconds that a search for an event by a query may take.
    public var bisectSeconds = 60.0
    /// Requests of one client that are answered at once.
    public var running = 64
    /// Seconds for which the preview of a rollback can be applied.
    public var previewSeconds = 600.0
    /// Previews that are kept; the oldest goes first.
    public var previews = 64

    /// The limits that are usual.
    public init() {}
}
