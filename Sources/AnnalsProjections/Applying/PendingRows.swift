import AnnalsLog
import AnnalsModel

/// What many events do to the rows of one merge: one row for each stream, however many events it
/// has.
struct PendingRows {
    /// What the events of one stream did so far.
    struct Row {
        let id: String
        /// The document before the first of them.
        let before: JSONObject?
        /// The document after the last.
        var after: JSONObject?
        /// Members that some of them named.
        var members: Set<ExactString> = []
        /// Whether all of the row is to be written.
        var isWhole: Bool
    }

    /// In the order of their first events.
    private(set) var rows: [Row] = []
    private var places: [StreamName: Int] = [:]

    /// Adds an event.
    ///
    /// - Parameter isWhole: Whether the row may be out of step, so that all of it is written.
    mutating func add(_ event: ProjectedEvent, isWhole: Bool) {
        let place = places[event.stream] ?? rows.count
        if place == rows.count {
            places[event.stream] = place
            rows.append(
                Row(
                    id: event.stream.id, before: event.before, after: event.after,
                    isWhole: isWhole))
        }
        rows[place].add(event, isWhole: isWhole)
    }
}

extension PendingRows.Row {
    fileprivate mutating func add(_ event: ProjectedEvent, isWhole whole: Bool) {
        after = event.after
        // What comes after the end of a document has nothing of it.
        isWhole = isWhole || whole || event.change.deleted
        // A row that is new, or goes, is written as a whole.
        guard !isWhole, before != nil else { return }
        members.formUnion(event.change.namedMembers)
    }
}
