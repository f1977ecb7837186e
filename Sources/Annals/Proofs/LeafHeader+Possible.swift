import AnnalsIntegrity
import AnnalsModel

extension LeafEvidence {
    /// Makes sure that a store can have appended such an event: whoever has a log's key can sign
    /// anything, and what reads a proof is not to be given other names and numbers than a store
    /// has.
    ///
    /// - Throws: `invalidArgument`.
    func checkPossible() throws(StoreError) {
        do {
            try header.checkNames()
        } catch {
            throw impossible(error.message)
        }
        let isCaused = header.causation.map { (1..<header.position).contains($0) }
        guard (1...Limits.positionMax).contains(header.position),
            (1...header.position).contains(header.version), header.cycle >= 0, isCaused != false
        else { throw impossible("position, version, cycle and cause do not fit each other") }
        if let time = header.occurredAt,
            !(Timestamp.earliest...Timestamp.latest).contains(Timestamp(microseconds: time))
        {
            throw impossible("its claimed time lies outside the years 1 to 9999")
        }
        if let body = opening?.body, String(validating: body, as: UTF8.self) == nil {
            throw impossible("its body is not UTF-8")
        }
    }

    private func impossible(_ why: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "the data beside the proof is no event that a store can have appended: \(why)",
            position: header.position)
    }
}

extension LeafHeader {
    /// - Throws: `invalidName`, `invalidArgument` for what is no name of its kind.
    fileprivate func checkNames() throws(StoreError) {
        let event = NewEvent(
            stream: try StreamName(stream), type: try EventType(type),
            actor: try Actor(actor, kind: try Actor.Kind(kind)), change: Change(),
            correlation: correlation)
        try event.validate()
    }
}
