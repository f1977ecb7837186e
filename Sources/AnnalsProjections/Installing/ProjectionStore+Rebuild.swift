import AnnalsLog
package import AnnalsModel

extension ProjectionStore {
    /// Fills the tables of a projection anew and swaps them in one transaction, while others go on
    /// reading and appending.
    ///
    /// - Throws: `notFound`; `busy` if another process does the same or changes the definition
    ///   meanwhile; `interrupted` when it was cancelled, and the next try goes on there.
    package func rebuild(_ name: String, watch: Watch = Watch()) throws(StoreError) {
        let definition = try log.read { reader in try Self.definition(name, reader) }
        try rebuild(definition, replacing: definition.source, watch: watch) { _ in }
    }

    /// The same for several projections, one after the other, which read the log together.
    ///
    /// - Parameters:
    ///   - watches: What is reported and asked, by name; asked for where one begins.
    /// - Returns: The names of those that were filled: one that is not there, or no longer, is
    ///   passed over.
    /// - Throws: As `rebuild` for a single one; those before it are filled then.
    package func rebuild(
        _ names: [String], watches: (String) -> Watch
    ) throws(StoreError) -> [String] {
        try together(names, watches) { name, watch, shared throws(StoreError) in
            let definition = try log.read { reader in try Self.definition(name, reader) }
            try rebuild(
                definition, replacing: definition.source, watch: watch, shared: shared
            ) { _ in }
        }
    }

    /// Runs a closure for each of some projections, with what one pass over the log made for all.
    ///
    /// - Returns: The names of those that the closure did not find missing.
    func together(
        _ names: [String], _ watches: (String) -> Watch,
        _ body: (String, Watch, SharedFolding?) throws(StoreError) -> Void
    ) throws(StoreError) -> [String] {
        var shared: SharedFolding?
        var done: [String] = []
        for (index, name) in names.enumerated() {
            let watch = watches(name)
            if index == 0 {
                let known = try log.read { reader in try Self.usableDefinitions(reader) }
                shared = try SharedFolding(known.filter { names.contains($0.name) }, log, watch)
            }
            do {
                try body(name, watch, shared)
                done.append(name)
            } catch {
                guard error.code == .notFound else { throw error }
                shared?.leave(name)
            }
        }
        return done
    }

    /// Fills a definition's tables in a scratch file and swaps them in.
    ///
    /// - Parameters:
    ///   - replacing: The definition of its name that the store has; nil if there is none.
    ///   - shared: What was folded of its documents.
    ///   - prepare: Runs in the transaction of the swap, before it: what it appends is part of the
    ///     history that the tables follow.
    func rebuild(
        _ definition: ProjectionDefinition, replacing: String?, watch: Watch,
        shared: SharedFolding? = nil,
        prepare: @escaping @Sendable (AppendTransaction) throws -> Void
    ) throws(StoreError) {
        while true {
            try removeLeftovers(but: definition)
            let scratch = try ScratchFile(definition, besideStore: log.file.file)
            let isDone: Bool
            do {
                isDone = try attempt(definition, scratch, replacing, watch, shared, prepare)
            } catch {
                // What stopped is gone on with. What cannot be filled is not, and on a disk that is
                // full or fails it would take room, or be damaged.
                let isLater = [.interrupted, .busy].contains(error.code)
                if isLater { scratch.close() } else { scratch.remove() }
                // Nobody goes on with what was filled for a definition that was replaced.
                if error.code == .busy {
                    try? removeLeftovers(but: replacing == nil ? definition : nil)
                }
                throw error
            }
            scratch.remove()
            // Else something was erased meanwhile: what was read before must not come back.
            if isDone { return }
        }
    }

    /// Removes what killed tries left that no later one goes on with.
    ///
    /// - Parameter definition: What is about to be filled.
    func removeLeftovers(but definition: ProjectionDefinition? = nil) throws(StoreError) {
        let leftovers = ScratchFile.leftovers(besideStore: log.file.file)
        // Definitions are dear to read, and nearly always nothing is left.
        guard !leftovers.isEmpty else { return }
        let known = try log.read { reader in try Self.usableDefinitions(reader) }
        let others = known.filter { $0.name != definition?.name }
        ScratchFile.removeLeftovers(leftovers, but: others + (definition.map { [$0] } ?? []))
    }

