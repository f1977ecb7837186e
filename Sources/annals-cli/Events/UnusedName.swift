import Annals

/// Names that a filter asks for and that no event in the whole store has, most often slips of the
/// hand.
enum UnusedName {
    /// Says which of a query's names nothing bears.
    ///
    /// - Parameter query: One that found nothing.
    static func note(_ query: EventQuery, in store: Store) throws {
        if let actor = query.actor, try isUnused(EventQuery(actor: actor), store) {
            let names = Set(try store.actors().map(\.actor.name))
            let near = Spelling.hint(actor, among: names.sorted())
            say("no event is by an actor", actor, near, "annals actors lists all")
        }
        if let stream = query.stream, try isUnused(EventQuery(stream: stream), store) {
            Warning.note(store.unknown(stream).problem + ": annals streams lists all")
        }
        if let category = query.category, try store.streams(category: category).next() == nil {
            say("there is no stream of category", category, "", "annals streams lists all")
        }
        if let type = query.type, try isUnused(EventQuery(type: type), store) {
            say("no event has the type", type.name, "", "annals log shows those that there are")
        }
        if let name = query.correlation, try isUnused(EventQuery(correlation: name), store) {
            say("no event has the correlation", name, "", "annals show EVENT has that of an event")
        }
    }

    private static func isUnused(_ query: EventQuery, _ store: Store) throws -> Bool {
        var query = query
        query.includesAdministration = true
        return try store.events(query).next() == nil
    }

    private static func say(_ what: String, _ name: String, _ hint: String, _ advice: String) {
        Warning.note("\(what) \(name.quotedForMessage)\(hint): \(advice)")
    }
}
