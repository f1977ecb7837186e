import AnnalsLog
public import AnnalsModel

// What led to an event, and what followed from it, by `causation`.

extension Store {
    /// The events that led to an event: its cause, the cause of that, and so on.
    ///
    /// - Returns: Positions, the first cause first; empty if no cause was named.
    /// - Throws: `beyondHead` if there is no event at the position.
    public func causes(of position: Int64) throws(StoreError) -> [Int64] {
        try log.read { reader in
            var causes: [Int64] = []
            // What they say is not looked at, however much it is.
            var event = try reader.event(at: position, bodyBytesMax: 0).event
            // A cause lies before its consequence; what does not was not written by a store.
            while let cause = event.causation, cause < event.position {
                causes.append(cause)
                event = try reader.event(at: cause, bodyBytesMax: 0).event
            }
            return causes.reversed()
        }
    }

    /// The events that name an event as their cause.
    ///
    /// - Returns: Positions, first to last; empty if there are none.
    public func consequences(of position: Int64) throws(StoreError) -> [Int64] {
        try log.read { reader in
            try EventTable(reader.statements).positions(causedBy: position)
        }
    }
}
