import Annals

/// Names that a filter asks for and that no event in the whole store has, most often slips of the
/// hand.
enum UnusedName {
    /// Sentences that say which of a query's names nothing bears.
    ///
    /// - Parameter query: One that found nothing.
    static func notes(_ query: EventQuery, in store: Store) throws -> [String] {
        var notes: [String] = []
        func say(_ what: String, _ name: String, _ hint: String, _ advice: String) {
            notes.append("\(what) \(name.quotedForMessage)\(hint): \(advice)")
        }
        if let actor = query.actor, try isUnused(EventQuery(actor: actor), store) {
            let names = Set(try store.actors().map(\.actor.name))
            let near = Spelling.hint(actor, among: names.sorted())
            say("no event is by an actor", actor, near, "annals actors lists all")
        }
        if let stream = query.stream, try isUnused(EventQuery(stream: stream), store) {
            notes.append(store.unknown(stream).problem + ": annals streams lists all")
        }
        if let category = query.category, let note = try note(ofCategory: category, in: store) {
            notes.append(note)
        }
        if let type = query.type, try isUnused(EventQuery(type: type), store) {
            say(
                "no event has the type", type.name, store.hint(near: type.name, among: .eventTypes),
                "annals log shows those that there are")
        }
        if let name = query.correlation, try isUnused(EventQuery(correlation: name), store) {
            say(
                "no event has the correlation", name, store.hint(near: name, among: .correlations),
                "annals show EVENT has that of an event")
        }
        if let stream = query.stream, let place = query.pointer,
            try isUnused(EventQuery(stream: stream, pointer: place), store),
            case let hint = store.hint(nearPlace: place, of: stream), !hint.isEmpty
        {
            say("no event of \(stream) writes", place.description, hint, "annals state shows all")
        }
        return notes
    }

    /// Says that there is no stream of a category; nil if there is one.
    static func note(ofCategory category: String, in store: Store) throws -> String? {
        guard try store.streams(category: category).next() == nil else { return nil }
        let hint = store.hint(near: category, among: .categories)
        return "there is no stream of category \(category.quotedForMessage)\(hint):"
            + " annals streams lists all"
    }

    private static func isUnused(_ query: EventQuery, _ store: Store) throws -> Bool {
        var query = query
        query.includesAdministration = true
        return try store.events(query).next() == nil
    }
}
