/// What became of the calls of agents' hooks that waited for a store.
public struct HookDrain: Sendable, Hashable {
    /// Number of calls that are events now.
    public var stored: Int64
    /// Number of calls that were events before.
    public var known: Int64
    /// Number of calls that are put aside, since no store takes them.
    public var refused: Int64

    /// Puts a result together.
    public init(stored: Int64 = 0, known: Int64 = 0, refused: Int64 = 0) {
        self.stored = stored
        self.known = known
        self.refused = refused
    }
}