    /// - Returns: Whether the tables were swapped; else all must be read again.
    private func attempt(
        _ definition: ProjectionDefinition, _ scratch: ScratchFile, _ replacing: String?,
        _ watch: Watch, _ shared: SharedFolding?,
        _ prepare: @escaping @Sendable (AppendTransaction) throws -> Void
    ) throws(StoreError) -> Bool {
        let (erased, isUsable) = try log.read { reader in
            let point = try ReplayPoint(at: scratch.position, reader)
            return (point.erased, scratch.isNew || point == scratch.point)
        }
        if !isUsable { try scratch.startAnew(definition) }
        let refused = try Self.refusedStreams(scratch, log)
        // What is gone on with needs no more than what came since.
        let ahead = shared?.take(definition, erased: erased)
        let fill = ProjectionFill(
            definition, into: scratch.connection, from: log, after: scratch.position,
            refused: refused, ahead: scratch.isNew ? ahead : nil)
        fill.isCancelled = watch.isCancelled
        if watch.visit != nil { fill.stopOften() }
        // Near the head first without a lock; the rest is short and runs inside the swap.
        var head: Int64 = -1
        while true {
            let next = try log.read { reader in try reader.head() }
            if next - fill.position < Int64(Limits.replayRowsMax) && head >= 0 { break }
            head = next
            try self.fill(definition, fill, scratch, through: head, erased, watch)
        }
        let swap = ProjectionSwap(
            definition: definition, replacing: replacing, erased: erased, fill: fill,
            scratch: scratch)
        return try log.write(deadline: Limits.swapDeadlineSeconds) { transaction in
            try swap.run(transaction, prepare)
        }
    }

    private func fill(
        _ definition: ProjectionDefinition, _ fill: ProjectionFill, _ scratch: ScratchFile,
        through head: Int64, _ erased: Int64, _ watch: Watch
    ) throws(StoreError) {
        // Whoever visits wants to see the tables more often than a rebuild needs to be saved.
        let batches =
            watch.visit == nil ? fill.batchesPerCommit : Limits.scratchBatchesPerVisit
        var isMore = true
        while isMore {
            try scratch.transaction {
                for _ in 0..<batches where isMore && !watch.isCancelled() {
                    isMore = try fill.nextBatch(through: head) { failure in
                        if watch.isNew { try Self.checkEnds(failure) }
                        try scratch.note(failure)
                    }
                    watch.progress(fill.position, head)
                }
                if watch.visit != nil || watch.isCancelled() {
                    try fill.flush()
                } else if !fill.isInMemory {
                    // Rows are written beside what is read next.
                    if isMore { try fill.hold() } else { try fill.flush() }
                }
                // Of before what was erased meanwhile, so that the next try does not go on there.
                return try log.read { reader in
                    try ReplayPoint(at: fill.writtenPosition, erased: erased, reader)
                }
            }
            if watch.isCancelled() {
                throw StoreError(
                    .interrupted,
                    "stopped at position \(fill.position) of \(head): start it again to go on there"
                )
            }
            do {
                try watch.visit?(definition, scratch.connection, fill.position)
            } catch {
                throw StoreError.wrapping(error, doing: "fill the projection \(definition.name)")
            }
        }
    }

    /// Refuses a new definition with a statement that goes on for too long: every event would take
    /// as much time.
    private static func checkEnds(_ failure: RefusedEvent) throws(StoreError) {
        guard failure.message.contains(StepLimit.words) else { return }
        throw StoreError(
            .projectionInvalid,
            "the statement at line \(failure.line) of \(failure.projection) cannot be used: for the"
                + " event at position \(failure.position) \(StepLimit.words)")
    }

    private static func refusedStreams(
        _ scratch: ScratchFile, _ log: EventLog
    ) throws(StoreError) -> Set<StreamName> {
        let failures = try scratch.failures()
        return try log.read { reader in
            var streams: Set<StreamName> = []
            for failure in failures {
                streams.insert(try reader.event(at: failure.position).stream)
            }
            return streams
        }
    }
}
