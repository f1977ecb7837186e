import AnnalsModel

extension LogReader {
    /// Looks up the names of a query.
    ///
    /// - Returns: nil if a name does not exist, so that nothing matches.
    func resolve(_ query: EventQuery) throws(StoreError) -> ResolvedQuery? {
        var stream: Int64?
        if let name = query.stream {
            guard let end = try end(of: name) else { return nil }
            stream = end.id
        }
        var correlation: Int64?
        if let name = query.correlation {
            guard let id = try names.correlationID(named: name) else { return nil }
            correlation = id
        }
        var actors: [Int64]?
        if let name = query.actor {
            let found = try names.actorIDs(named: name)
            if found.isEmpty { return nil }
            actors = found
        }
        let types = try typeIDs(query)
        if types?.isEmpty == true { return nil }
        var resolved = ResolvedQuery(driver: .log, isReversed: query.isReversed)
        let named = query.type != nil || query.category != nil
        if let stream {
            resolved.driver = .stream(stream)
        } else if let correlation {
            resolved.driver = .correlation(correlation)
        } else if let actors, actors.count <= ResolvedQuery.mergedRangesMax {
            resolved.driver = .actors(actors)
        } else if let types, named, types.count <= ResolvedQuery.mergedRangesMax {
            resolved.driver = .types(types)
        }
        if case .correlation = resolved.driver {} else { resolved.correlation = correlation }
        if case .actors = resolved.driver {} else { resolved.actors = actors }
        if case .types = resolved.driver {} else { resolved.types = types }
        return resolved
    }

    /// Types that a query admits; nil if all of them.
    private func typeIDs(_ query: EventQuery) throws(StoreError) -> [Int64]? {
        let category = query.category
        let isNamed = query.type != nil || category != nil || query.stream != nil
        if !isNamed && query.includesAdministration { return nil }
        if let type = query.type {
            if let category, type.category != category { return [] }
            return try names.typeID(type).map { [$0] } ?? []
        }
        if let category { return try names.typeIDs(ofCategory: { $0 == category }) }
        return try names.typeIDs(ofCategory: {
            query.stream != nil || $0 != StreamName.ownCategory
        })
    }
}
