import AnnalsLog
package import AnnalsModel
package import AnnalsProjections

extension History {
    /// Takes the content of events away for good: what they said, and what was made of it.
    ///
    /// One transaction replaces the bodies by their digests and records who, what and why, so that
    /// nobody can read them any more. Then bodies that were compressed with dictionaries that quote
    /// them are compressed again, the tables of projections are filled anew, and the write-ahead
    /// log is emptied, while others go on. What an earlier erasure left is done too.
    ///
    /// - Parameters:
    ///   - includesCauses: Whether the events that caused those of the scope go as well.
    ///   - overrides: Whether to erase also what the store's retention keeps; the event says so.
    ///   - watch: Gets the progress of each step, and says whether to stop between two of its
    ///     parts.
    /// - Returns: What was done; its `position` is nil if only steps of earlier erasures were left.
    /// - Throws: As the preview; `invalidArgument` without a reason; `retained`; `notFound` if
    ///   nothing is left to erase; `corrupt` if a body cannot be read: then nothing was changed. An
    ///   error that names a step that is left means that the content is gone from every answer, and
    ///   may still be found in the bytes of the file: erase again, and the steps go on.
    package func erase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool, by actor: Actor,
        reason: String, overridingRetention overrides: Bool = false,
        watch: ProjectionStore.Watch = ProjectionStore.Watch()
    ) throws(StoreError) -> ErasureSummary {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw StoreError(.invalidArgument, "an erasure needs a reason: say why")
        }
        try Self.check(reason: reason, scope)
        let statement = ErasureStatement(
            scope: scope, actor: actor, reason: reason, overridesRetention: overrides)
        let targets: ErasureTargets
        do {
            targets = try search(ErasureTargets(scope, includesCauses: includesCauses)) {
                try watch.goOn($0, $1)
            }
        } catch {
            throw StoreError.wrapping(error, doing: "look for what is to be erased")
        }
        let now = Timestamp.now
        var summary = try log.write { transaction in
            var last = targets
            while try !last.searchOn(transaction.reader, through: transaction.head) {}
            return try Self.erase(try last.places(transaction.reader), statement, now, transaction)
        }
        try finishErasures(&summary, by: actor, watch)
        return summary
    }

    /// Refuses a reason that holds the value that is to go: it stays for good.
    ///
    /// - Throws: `invalidArgument`, which does not repeat it.
    package static func check(reason: String, _ scope: ErasureScope) throws(StoreError) {
        guard case .subject(let value) = scope, try SubjectSearch(value).matches(name: reason)
        else { return }
        throw StoreError(
            .invalidArgument,
            "the reason holds the value that is to be erased, and is kept for good: say why in"
                + " other words, such as the number of a request")
    }

    private static func erase(
        _ places: [EventPlace], _ statement: ErasureStatement, _ now: Timestamp,
        _ transaction: AppendTransaction
    ) throws(StoreError) -> ErasureSummary {
        var summary = ErasureSummary()
        guard let first = places.first else {
            if try ErasureState(transaction.reader).isUnfinished { return summary }
            throw StoreError(
                .notFound, "there is nothing to erase: no event of it has content any more")
        }
        let isYoung = try isRetained(places, at: now, statement, transaction.reader)
        summary.copies = try copies(holding: first.position, transaction.reader)
        summary.events = Int64(places.count)
        summary.streams = Int64(Set(places.map(\.stream)).count)
        summary.bytes = places.reduce(0) { $0 + $1.size }
        var statement = statement
        statement.overridesRetention = isYoung
        summary.position = try transaction.erase(places, statement).position
        return summary
    }

    /// - Returns: Whether some event is younger than events are kept, and it is meant all the same.
    /// - Throws: `retained` if it is not.
    private static func isRetained(
        _ places: [EventPlace], at now: Timestamp, _ statement: ErasureStatement,
        _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let (kept, period) = try retained(places, at: now, reader)
        guard let young = kept.first, let period else { return false }
        if statement.overridesRetention { return true }
        let time = Timestamp(microseconds: young.recordedAt)
        throw StoreError(
            .retained,
            "the event at position \(young.position) was recorded at \(time), and the store keeps"
                + " events for \(period)",
            remedy: .overrideRetention, position: young.position)
    }

    /// The events that are younger than the store keeps events, and for how long it does.
    static func retained(
        _ places: [EventPlace], at now: Timestamp, _ reader: LogReader
    ) throws(StoreError) -> (places: [EventPlace], period: RetentionPeriod?) {
        guard let period = try reader.retention().keep else { return ([], nil) }
        let beginning = period.beginning(before: now).microseconds
        return (places.filter { $0.recordedAt > beginning }, period)
    }

    /// Does what erasures left to be done.
    func finishErasures(
        _ summary: inout ErasureSummary, by actor: Actor, _ watch: ProjectionStore.Watch
    ) throws(StoreError) {
        let (state, dictionaries, projections) = try log.read { reader in
            let state = try ErasureState(reader)
            return (
                state, try state.dictionaries(reader),
                try AdministrationTables(reader.statements).definitions().map(\.name)
            )
        }
        guard state.isUnfinished else { return }
        try Self.step("making the indexes of the text again") {
            try log.renewSearchIndexes { done, total throws(StoreError) in
                try watch.goOn(done, total)
            }
        }
        if !dictionaries.isEmpty {
            summary.dictionaries = Int64(dictionaries.count)
            summary.recompressed = try Self.step(
                "compressing the bodies again whose dictionary may quote it"
            ) {
                let target = try log.trainDictionary()
                return try log.recompress(
                    Recompression(to: target, from: dictionaries, isHigh: false)
                ) { try watch.goOn($0, $1) }
            }
        }
        for name in projections {
            try Self.step("filling the projection \(name.terminalSafe) anew") {
                var watch = watch
                watch.visit = SnapshotStore(log: log).trail()
                try ProjectionStore(log: log).rebuild(name, watch: watch)
            }
        }
        summary.projections = projections
        try Self.step("emptying the write-ahead log") { try log.emptyLog() }
        try Self.step("recording that it is done") {
            _ = try log.append(
                [try ErasureState.completion(through: state.last, by: actor)], .administration)
        }
    }

    /// Runs a step; its error names it.
    private static func step<Value>(
        _ words: String, _ body: () throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try body()
        } catch {
            let cause = StoreError.wrapping(error, doing: words)
            throw StoreError(
                cause.code,
                "what was erased can no longer be read, but its bytes may still be in the file,"
                    + " since \(words) is left (\(cause.message)): mend that, and erase again to go"
                    + " on", cause: cause)
        }
    }
}

extension ProjectionStore.Watch {
    /// Reports, and stops where that is asked for.
    fileprivate func goOn(_ done: Int64, _ total: Int64) throws(StoreError) {
        progress(done, total)
        guard isCancelled() else { return }
        throw StoreError(.interrupted, "stopped at position \(done) of \(total)")
    }
}
