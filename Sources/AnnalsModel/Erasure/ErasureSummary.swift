/// What an erasure did.
public struct ErasureSummary: Sendable, Hashable {
    /// Position of the event that records it; nil if there was nothing left to erase.
    public var position: Int64?
    /// Number of events that lost their content.
    public var events: Int64 = 0
    /// Number of streams that they belong to.
    public var streams: Int64 = 0
    /// Bytes of their content before compression.
    public var bytes: Int64 = 0
    /// Number of other events whose bodies were compressed again.
    public var recompressed: Int64 = 0
    /// Number of dictionaries that went.
    public var dictionaries: Int64 = 0
    /// Projections that were filled anew, by name.
    public var projections: [String] = []
    /// Backups and restored stores that still hold what was erased, as far as the store knows.
    public var copies: [ErasurePreview.Copy] = []

    /// Begins with nothing done.
    package init() {}
}
