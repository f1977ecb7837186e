package import AnnalsModel

/// Goes through the events of a query, a batch at a time, each batch in a read transaction of its
/// own: events that come meanwhile at the end are met, and nothing is held in between.
package final class EventCursor {
    private let log: EventLog
    private let query: EventQuery
    private var search: TextScan?
    private let words: WordSearch?
    private let contexts: ContextSearch?
    private let changes: ChangeSearch?
    /// What bounds the next batch: positions, or versions for one stream.
    private var low: Int64?
    private var high: Int64?
    private var batchRows = 32
    private var batch: [Event] = []
    private var next = 0
    private var isExhausted = false
    /// What is asked before the events themselves are read; nil before the first batch, and where
    /// there is none.
    private var indexed: IndexedSearch?
    private var hasBegun = false
    private let bodyBytesMax: Int64?
    private let soughtBytesMax: Int64?
    /// Positions of events that were not searched, since they are larger than asked for.
    package private(set) var passedOver: [Int64] = []
    /// Bytes of the bodies that were left out, by position.
    package private(set) var leftOut: [Int64: Int64] = [:]

    /// Starts before the first event of the query.
    ///
    /// - Parameters:
    ///   - bodyBytesMax: An event with a larger body comes without its content; nil for all with
    ///     theirs.
    ///   - soughtBytesMax: Where something is looked for in bodies, an event with a larger one is
    ///     passed over; nil for none.
    package init(
        _ log: EventLog, _ query: EventQuery, bodyBytesMax: Int64? = nil,
        soughtBytesMax: Int64? = nil
    ) {
        self.log = log
        self.query = query
        self.bodyBytesMax = bodyBytesMax
        self.soughtBytesMax = soughtBytesMax
        search = query.search.map { TextScan(TextSearch($0)) }
        words = query.match.map { WordSearch($0) }
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

    /// The next events, none where the next rows have none that is wanted; nil at the end.
    ///
    /// Whoever looks for something rare can stop between two steps.
    package func nextStep() throws(StoreError) -> [Event]? {
        if next < batch.count {
            defer { next = batch.count }
            return Array(batch[next...])
        }
        return isExhausted ? nil : try nextBatch()
    }

    /// The position up to which everything was looked at, in reverse from the end on; nil before
    /// the first step, and for the events of one stream.
    package var reached: Int64? {
        guard query.stream == nil else { return nil }
        return query.isReversed ? high : low
    }

    private func nextBatch() throws(StoreError) -> [Event] {
        if !hasBegun {
            indexed = log.indexedSearch(for: query)
            hasBegun = true
        }
        let rows = batchRows
        batchRows = min(batchRows * 2, Limits.cursorRowsMax)
        return try log.read { reader in try read(reader, rows) }
    }

    private func read(_ reader: LogReader, _ limit: Int) throws(StoreError) -> [Event] {
        guard var resolved = try reader.resolve(query) else {
            isExhausted = true
            return []
        }
        // What is searched has to be read.
        resolved.bodyBytesMax = isSought ? soughtBytesMax : bodyBytesMax
        try setBounds(reader, resolved)
        if let events = try readIndexed(reader, resolved, limit) { return events }
        // In reverse, what an index has is left to it.
        let floor = indexed.flatMap { query.isReversed && $0.end > low ?? 0 ? $0.end : nil }
        let rows = try resolved.rows(
            reader.statements, after: floor ?? low, before: high, limit: limit)
        let batch = try take(rows, resolved, reader)
        let isWhole = batch.count < limit && !batch.isCut
        if isWhole, let floor {
            high = floor + 1
        } else {
            move(to: batch.last)
            if isWhole { isExhausted = true }
        }
        return batch.events
    }

    /// The next events by way of the index.
    ///
    /// - Returns: nil where the next ones are not in it.
    private func readIndexed(
        _ reader: LogReader, _ resolved: ResolvedQuery, _ limit: Int
    ) throws(StoreError) -> [Event]? {
        guard let indexed, let low, let high,
            query.isReversed ? high <= indexed.end + 1 : low < indexed.end
        else { return nil }
        let found = indexed.positions(
            after: low, before: high, limit: limit, reversed: query.isReversed)
        guard let found else {
            self.indexed = nil
            return nil
        }
        let rows = try resolved.rows(reader.statements, at: found)
        let batch = try take(rows, resolved, reader)
        if batch.isCut {
            move(to: batch.last)
        } else if found.count == limit {
            move(to: found.last)
        } else if query.isReversed || high <= indexed.end + 1 {
            isExhausted = true
        } else {
            self.low = indexed.end
        }
        return batch.events
    }

    /// Whether something is looked for in bodies.
    private var isSought: Bool {
        search != nil || words != nil || contexts != nil || changes != nil
    }

    private func move(to last: Int64?) {
        guard let last else { return }
        if query.isReversed { high = last } else { low = last }
    }

    /// What was read of some rows.
    private struct Batch {
        var events: [Event] = []
        /// Rows that were looked at.
        var count = 0
        /// Position, or version of a stream, of the last one.
        var last: Int64?
        /// Whether it ended because of its bytes.
        var isCut = false
    }

    private func take(
        _ rows: EventRows, _ resolved: ResolvedQuery, _ reader: LogReader
    ) throws(StoreError) -> Batch {
        defer { rows.end() }
        var batch = Batch()
        var bytes = 0
        while let row = try rows.next() {
            batch.count += 1
            bytes += row.body.blob.isEmpty ? 0 : Int(row.body.size)
            if case .stream = resolved.driver {
                batch.last = row.version
            } else {
                batch.last = row.position
            }
            if let event = try wanted(row, reader) { batch.events.append(event) }
            batch.isCut = bytes > Limits.cursorBytesMax
            if batch.isCut { break }
        }
        return batch
    }

    private func wanted(_ row: StoredEvent, _ reader: LogReader) throws(StoreError) -> Event? {
        if isSought, let soughtBytesMax, row.body.size > soughtBytesMax {
            passedOver.append(row.position)
            return nil
        }
        if contexts != nil || changes != nil {
            guard let body = try reader.bodies.body(row.body),
                contexts?.mayMatch(body: body) ?? true, changes?.mayMatch(body: body) ?? true
            else { return nil }
        }
        guard let event = try found(row, reader) else { return nil }
        // Of what is left out, the body has said as much as can be asked of it.
        if leftOut[row.position] != nil { return event }
        guard contexts?.matches(event) ?? true, changes?.matches(event) ?? true else { return nil }
        return event
    }

    private func found(_ row: StoredEvent, _ reader: LogReader) throws(StoreError) -> Event? {
        if search != nil, try search?.contains(row, reader) != true { return nil }
        if let words {
            let names = try SearchText.names(row, reader)
            guard words.matches(names, try reader.bodies.body(row.body)) else { return nil }
        }
        if let bodyBytesMax, row.body.size > bodyBytesMax {
            leftOut[row.position] = row.body.size
            return try reader.header(row)
        }
        return try reader.event(row)
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
