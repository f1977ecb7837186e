import AnnalsLog
package import AnnalsModel

extension History {
    /// Who gave a document its present values.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - pointer: Only the values at and below this place; nil for the whole document.
    ///   - moment: The present that is meant.
    /// - Returns: One entry a leaf, in the order of the document; a single one where the pointer
    ///   names a leaf, an element of an array or a value that was taken away.
    /// - Throws: `notFound` if there never was a value at the place by then, `beyondHead`.
    package func blame(
        _ stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) throws(StoreError) -> [BlamedValue] {
        let position = try position(of: moment)
        let place = pointer ?? JSONPointer(tokens: [])
        var tree = BlameTree()
        var trail = ValueTrail(place)
        var document: JSONObject?
        var query = EventQuery()
        query.stream = stream
        query.through = position
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            // What was erased is gone from the document too.
            if event.isErased { continue }
            let old = document
            event.change.apply(to: &document)
            tree.apply(event, old: old, new: document)
            trail.apply(event, new: document)
        }
        if case .object(let members)? = document?.value(at: place), !members.isEmpty {
            return Self.leaves(of: .object(members), at: place.tokens, in: tree)
        }
        guard let origin = trail.origin else { throw nothing(at: place, of: stream, position) }
        return [Self.blamed(place.tokens, document?.value(at: place), origin)]
    }

    private static func leaves(
        of value: JSONValue, at path: [String], in tree: BlameTree
    ) -> [BlamedValue] {
        if case .object(let members) = value, !members.isEmpty {
            return members.flatMap { leaves(of: $0.value, at: path + [$0.key], in: tree) }
        }
        return tree.origin(at: path).map { [blamed(path, value, $0)] } ?? []
    }

    private static func blamed(
        _ path: [String], _ value: JSONValue?, _ origin: BlameTree.Origin
    ) -> BlamedValue {
        BlamedValue(
            pointer: JSONPointer(tokens: path), value: value, before: origin.before,
            event: origin.event, confirmed: origin.confirmed)
    }

    private func nothing(
        at place: JSONPointer, of stream: StreamName, _ position: Int64
    ) -> StoreError {
        let name = stream.description.terminalSafe
        guard !place.isRoot else {
            return StoreError(
                .notFound, "\(name) has no document at position \(position) and never had one")
        }
        return StoreError(
            .notFound,
            "\(name) has nothing at \(place.description.terminalSafe) at position \(position) and"
                + " never had: see its members with annals state")
    }
}
