package import AnnalsModel

/// Reads the log over one connection, inside one read transaction at a time.
///
/// A cursor or a follower goes on by position, so that no read transaction is held longer than a
/// batch and the WAL stays bounded. Lives on the thread of its connection.
package final class LogReader {
    /// Statements of the connection.
    package let statements: StatementCache
    /// Names behind ids.
    package let names: NameReader
    /// Bodies behind positions.
    package let bodies: BodyReader
    /// Path of the store, for error sentences.
    package let path: String

    init(statements: StatementCache, path: String) {
        self.statements = statements
        self.path = path
        names = NameReader(statements)
        bodies = BodyReader(statements)
    }

    /// Forgets what may no longer be true.
    package func forget() {
        names.forget()
        bodies.forget()
    }

    /// Finalises every statement.
    func close() {
        forget()
        statements.removeAll()
    }

    /// Position of the last event; 0 in an empty store.
    ///
    /// Whoever goes on to it, position by position, meets an event at the end.
    ///
    /// - Throws: `corrupt` if the table `head` says more than there are events.
    package func head() throws(StoreError) -> Int64 {
        guard let (size, last) = try TreeTable(statements).sizes() else { return 0 }
        guard size <= last else {
            throw StoreError(
                .corrupt,
                "the table head says that there are \(size) events, but the last one is at position"
                    + " \(last): restore the store from a backup")
        }
        return size
    }

    /// Refuses a log that has no event at a position up to the head.
    ///
    /// Asked at the end of each stretch by those that go through the log in stretches, so that
    /// they do not go on where no events are.
    ///
    /// - Throws: `corrupt` with the position.
    package func mustHaveEvent(at position: Int64) throws(StoreError) {
        if try EventTable(statements).hasEvent(at: position) { return }
        throw StoreError(
            .corrupt,
            "there is no event at position \(position), and the log goes on after it: restore the"
                + " store from a backup", position: position)
    }

    /// The current cycle.
    package func cycle() throws(StoreError) -> Int64 {
        try AdministrationTables(statements).currentCycle()
    }

    /// The event at a position.
    ///
    /// - Throws: `beyondHead` if there is none.
    package func event(at position: Int64) throws(StoreError) -> Event {
        guard let row = try EventTable(statements).row(at: position) else {
            throw StoreError(
                .beyondHead,
                "there is no event at position \(position): the log ends at \(try head())")
        }
        return try event(row)
    }

    /// Gives a stored row its names and its content.
    package func event(_ row: StoredEvent) throws(StoreError) -> Event {
        let sealed = try sealed(row)
        return Event(sealed, try sealed.parsedBody())
    }

    /// How the body of an event is stored.
    package func storedBody(at position: Int64) throws(StoreError) -> StoredBodyRow {
        guard let row = try EventTable(statements).body(at: position) else {
            throw StoreError.lostEvent(at: position)
        }
        return row
    }

    /// Links from a body down to one that needs no base.
    func chainLength(_ row: StoredBodyRow) throws(StoreError) -> Int {
        var links = 0
        var base = row.base
        while let position = base, links <= Limits.chainLinksMax {
            links += 1
            base = try EventTable(statements).base(of: position)
        }
        return links
    }
}
