package import AnnalsLog
package import AnnalsModel

/// The projections of a store, kept up to date inside each append transaction.
///
/// Their definitions are in the store itself and may be changed by any process, so they are read
/// again when another connection has written, and after an event that changes them.
package final class InlineProjections: InlineTables {
    private var statements: StatementCache?
    private var applier: ProjectionApplier?
    private var installed: [InstalledProjection] = []
    /// Why the definitions in the store cannot be used; only administration goes on then.
    private var broken: StoreError?
    /// Whether the definitions must be read before the next event.
    private var isStale = true
    /// Whether rows may wait for the end of an append.
    private var isGathering = false
    /// Whether this transaction changed definitions, so that its end by a rollback does too.
    private var changesDefinitions = false
    /// What to go back to when a caller's savepoint is rolled back, or the whole transaction.
    private var marked: [Set<StreamName>] = []
    private var committed: [Set<StreamName>] = []

    /// Starts without a connection; `begin` brings it.
    package init() {}

    /// Whether a merge follows events of the type; true while that is not known.
    package func needsDocument(for type: EventType) -> Bool {
        isStale || applier?.needsDocument(for: type) ?? true
    }

    /// Reads the definitions if they may have changed.
    ///
    /// A definition that cannot be used does not throw here, so that it can be removed.
    package func begin(_ connection: OpaquePointer, changed: Bool) throws(StoreError) {
        if statements?.connection != connection {
            close()
            statements = StatementCache(connection)
        }
        changesDefinitions = false
        if changed || isStale { try reload() }
        committed = applier?.refused ?? []
        marked = committed
    }

    /// Applies an event to every projection that follows the log.
    ///
    /// - Throws: `projectionRefused` if strict and a row is refused; `projectionInvalid` if a
    ///   definition in the store cannot be used and the event is not the store's own.
    package func apply(_ event: ProjectedEvent, strict: Bool) throws(StoreError) {
        if isStale { try reload() }
        let isOwn = event.stream.category == StreamName.ownCategory
        if isGathering { applier?.gather() }
        if let broken, !isOwn { throw broken }
        if strict {
            try applier?.applyStrictly(event)
        } else {
            for failure in try applier?.applyLeniently(event) ?? [] { try note(failure) }
        }
        if isOwn, event.stream.id.hasPrefix(Administration.projectionPrefix) {
            if let refusal = try writeRows(strict: strict) { throw refusal.error }
            // The row in `projections` comes after its event: it counts from the next event on.
            isStale = true
            changesDefinitions = true
        }
    }

    /// From here on rows that are a function of documents may wait for ``writeGathered(strict:)``.
    package func gather() {
        isGathering = true
    }

    /// Writes the rows that wait, each once.
    package func writeGathered(strict: Bool) throws(StoreError) -> GatheredRefusal? {
        isGathering = false
        return try writeRows(strict: strict)
    }

    private func writeRows(strict: Bool) throws(StoreError) -> GatheredRefusal? {
        try applier?.writeGathered(strict: strict) { failure throws(StoreError) in
            try note(failure)
        }
    }

    /// Remembers the state at the start of a caller's savepoint.
    package func mark() {
        marked = applier?.refused ?? []
    }

    /// Goes back to the state at the mark.
    package func rollbackToMark() {
        goBack(to: marked)
    }

    /// Keeps or forgets what the transaction did.
    package func end(committed isCommitted: Bool) {
        if !isCommitted { goBack(to: committed) }
    }

    /// Finalises every statement.
    package func close() {
        applier = nil
        statements = nil
        installed = []
        isStale = true
    }

    private func goBack(to refused: [Set<StreamName>]) {
        isGathering = false
        applier?.forgetGathered()
        if changesDefinitions || isStale {
            // What was read since may never have been true.
            applier = nil
            installed = []
            isStale = true
        } else {
            applier?.refused = refused
        }
    }

    private func reload() throws(StoreError) {
        guard let statements else { return }
        do {
            try load(statements)
            broken = nil
        } catch {
            guard error.code == .projectionInvalid else { throw error }
            applier = nil
            installed = []
            broken = StoreError(
                .projectionInvalid,
                "a projection in the store cannot be used; remove it to go on: \(error.message)")
        }
        marked = applier?.refused ?? []
        isStale = false
    }

    private func load(_ statements: StatementCache) throws(StoreError) {
        let found = try InstalledProjection.following(statements, known: installed)
        if applier == nil || found != installed {
            applier = ProjectionApplier(
                statements.connection, found.map(\.definition),
                secondsMax: Limits.projectionSecondsMax)
            installed = found
            // The new applier knows of no refused stream yet.
            for index in installed.indices { installed[index].knownFailures = 0 }
            committed = []
        }
        for index in installed.indices {
            let failures = try installed[index].failureCount(statements)
            guard failures != installed[index].knownFailures else { continue }
            installed[index].knownFailures = failures
            applier?.refused[index].formUnion(try installed[index].refusedStreams(statements))
        }
    }

    private func note(_ failure: RefusedEvent) throws(StoreError) {
        guard let statements else { return }
        try FailureTable(statements).insert(failure)
    }
}
