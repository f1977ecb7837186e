package import AnnalsLog
package import AnnalsModel

/// Every question about the past of one store, and the two ways back into it.
///
/// A folder each: blame, differences, bisection, states as of a moment, rollback, restore.
package struct History: Sendable {
    /// The log whose past it is.
    package let log: EventLog

    /// Looks at the past of a store.
    package init(log: EventLog) {
        self.log = log
    }

    /// The position that a moment names.
    ///
    /// - Throws: `beyondHead`, `notFound`.
    package func position(of moment: Moment) throws(StoreError) -> Int64 {
        try log.read { reader in try reader.position(of: moment) }
    }
}
