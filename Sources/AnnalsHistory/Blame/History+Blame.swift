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
        do {
            let stretches = try log.read { reader in
                try BlamedStretches(reader, log, stream, at: position)
            }
            let present: JSONValue?
            if place.isRoot {
                // The last stretch ends with the document, so that it is not read on its own.
                var search = LeafSearch()
                try search.run(in: stretches)
                guard search.blamed.isEmpty else { return search.blamed }
                present = search.document.map { .object($0) }
            } else {
                present = try log.read { reader in
                    try reader.document(of: stream, at: position)?.value(at: place)
                }
                if case .object(let members)? = present, !members.isEmpty {
                    var search = LeafSearch(members, at: place.tokens)
                    try search.run(in: stretches)
                    return search.blamed
                }
            }
            guard let blamed = try leaf(present, at: place, in: stretches) else {
                throw try nothing(at: place, of: stretches, position)
            }
            return [blamed]
        } catch {
            throw StoreError.wrapping(error, doing: "find who gave the values of a document")
        }
    }

    /// Who gave a document its present values, as far back as is wanted.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - moment: The present that is meant.
    ///   - goesOn: Is asked now and then whether it is read further back.
    /// - Returns: One entry a leaf whose event was found, in the order of the document, and whether
    ///   those are all.
    /// - Throws: `notFound` if there is no such stream, `beyondHead`.
    package func blame(
        _ stream: StreamName, as moment: Moment, while goesOn: () -> Bool
    ) throws(StoreError) -> (found: [BlamedValue], isWhole: Bool) {
        let position = try position(of: moment)
        do {
            var search = LeafSearch()
            try search.run(
                in: try log.read { reader in
                    try BlamedStretches(reader, log, stream, at: position)
                }, while: goesOn)
            return (search.blamed, search.isWhole)
        } catch {
            throw StoreError.wrapping(error, doing: "find who gave the values of a document")
        }
    }

    /// The value at a place that holds no members, or none at all; nil if it never held any.
    private func leaf(
        _ value: JSONValue?, at place: JSONPointer, in stretches: BlamedStretches
    ) throws -> BlamedValue? {
        var trail = ValueTrail(place, in: nil)
        var confirmed: Int64 = 0
        try stretches.forEach {
            SoughtMembers(of: [place.tokens])
        } begin: {
            trail = ValueTrail(place, in: $0)
        } apply: { event, _, new in
            if !event.isErased, !event.isFact { trail.apply(event, new: new) }
        } end: {
            confirmed += trail.confirmed
            return trail.origin == nil
        }
        return trail.origin.map { origin in
            BlamedValue(
                pointer: place, value: value, before: origin.before, event: origin.event,
                confirmed: confirmed)
        }
    }

    /// What completes a sentence that says that a document has nothing at a place.
    func hint(
        near place: JSONPointer, in stream: StreamName, at position: Int64
    ) throws(StoreError) -> String {
        let document = try log.read { reader throws(StoreError) in
            try reader.document(of: stream, at: position)
        }
        return document.map { JSONValue.object($0).hint(near: place) } ?? ""
    }

    func nothing(
        at place: JSONPointer, of stretches: BlamedStretches, _ position: Int64
    ) throws(StoreError) -> StoreError {
        let name = stretches.stream.description.terminalSafe
        let erased = try stretches.erased()
        let note = erased == 0 ? "" : "; \(erased) of its events were erased"
        guard !place.isRoot else {
            return StoreError(
                .notFound,
                "\(name) has no document at position \(position) and never had one\(note)")
        }
        let hint = try hint(near: place, in: stretches.stream, at: position)
        return StoreError(
            .notFound,
            "\(name) has nothing at \(place.description.terminalSafe) at position \(position) and"
                + " never had\(note)\(hint)", remedy: .showDocument)
    }
}
