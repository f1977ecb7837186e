import AnnalsLog
public import AnnalsModel
public import Foundation

extension Store {
    /// Which store this is.
    ///
    /// - Throws: `corrupt` if the file does not say.
    public func identity() throws(StoreError) -> StoreIdentity {
        try log.read { reader in
            let row = try StoreTable(reader.statements).row()
            guard let id = UUID(bytes: row.id) else {
                throw StoreError(
                    .corrupt, "the table store has no id: restore the store from a backup")
            }
            return StoreIdentity(id: id, origin: row.origin, createdAt: row.createdAt)
        }
    }

    /// The event with an id that a caller gave.
    ///
    /// - Returns: nil if no event has it.
    public func event(id: UUID) throws(StoreError) -> Event? {
        try log.read { reader in
            guard let position = try EventTable(reader.statements).position(of: id) else {
                return nil
            }
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
