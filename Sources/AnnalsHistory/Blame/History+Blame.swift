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
            let (stretches, present) = try log.read { reader in
                (
                    try BlamedStretches(reader, log, stream, at: position),
                    try reader.document(of: stream, at: position)?.value(at: place)
                )
            }
            if case .object(let members)? = present, !members.isEmpty {
                return try leaves(of: .object(members), at: place, in: stretches)
            }
            guard let blamed = try leaf(present, at: place, in: stretches) else {
                throw try nothing(at: place, of: stretches, position)
            }
            return [blamed]
        } catch {
            throw StoreError.wrapping(error, doing: "find who gave the values of a document")
        }
    }

    /// The values at and below a place that holds an object with members.
    private func leaves(
        of value: JSONValue, at place: JSONPointer, in stretches: BlamedStretches
    ) throws -> [BlamedValue] {
        let leaves = Self.leaves(of: value, at: place.tokens)
        var found = [BlamedValue?](repeating: nil, count: leaves.count)
        var confirmed = [Int64](repeating: 0, count: leaves.count)
        var pending = Array(leaves.indices)
        var tree = BlameTree(nil)
        try stretches.forEach {
            SoughtMembers(of: pending.map { leaves[$0].path })
        } begin: {
            tree = BlameTree($0)
        } apply: { event, old, new in
            if !event.isErased, !event.isFact { tree.apply(event, old: old, new: new) }
        } end: {
            pending.removeAll { index in
                let leaf = tree.leaf(at: leaves[index].path)
                confirmed[index] += leaf.confirmed
                guard let origin = leaf.origin else { return false }
                found[index] = BlamedValue(
                    pointer: JSONPointer(tokens: leaves[index].path), value: leaves[index].value,
                    before: origin.before, event: origin.event, confirmed: confirmed[index])
                return true
            }
            return !pending.isEmpty
        }
        return found.compactMap { $0 }
    }

    private static func leaves(
        of value: JSONValue, at path: [String]
    ) -> [(path: [String], value: JSONValue)] {
        guard case .object(let members) = value, !members.isEmpty else { return [(path, value)] }
        return members.flatMap { leaves(of: $0.value, at: path + [$0.key]) }
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
        return StoreError(
            .notFound,
            "\(name) has nothing at \(place.description.terminalSafe) at position \(position) and"
                + " never had\(note)", remedy: .showDocument)
    }
}
