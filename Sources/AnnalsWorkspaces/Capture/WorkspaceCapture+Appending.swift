import AnnalsLog
import AnnalsModel

extension WorkspaceCapture {
    /// Appends a batch in one transaction.
    ///
    /// - Returns: The log's end; nil if somebody else captured files since they were read, so that
    ///   nothing was appended.
    func append(_ batch: CaptureBatch) throws(StoreError) -> Int64? {
        let position = self.position ?? 0
        let items = batch.items
        let mount = mount
        guard !items.isEmpty else { return position }
        let receipts = try log.append(.lenient, deadline: deadline) {
            reader, head throws(StoreError) in
            guard try !Self.hasFileEvents(reader, after: position, head: head) else { return [] }
            var events: [NewEvent] = []
            events.reserveCapacity(items.count)
            for item in items {
                switch item {
                case .file(let event):
                    events.append(event)
                case .document(let change, let cause):
                    events.append(
                        try Self.event(
                            change.stored(in: mount), of: mount.stream(change.stream),
                            cause: events[cause],
                            back: events.count - cause, in: mount, reader, head: head))
                }
            }
            return events
        }
        return receipts.last?.position
    }

    /// Whether there are events of files or folders after a position.
    private static func hasFileEvents(
        _ reader: LogReader, after position: Int64, head: Int64
    ) throws(StoreError) -> Bool {
        guard head > position else { return false }
        return try EventTable(reader.statements).hasEvent(
            after: position,
            ofCategories: StreamName.captureCategories + [StreamName.rulesCategory])
    }

    /// The event of a document that files made, changed or took back.
    private static func event(
        _ change: Interpreter.DocumentChange, of stream: StreamName, cause: NewEvent, back: Int,
        in mount: WorkspaceMount, _ reader: LogReader, head: Int64
    ) throws(StoreError) -> NewEvent {
        let category = stream.category
        let (verb, difference) = try describe(change, of: stream, in: mount, reader, head: head)
        return NewEvent(
            stream: stream, type: try EventType("\(category).\(verb)"), actor: cause.actor,
            change: difference, reason: cause.reason, cycle: cause.cycle,
            occurredAt: cause.occurredAt, correlation: cause.correlation, causation: .back(back))
    }

    private static func describe(
        _ change: Interpreter.DocumentChange, of stream: StreamName, in mount: WorkspaceMount,
        _ reader: LogReader, head: Int64
    ) throws(StoreError) -> (verb: String, Change) {
        func stored() throws(StoreError) -> JSONObject? {
            try reader.document(of: stream, at: head)
        }
        if change.isWithdrawal, let before = change.before {
            // A document that only files made ends with the last of them, or is left with no more
            // than its name. One that somebody changed otherwise stays, without its files.
            if let stored = try stored(), mount.bare(stored) != mount.bare(before) {
                return ("withdrawn", WithdrawnDocument.change(leaving: change.after))
            }
            let end = Change(deleted: true)
            return (
                "withdrawn", change.after.map { Change.difference(from: before, to: $0) } ?? end
            )
        }
        guard let after = change.after else { return ("withdrawn", Change(deleted: true)) }
        let isStored = try stored() != nil
        if change.isReturn, isStored, let remembered = change.remembered {
            let known = WithdrawnDocument.known(remembered, now: change.before)
            return ("updated", Change.difference(from: known, to: after))
        }
        let verb = change.before == nil && !isStored ? "created" : "updated"
        return (verb, Change.difference(from: change.before ?? [:], to: after))
    }
}

extension Interpreter.DocumentChange {
    /// The change with the names of agents as the store has them.
    fileprivate func stored(in mount: WorkspaceMount) -> Self {
        if mount.name == nil { return self }
        var change = Self(
            stream: stream, before: mount.stored(before, of: stream),
            after: mount.stored(after, of: stream), wasSilent: wasSilent, isSilent: isSilent,
            cause: cause)
        change.remembered = mount.stored(remembered, of: stream)
        return change
    }
}
