/// A store that was made from the beginning of another one.
public struct RestoredStore: Sendable, Equatable {
    /// Where it is.
    public var path: String
    /// Position of its last event: the moment it was restored at.
    public var position: Int64
    /// Its name in checkpoints.
    public var origin: String
    /// Root of its tree in hex, the same as that of the old store at this position.
    public var root: String

    /// Puts the parts together.
    public init(path: String, position: Int64, origin: String, root: String) {
        self.path = path
        self.position = position
        self.origin = origin
        self.root = root
    }
}
