import AnnalsLog
package import AnnalsModel

extension History {
    /// What an event made of the document of its stream.
    ///
    /// - Parameter position: The event's.
    /// - Returns: nil if the document is the same after it, as after a fact or an erased event.
    /// - Throws: `notFound` or `beyondHead` if there is no such event.
    package func documentDifference(
        by position: Int64
    ) throws(StoreError) -> DocumentDifference? {
        try log.read { reader in
            let event = try reader.event(at: position)
            let old =
                try event.version == 1
                ? nil : reader.document(of: event.stream, at: position - 1)
            var new = old
            event.apply(to: &new)
            return DocumentDifference(stream: event.stream, old: old, new: new)
        }
    }
}
