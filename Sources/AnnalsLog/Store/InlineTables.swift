package import AnnalsModel

/// The tables that are derived from events inside the transaction that appends them.
///
/// The log calls every member on its writer thread, in the order `begin`, any number of `apply`,
/// `end`. Whatever an implementation caches becomes valid only when `end` says that the
/// transaction was committed.
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
