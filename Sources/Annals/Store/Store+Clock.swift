import AnnalsLog
public import AnnalsModel

// Cycles and tags: the store's clock, and moments with names.

extension Store {
    /// The current cycle; 0 in a new store.
    public func cycle() throws(StoreError) -> Int64 {
        try log.read { reader in try reader.cycle() }
    }

    /// Opens the next cycle.
    ///
    /// - Returns: The receipt of the event, itself in the new cycle.
    @discardableResult
    public func nextCycle(note: String? = nil, by actor: Actor) throws(StoreError) -> Receipt {
        try log.append(.administration) { reader, _ throws(StoreError) in
            [try .cycleOpened(after: try reader.cycle(), by: actor, note: note)]
        }[0]
    }

    /// Every cycle that was opened, first to last.
    public func cycles() throws(StoreError) -> [Cycle] {
        try log.read { reader in try AdministrationTables(reader.statements).cycles() }
    }

    /// Gives a moment a name; a name that is in use moves to the new moment.
    @discardableResult
    public func setTag(
        _ name: String, at moment: Moment = .head, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        try log.append(.administration) { reader, head throws(StoreError) in
            let position = try reader.position(of: moment, head: head)
            return [try .tagSet(name, at: position, head: head, by: actor, reason: reason)]
        }[0]
    }

    /// Takes a name away from the moment that has it; that it had it stays in the log.
    ///
    /// - Throws: `notFound` if no moment has the name.
    @discardableResult
    public func removeTag(
        _ name: String, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        try log.append(.administration) { reader, _ throws(StoreError) in
            guard try AdministrationTables(reader.statements).moment(ofTag: name) != nil else {
                throw reader.unknown(tag: name)
            }
            return [try .tagRemoved(name, by: actor, reason: reason)]
        }[0]
    }

    /// Every tag, by name.
    public func tags() throws(StoreError) -> [Tag] {
        try log.read { reader in try AdministrationTables(reader.statements).tags() }
    }
}
