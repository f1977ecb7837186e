import Annals
import AnnalsModel

extension Parameters {
    /// Which events are wanted: the parameters of every list of them.
    static let ofEvents: [ParameterDescription] = [
        stream.description, ofCategory.description, type.description, actor.description,
        correlation.description, range.description, search.description, match.description,
        context.description, pointer.description, all.description, after.description,
        before.description,
    ]
}

extension Call {
    /// Which events are wanted, but for the range and the order.
    ///
    /// - Throws: `notAllowed` for a stream or category that the caller does not reach; what reading
    ///   the parameters throws.
    func eventQuery() throws(StoreError) -> EventQuery {
        let stream = try value(Parameters.stream)
        let category = try value(Parameters.ofCategory) ?? caller.onlyCategory
        if let stream { try caller.demand(stream.category) }
        if let category { try caller.demand(category) }
        return EventQuery(
            stream: stream, category: category,
            type: try value(Parameters.type), actor: try value(Parameters.actor),
            correlation: try value(Parameters.correlation),
            after: try value(Parameters.after) ?? 0,
            through: try value(Parameters.before).map { $0 - 1 },
            search: try value(Parameters.search), match: try value(Parameters.match),
            context: try values(Parameters.context), pointer: try value(Parameters.pointer),
            includesAdministration: try value(Parameters.all) ?? false)
    }

    /// The query with the range that was given, as the store has it now.
    func inRange(_ query: EventQuery) async throws -> EventQuery {
        guard let range = try value(Parameters.range) else { return query }
        var query = query
        let positions = try await store.positions(of: try caller.checked(range))
        query.after = max(query.after, positions.after)
        query.through = min(query.through ?? .max, positions.through)
        return query
    }
}
