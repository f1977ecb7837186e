import AnnalsLog
public import AnnalsModel

// Cycles and tags: the store's clock, and moments with names.

/// A cycle that was opened.
public struct Cycle: Sendable, Hashable {
    /// Its number.
    public let number: Int64
    /// Position of the event that opened it.
    public let position: Int64
    /// When.
    public let openedAt: Timestamp
    /// Name of who opened it.
    public let actor: String
    /// Why, or what it is for.
    public let note: String?
}

/// A moment with a name.
public struct Tag: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The position it names.
    public let moment: Int64
    /// Position of the event that set it.
    public let position: Int64
}

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
        try log.write { transaction in
            try transaction.openNextCycle(by: actor, note: note)
        }
    }

    /// Every cycle that was opened, first to last.
    public func cycles() throws(StoreError) -> [Cycle] {
        try log.read { reader in
            let rows = try reader.statements.statement(
                "SELECT cycle, position, opened_at, actor, note FROM cycles ORDER BY cycle")
            return try rows.map { row throws(StoreError) in
                let number = try row.int64(0, .cycleNumber)
                return Cycle(
                    number: number, position: try row.int64(1, .cyclePosition, "cycle \(number)"),
                    openedAt: Timestamp(microseconds: row.int64(2)), actor: row.text(3),
                    note: row.optionalText(4))
            }
        }
    }

    /// Gives a moment a name; a name that is in use moves to the new moment.
    @discardableResult
    public func setTag(
        _ name: String, at moment: Moment = .head(back: 0), by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        try log.write { transaction in
            try transaction.setTag(
                name, at: try transaction.position(of: moment), by: actor, reason: reason)
        }
    }

    /// Every tag, by name.
    public func tags() throws(StoreError) -> [Tag] {
        try log.read { reader in
            let rows = try reader.statements.statement(
                "SELECT name, moment, position FROM tags ORDER BY name")
            return try rows.map { row throws(StoreError) in
                let name = row.text(0)
                return Tag(
                    name: name, moment: try row.int64(1, .tagMoment, name.terminalSafe),
                    position: try row.int64(2, .tagPosition, name.terminalSafe))
            }
        }
    }
}
