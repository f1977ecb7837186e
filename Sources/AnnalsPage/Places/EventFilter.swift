import AnnalsModel

/// Which events of the timeline are wanted; empty texts are none.
package struct EventFilter: Sendable {
    /// Of streams of this category.
    package var category: String?
    /// Of this type.
    package var type: String?
    /// By this actor.
    package var actor: String?
    /// Of this run.
    package var correlation: String?
    /// With this text.
    package var search: String?
    /// Only events before this position.
    package var before: Int64?

    /// Wants all.
    package init() {}

    /// Whether something is left out, but for where the list goes on.
    var isSet: Bool {
        category != nil || type != nil || actor != nil || correlation != nil || search != nil
    }

    /// The question to the log, newest events first.
    ///
    /// - Parameter position: The last event that is wanted.
    /// - Throws: `invalidName` for a type that is none; `notAllowed` for a category that the
    ///   visitor may not see.
    func query(
        through position: Int64, for visitor: PageVisitor
    ) throws(StoreError) -> EventQuery {
        if let category { try visitor.demand(category) }
        var query = EventQuery(
            category: category ?? visitor.onlyCategory, actor: actor, correlation: correlation,
            through: min(before.map { $0 - 1 } ?? .max, position), search: search,
            isReversed: true)
        query.type = try type.map { text throws(StoreError) in try EventType(text) }
        return query
    }
}
