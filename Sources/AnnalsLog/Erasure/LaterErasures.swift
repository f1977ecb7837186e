package import AnnalsModel

/// What was erased, and said of retention, in a store after a backup of it was made: the backup has
/// it all, and must lose it again before anybody reads it.
package struct LaterErasures: Sendable {
    /// One erasure: the positions that the backup has, and what was said of it.
    package struct Erasure: Sendable {
        /// Ascending.
        package let positions: [Int64]
        /// Who erased, what and why.
        package let statement: ErasureStatement
    }

    /// How long events are kept, and who said so why.
    package struct Retaining: Sendable {
        /// nil for no time.
        package let period: RetentionPeriod?
        /// Who said so.
        package let actor: Actor
        /// Why.
        package let reason: String?
    }

    /// In the order in which they were done.
    package private(set) var erasures: [Erasure] = []
    /// What was said last of retention; nil if nothing was said since.
    package private(set) var retention: Retaining?

    /// Collects what a store's own events say.
    ///
    /// - Parameter common: Position of the last event that the backup has too.
    /// - Throws: `corrupt` where such an event cannot be read, so that it is not known.
    package init(_ store: LogReader, after common: Int64) throws(StoreError) {
        let stream = try StreamName(category: StreamName.ownCategory, id: Administration.erasures)
        for event in try store.events(of: stream, after: common)
        where event.type.verb == Administration.erased {
            let data = event.change.data
            let positions = Self.positions(data["positions"], through: common)
            guard !positions.isEmpty else { continue }
            let statement = ErasureStatement(
                scope: try Self.scope(data), actor: event.actor, reason: event.reason ?? "",
                overridesRetention: data["override"] != nil)
            erasures.append(Erasure(positions: positions, statement: statement))
        }
        let said = try store.retention()
        guard let position = said.position, position > common else { return }
        let event = try store.event(at: position)
        retention = Retaining(period: said.keep, actor: event.actor, reason: event.reason)
    }

    private static func positions(_ json: JSONValue?, through common: Int64) -> [Int64] {
        (json?.asArray ?? []).flatMap { pair -> [Int64] in
            guard let ends = pair.asArray, ends.count == 2, let first = ends[0].asInt64,
                let last = ends[1].asInt64, first >= 1, first <= min(last, common)
            else { return [] }
            return Array(first...min(last, common))
        }
    }

    private static func scope(_ data: JSONObject) throws(StoreError) -> ErasureScope {
        switch (data["scope"]?.asString, data["stream"]?.asString) {
        case ("stream", let name?): .stream(try StreamName(name))
        case ("position", _):
            .position(data["positions"]?.asArray?.first?.asArray?.first?.asInt64 ?? 0)
        // The value itself was never kept.
        default: .subject("")
        }
    }
}

extension LogReader {
    /// The events of a stream after a position.
    fileprivate func events(
        of stream: StreamName, after position: Int64
    ) throws(StoreError) -> [Event] {
        guard let end = try end(of: stream) else { return [] }
        var found: [Event] = []
        for place in try EventTable(statements).places(ofStream: end.id)
        where place.position > position {
            found.append(try event(at: place.position))
        }
        return found
    }
}

extension EventLog {
    /// Takes away what was erased elsewhere, and says so as it was said there.
    ///
    /// - Returns: Number of events that lost their content.
    package func eraseAgain(_ later: LaterErasures) throws(StoreError) -> Int64 {
        var count: Int64 = 0
        for erasure in later.erasures {
            count += try write { transaction in
                let table = EventTable(transaction.statements)
                let places = try erasure.positions.compactMap { try table.place(at: $0) }
                    .filter { !$0.isErased }
                guard !places.isEmpty else { return 0 }
                _ = try transaction.erase(places, erasure.statement)
                return Int64(places.count)
            }
        }
        return count
    }
}
