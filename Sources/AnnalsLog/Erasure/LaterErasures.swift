package import AnnalsIntegrity
package import AnnalsModel

/// What was erased, and said of retention, in a store after a backup of it was made: the backup has
/// it all, and must lose it again before anybody reads it.
package struct LaterErasures: Sendable {
    /// One erasure: positions that the backup has, and what was said of it.
    package struct Erasure: Sendable {
        /// Ascending.
        package let positions: [Int64]
        /// Who erased them, and why.
        package let statement: ErasureStatement
    }

    /// One erasure of events that the backup has not: another backup may have them, and is known by
    /// their leaves.
    package struct Lost: Sendable {
        /// Where each event was, and its leaf, which stays whatever is erased.
        package let leaves: [(position: Int64, leaf: Digest)]
        /// Who erased them, and why.
        package let statement: ErasureStatement
    }

    /// How long events are kept, and who said so why.
    package struct Retaining: Sendable {
        /// For how long; nil for not at all.
        package let period: RetentionPeriod?
        /// Who said so.
        package let actor: Actor
        /// Why; nil if that was not said.
        package let reason: String?
    }

    /// In the order in which they were done.
    package private(set) var erasures: [Erasure] = []
    /// What is to be remembered until such a backup takes the store's place.
    package private(set) var lost: [Lost] = []
    /// What was said last of retention; nil if nothing was said since.
    package private(set) var retention: Retaining?

    /// Collects what a store's own events say.
    ///
    /// - Parameters:
    ///   - copy: The backup.
    ///   - common: Position of the last event that both have.
    /// - Throws: `corrupt` where such an event cannot be read, so that it is not known.
    package init(
        _ store: LogReader, besides copy: LogReader, after common: Int64
    ) throws(StoreError) {
        for event in try store.events(of: Administration.restores, after: common)
        where event.type.verb == Administration.restoredFromBackup {
            for erasure in try Lost.list(event.change.data) {
                try add(erasure, known: [], in: copy)
            }
        }
        for event in try store.events(of: Administration.erasures, after: common)
        where event.type.verb == Administration.erased {
            let data = event.change.data
            let statement = ErasureStatement(
                scope: try ErasureScope(data), actor: event.actor, reason: event.reason ?? "",
                overridesRetention: data["override"] != nil)
            let positions = ErasureStatement.ranges(data["positions"]).flatMap(Array.init)
            var beyond: [(position: Int64, leaf: Digest)] = []
            for position in positions where position > common {
                if let leaf = try store.leaf(at: position) { beyond.append((position, leaf)) }
            }
            try add(
                Lost(leaves: beyond, statement: statement),
                known: positions.filter { $0 <= common }, in: copy)
        }
        let said = try store.retention()
        guard let position = said.position, position > common else { return }
        let event = try store.event(at: position)
        retention = Retaining(period: said.keep, actor: event.actor, reason: event.reason)
    }

    /// Adds an erasure of events that another store had: those that the backup has are erased in
    /// it, and the others are remembered.
    ///
    /// - Parameter known: Positions of events that the backup has, of the same erasure.
    private mutating func add(
        _ erasure: Lost, known: [Int64], in copy: LogReader
    ) throws(StoreError) {
        var (within, beyond): ([Int64], [(position: Int64, leaf: Digest)]) = (known, [])
        for (position, leaf) in erasure.leaves {
            if try copy.leaf(at: position) == leaf {
                within.append(position)
            } else {
                beyond.append((position, leaf))
            }
        }
        let statement = erasure.statement
        if !within.isEmpty { erasures.append(Erasure(positions: within, statement: statement)) }
        if !beyond.isEmpty { lost.append(Lost(leaves: beyond, statement: statement)) }
    }
}

extension LaterErasures.Lost {
    /// As `annals.restored-from-backup` remembers it.
    package var json: JSONValue {
        var data = JSONObject()
        data["scope"] = .string(statement.scope.word)
        if case .stream(let name) = statement.scope { data["stream"] = .string(name.description) }
        data["actor"] = .string(statement.actor.name)
        data["kind"] = .string(statement.actor.kind.rawValue)
        data["reason"] = .string(statement.reason)
        if statement.overridesRetention { data["override"] = true }
        data["leaves"] = .array(
            leaves.map { [.number(JSONNumber($0.position)), .string($0.leaf.base64)] })
        return .object(data)
    }

    /// Those that an event remembers.
    fileprivate static func list(_ data: JSONObject) throws(StoreError) -> [Self] {
        var list: [Self] = []
        for case .object(let erasure) in data["erased"]?.asArray ?? [] {
            let kind = try Actor.Kind(erasure["kind"]?.asString ?? "")
            let statement = ErasureStatement(
                scope: try ErasureScope(erasure),
                actor: try Actor(erasure["actor"]?.asString ?? "", kind: kind),
                reason: erasure["reason"]?.asString ?? "",
                overridesRetention: erasure["override"] != nil)
            let leaves = (erasure["leaves"]?.asArray ?? []).compactMap { pair in
                guard let pair = pair.asArray, pair.count == 2, let position = pair[0].asInt64,
                    let leaf = pair[1].asString.flatMap(Digest.init(base64:))
                else { return nil as (position: Int64, leaf: Digest)? }
                return (position, leaf)
            }
            list.append(Self(leaves: leaves, statement: statement))
        }
        return list
    }
}

extension ErasureScope {
    /// What an event says was asked for; the value that a subject is about was never kept.
    fileprivate init(_ data: JSONObject) throws(StoreError) {
        switch (data["scope"]?.asString, data["stream"]?.asString) {
        case ("stream", let name?): self = .stream(try StreamName(name))
        case ("position", _):
            let list = data["positions"]?.asArray ?? data["leaves"]?.asArray
            self = .position(list?.first?.asArray?.first?.asInt64 ?? 0)
        default: self = .subject("")
        }
    }
}

extension LogReader {
    /// The events of one of the store's own streams after a position.
    fileprivate func events(of id: String, after position: Int64) throws(StoreError) -> [Event] {
        var found: [Event] = []
        for place in try places(ofOwn: id, after: position) {
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
