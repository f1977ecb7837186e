public import Foundation

/// Which store a file is.
public struct StoreIdentity: Sendable, Hashable {
    /// Its id, unlike that of any other store.
    public let id: UUID
    /// Name of its log in checkpoints.
    public let origin: String
    /// When it was made.
    public let createdAt: Timestamp

    /// Creates an identity of its parts.
    package init(id: UUID, origin: String, createdAt: Timestamp) {
        self.id = id
        self.origin = origin
        self.createdAt = createdAt
    }
}
