package import AnnalsModel

/// The tables that are derived from events inside the transaction that appends them.
///
/// The log calls every member on its writer thread, in the order `begin`, any number of `apply`,
/// `end`; around many `apply` of one append also `gather` and `writeGathered`. Whatever an
/// implementation caches becomes valid only when `end` says that the transaction was committed.
package protocol InlineTables: AnyObject {
    /// Whether some merge reads the documents of such streams, so that the log must fold them.
    ///
    /// - Parameter type: The type of an event that is about to be applied.
    func needsDocument(for type: EventType) -> Bool

    /// Starts an append transaction on a raw connection, after `BEGIN IMMEDIATE`.
    ///
    /// - Parameters:
    ///   - connection: The `sqlite3 *` of the writer; the same one until `close`.
    ///   - changed: Whether another connection has committed since the last transaction, so that
    ///     the definitions must be read again.
    func begin(_ connection: OpaquePointer, changed: Bool) throws(StoreError)

    /// Applies one event to every projection whose patterns match.
    ///
    /// - Parameter strict: Whether a refused row throws `projectionRefused` with nothing left
    ///   behind; otherwise the refusal becomes a row of `projection_failures`.
    func apply(_ event: ProjectedEvent, strict: Bool) throws(StoreError)

    /// Says that many events follow: their rows may wait for `writeGathered`, so that one that they
    /// change again and again is written once.
    func gather()

    /// Writes the rows that wait.
    ///
    /// - Parameter strict: As it was given with the events.
    /// - Returns: Which event is refused, if strict and one is.
    func writeGathered(strict: Bool) throws(StoreError) -> GatheredRefusal?

    /// Marks a place to which `rollbackToMark` takes cached state back: the start of one caller's
    /// savepoint. Called again, it replaces the mark.
    func mark()

    /// Forgets what was cached since the mark, because its savepoint was rolled back.
    func rollbackToMark()

    /// Ends the transaction.
    func end(committed: Bool)

    /// Finalises every statement, because the connection is about to close.
    func close()
}

/// An event whose row is refused when the rows of many are written.
package struct GatheredRefusal: Sendable {
    /// Position of the event.
    package let position: Int64
    /// Why.
    package let error: StoreError

    /// Names the event.
    package init(position: Int64, error: StoreError) {
        self.position = position
        self.error = error
    }
}
