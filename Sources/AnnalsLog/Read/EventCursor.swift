package import AnnalsModel

/// Goes through the events of a query, a batch at a time, each batch in a read transaction of its
/// own: events that come meanwhile at the end are met, and nothing is held in between.
package final class EventCursor {
    private let log: EventLog
    private let query: EventQuery
    private let search: TextSearch?
    private let contexts: ContextSearch?
    private let changes: ChangeSearch?
    /// What bounds the next batch: positions, or versions for one stream.
    private var low: Int64?
    private var high: Int64?
    private var batchRows = 32
    private var batch: [Event] = []
    private var next = 0
    private var isExhausted = false

    /// Starts before the first event of the query.
    package init(_ log: EventLog, _ query: EventQuery) {
        self.log = log
        self.query = query
        search = query.search.map { TextSearch($0) }
        contexts = query.context.isEmpty ? nil : ContextSearch(query.context)
        changes = query.pointer.map { ChangeSearch($0) }
    }

    /// The next event; nil at the end.
    package func nextEvent() throws(StoreError) -> Event? {
        while next >= batch.count {
            if isExhausted { return nil }
            next = 0
            batch = try nextBatch()
        }
        defer { next += 1 }
        return batch[next]
    }

    /// The next events, some hundreds at most; empty only at the end.
    package func nextEvents() throws(StoreError) -> [Event] {
        if next < batch.count {
            defer { next = batch.count }
            return Array(batch[next...])
        }
        while !isExhausted {
            let events = try nextBatch()
            if !events.isEmpty { return events }
        }
        return []
    }

    private func nextBatch() throws(StoreError) -> [Event] {
        let rows = batchRows
        batchRows = min(batchRows * 2, Limits.cursorRowsMax)
        return try log.read { reader in try read(reader, rows) }
    }

    private func read(_ reader: LogReader, _ limit: Int) throws(StoreError) -> [Event] {
        guard let resolved = try reader.resolve(query) else {
            isExhausted = true
            return []
        }
        try setBounds(reader, resolved)
        let rows = try resolved.rows(reader.statements, after: low, before: high, limit: limit)
        defer { rows.end() }
        var events: [Event] = []
        var (count, bytes) = (0, 0)
        var last: Int64?
        while let row = try rows.next() {
            count += 1
            bytes += Int(row.body.size)
            if case .stream = resolved.driver { last = row.version } else { last = row.position }
            if let event = try wanted(row, reader) { events.append(event) }
            if bytes > Limits.cursorBytesMax { break }
        }
        if let last {
            if query.isReversed { high = last } else { low = last }
        }
        if count < limit && bytes <= Limits.cursorBytesMax { isExhausted = true }
        return events
    }

    private func wanted(_ row: StoredEvent, _ reader: LogReader) throws(StoreError) -> Event? {
        if contexts != nil || changes != nil {
            guard let body = try reader.bodies.body(row.body),
                contexts?.mayMatch(body: body) ?? true, changes?.mayMatch(body: body) ?? true
            else { return nil }
        }
        guard let event = try found(row, reader), contexts?.matches(event) ?? true,
            changes?.matches(event) ?? true
        else { return nil }
        return event
    }

    private func found(_ row: StoredEvent, _ reader: LogReader) throws(StoreError) -> Event? {
        guard let search else { return try reader.event(row) }
        if let body = try reader.bodies.body(row.body), search.matches(body: body) {
            return try reader.event(row)
        }
        let names = [
            try reader.names.stream(row.stream).description, try reader.names.type(row.type).name,
            try reader.names.actor(row.actor).name,
        ]
        let isNamed = names.contains { search.matches(name: $0) }
        return isNamed ? try reader.event(row) : nil
    }

    private func setBounds(_ reader: LogReader, _ resolved: ResolvedQuery) throws(StoreError) {
        guard low == nil || high == nil else { return }
        // Positions end long before Int64 does, so that one more is still a number.
        let through = min(query.through ?? Limits.positionMax, Limits.positionMax)
        guard case .stream(let id) = resolved.driver, let name = query.stream,
            let end = try reader.end(of: name)
        else {
            low = query.after
            high = through + 1
            return
        }
        low = try reader.version(of: id, at: query.after, head: end.version)
        high =
            query.through == nil
            ? through + 1 : try reader.version(of: id, at: through, head: end.version) + 1
    }
}
