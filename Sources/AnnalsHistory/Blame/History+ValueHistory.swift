import AnnalsLog
package import AnnalsModel

extension History {
    /// Every value that a place of a document had, and who gave each, first to last.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - pointer: The place; the whole document if it is the root.
    ///   - moment: The present that is meant.
    /// - Returns: One entry a value; `confirmed` counts the events that wrote it again before the
    ///   next one. Erased events gave nothing.
    /// - Throws: `notFound` if there never was a value at the place by then, `beyondHead`.
    package func valueHistory(
        of stream: StreamName, at pointer: JSONPointer, as moment: Moment = .head
    ) throws(StoreError) -> [BlamedValue] {
        let position = try position(of: moment)
        do {
            var stretches = try log.read { reader in
                try BlamedStretches(reader, log, stream, at: position)
            }
            // Every value is asked for, so that no stored document spares a look.
            stretches.isDivided = false
            let values = try values(at: pointer, in: stretches)
            guard !values.isEmpty else {
                throw try nothing(at: pointer, of: stretches, position)
            }
            return values
        } catch {
            throw StoreError.wrapping(error, doing: "find the values of a place")
        }
    }

    private func values(
        at pointer: JSONPointer, in stretches: BlamedStretches
    ) throws -> [BlamedValue] {
        var found: [BlamedValue] = []
        var trail = ValueTrail(pointer, in: nil)
        try stretches.forEach {
            SoughtMembers(of: [pointer.tokens])
        } begin: {
            trail = ValueTrail(pointer, in: $0)
        } apply: { event, _, new in
            guard !event.isErased, !event.isFact else { return }
            trail.apply(event, new: new)
            guard let origin = trail.origin else { return }
            if origin.event.position == event.position {
                found.append(
                    BlamedValue(
                        pointer: pointer, value: trail.value, before: origin.before,
                        event: origin.event, confirmed: 0))
            } else if !found.isEmpty {
                found[found.count - 1].confirmed = trail.confirmed
            }
        } end: {
            false
        }
        return found
    }
}
