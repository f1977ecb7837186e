package import AnnalsModel

// Retention follows from the stream `annals/retention`: its document says what holds.

extension LogReader {
    /// How long events are kept.
    ///
    /// - Throws: `corrupt` if what is stored is no period.
    package func retention() throws(StoreError) -> Retention {
        let name = try Administration.retentionStream
        guard let end = try StreamTable(statements).row(of: name) else {
            return Retention(keep: nil, position: nil)
        }
        guard case .string(let text) = try fold(stream: end.id, through: end.version).value?["keep"]
        else { return Retention(keep: nil, position: end.head) }
        do {
            return Retention(keep: try RetentionPeriod(text), position: end.head)
        } catch {
            throw StoreError(
                .corrupt,
                "what \(name) says of retention cannot be read: set it again", position: end.head,
                cause: error)
        }
    }
}

extension Administration {
    /// Verb of the event that says how long events are kept.
    package static let retentionSet = "retention-set"
    /// Id of the stream that says so.
    package static let retention = "retention"

    fileprivate static var retentionStream: StreamName {
        get throws(StoreError) { try StreamName(category: StreamName.ownCategory, id: retention) }
    }
}

extension EventLog {
    /// Says how long events are kept.
    ///
    /// - Parameter period: nil to keep them for no time.
    package func setRetention(
        _ period: RetentionPeriod?, by actor: Actor, reason: String?
    ) throws(StoreError) -> Receipt {
        let event = try NewEvent.administration(
            Administration.retention, Administration.retentionSet, by: actor,
            data: ["keep": period.map { .string($0.description) } ?? .null], reason: reason)
        return try append([event], .administration)[0]
    }
}
