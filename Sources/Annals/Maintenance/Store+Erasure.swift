import AnnalsHistory
import AnnalsLog
public import AnnalsModel

// Taking content away for good, and saying for how long that may not be done.

extension Store {
    /// Says what an erasure would take away and what it does not reach, and changes nothing.
    ///
    /// - Parameters:
    ///   - scope: Which events.
    ///   - includesCauses: Whether the events that caused them, and what caused those, go as well.
    ///   - run: What is reported and asked while a value is looked for.
    /// - Throws: `notFound` for a stream that does not exist; `beyondHead` for a position;
    ///   `reserved` for the store's own events; `invalidArgument` for an empty value;
    ///   `interrupted`.
    public func previewErasure(
        of scope: ErasureScope, includingCauses includesCauses: Bool = false,
        run: LongRun = LongRun()
    ) throws(StoreError) -> ErasurePreview {
        do {
            return try history.erasurePreview(
                of: scope, includingCauses: includesCauses, progress: run.goOn)
        } catch {
            throw StoreError.wrapping(error, doing: "look for what is to be erased")
        }
    }

    /// Refuses a reason that holds the value that is to be erased.
    ///
    /// - Throws: `invalidArgument`.
    package static func check(reason: String, for scope: ErasureScope) throws(StoreError) {
        try History.check(reason: reason, scope)
    }

    /// Gives the events that an erasure would take the content of to a closure, in order, such as
    /// to hand somebody all that is held about them.
    ///
    /// - Parameters:
    ///   - scope: Which events.
    ///   - includesCauses: Whether the events that caused them, and what caused those, go as well.
    ///   - run: What is reported and asked while a value is looked for.
    ///   - body: Gets each event.
    /// - Throws: As ``previewErasure(of:includingCauses:run:)``, and what the closure throws.
    public func eventsToErase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool = false,
        run: LongRun = LongRun(), _ body: (Event) throws -> Void
    ) throws {
        try history.eventsToErase(
            scope, includingCauses: includesCauses, progress: run.goOn, body)
    }

    /// Takes the content of events away for good: what they said, and what was made of it.
    ///
    /// One transaction replaces the content by its digest and records who, what and why as
    /// `annals.erased`, so that nobody can read it any more. Then what still quotes it is rewritten
    /// while others go on. Roots and proofs made before stay valid. <doc:Erasure> says what is not
    /// reached.
    ///
    /// - Parameters:
    ///   - scope: Which events.
    ///   - includesCauses: Whether the events that caused them, and what caused those, go as well.
    ///   - actor: Who erases.
    ///   - reason: Why; never empty, and kept, so that it must not say what is to be erased: one
    ///     that holds the value of a subject is refused.
    ///   - overrides: Whether to erase also what the store's retention keeps; the event says so.
    ///   - run: What is reported and asked on the way.
    /// - Returns: What was done; its `position` is nil if only steps of earlier erasures were left.
    /// - Throws: As ``previewErasure(of:includingCauses:run:)``; `invalidArgument` without a
    ///   reason; `retained`; `notFound` if nothing is left to erase; `corrupt` if a body cannot be
    ///   read: then nothing was changed. An error that names a step that is left means that the
    ///   content is gone from every answer, and may still be in the bytes of the file: erase again,
    ///   and the steps go on.
    @discardableResult
    public func erase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool = false, by actor: Actor,
        reason: String, overridingRetention overrides: Bool = false, run: LongRun = LongRun()
    ) throws(StoreError) -> ErasureSummary {
        try history.erase(
            scope, includingCauses: includesCauses, by: actor, reason: reason,
            overridingRetention: overrides, watch: run.watch)
    }

    /// For how long the store keeps events from being erased.
    ///
    /// - Throws: `corrupt` if what is stored is no period.
    public func retention() throws(StoreError) -> Retention {
        try log.read { reader in try reader.retention() }
    }

    /// Says for how long events may not be erased, from now on and for all of them.
    ///
    /// - Parameters:
    ///   - period: nil for no time.
    ///   - actor: Who says so.
    ///   - reason: Why.
    /// - Returns: The receipt of `annals.retention-set`.
    @discardableResult
    public func keepEvents(
        for period: RetentionPeriod?, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        try log.setRetention(period, by: actor, reason: reason)
    }

    /// Compresses every body again, with a dictionary trained from the whole log, while others go
    /// on; events and root stay as they are.
    ///
    /// - Parameter run: What is reported and asked on the way; where it is stopped, the next call
    ///   goes on.
    /// - Throws: `busy` if somebody else does the same; `interrupted`.
    @discardableResult
    public func compact(run: LongRun = LongRun()) throws(StoreError) -> Compaction {
        do {
            return try log.compact(progress: run.goOn)
        } catch {
            throw StoreError.wrapping(error, doing: "compact \(path)")
        }
    }
}

extension LongRun {
    /// Reports, and stops where that is asked for.
    func goOn(_ done: Int64, _ total: Int64) throws(StoreError) {
        progress(done, total)
        guard isCancelled() else { return }
        throw StoreError(
            .interrupted, "stopped at position \(done) of \(total): start it again to go on")
    }
}
