import AnnalsLog
public import AnnalsModel
public import Foundation

/// Which store a file is.
public struct StoreIdentity: Sendable, Hashable {
    /// Its id, unlike that of any other store.
    public let id: UUID
    /// Name of its log in checkpoints.
    public let origin: String
    /// When it was made.
    public let createdAt: Timestamp
}

extension Store {
    /// Which store this is.
    ///
    /// - Throws: `corrupt` if the file does not say.
    public func identity() throws(StoreError) -> StoreIdentity {
        try log.read { reader in
            let row = try reader.statements.statement("SELECT id, origin, created_at FROM store")
            defer { row.reset() }
            guard try row.step(), let id = UUID(bytes: row.bytes(0)) else {
                throw StoreError(
                    .corrupt, "the table store has no id: restore the store from a backup")
            }
            return StoreIdentity(
                id: id, origin: row.text(1), createdAt: Timestamp(microseconds: row.int64(2)))
        }
    }

    /// The event with an id that a caller gave.
    ///
    /// - Returns: nil if no event has it.
    public func event(id: UUID) throws(StoreError) -> Event? {
        try log.read { reader in
            let row = try reader.statements.statement("SELECT position FROM events WHERE id = ?")
            row.bind(1, id.bytes)
            defer { row.reset() }
            guard try row.step() else { return nil }
            let position = row.int64(0)
            return try reader.event(at: position)
        }
    }

    /// The two ends of a range, as positions: events after the first up to the second.
    ///
    /// - Throws: `invalidMoment` if the range runs backward, `beyondHead`, `notFound`.
    public func positions(
        of range: MomentRange
    ) throws(StoreError) -> (after: Int64, through: Int64) {
        try log.read { reader in try reader.positions(of: range) }
    }
}
