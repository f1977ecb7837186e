import Annals
import ArgumentParser

/// Which events are wanted.
struct EventFilter: ParsableArguments {
    @Option(
        help: ArgumentHelp("Events of one stream.", valueName: "category/id"),
        completion: .stored(.streams))
    var stream: String?

    @Option(
        help: ArgumentHelp("Events of streams of one category.", valueName: "category"),
        completion: .stored(.categories))
    var category: String?

    @Option(
        help: ArgumentHelp("Events of one type.", valueName: "category.verb"),
        completion: .stored(.eventTypes))
    var type: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Events by one actor, of whatever kind.", valueName: "name"),
        completion: .stored(.actors))
    var by: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Events of one run or conversation.", valueName: "name"),
        completion: .stored(.correlations))
    var correlation: String?

    @Option(
        help: ArgumentHelp(
            "Events after moment A, up to and including moment B's; either may be left out.",
            valueName: "a..b"),
        completion: .stored(.ranges))
    var `in`: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Events with this text in data, reason, context or names; a-z matches A-Z.",
            valueName: "text"))
    var search: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Events with all these words, beginnings of words (pum*) and \"phrases\".",
            valueName: "words"))
    var match: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Events whose context says so, like /session=abc; may be repeated.",
            valueName: "pointer=value"))
    var context: [String] = []

    @Option(
        help: ArgumentHelp(
            "Events that write this place of their document or take it away, like /status.",
            valueName: "pointer"))
    var pointer: String?

    @Flag(help: "Events of the category annals too, the store's own.")
    var all = false

    /// The filter without its range, which only a store can resolve.
    func query() throws(StoreError) -> EventQuery {
        var query = EventQuery()
        query.stream = try stream.map { text throws(StoreError) in try StreamName(text) }
        query.type = try type.map { text throws(StoreError) in try EventType(text) }
        query.category = category
        query.actor = by
        query.correlation = correlation
        query.search = search
        query.match = try match.map { text throws(StoreError) in try TextQuery(text) }
        query.context = try context.map { text throws(StoreError) in try ContextCondition(text) }
        query.pointer = try pointer.map { text throws(StoreError) in try JSONPointer(text) }
        query.includesAdministration = all
        return query
    }

    /// Whether nothing but a range says which events are wanted, and not all are.
    var isWithoutNames: Bool {
        let texts = [stream, category, type, by, correlation, search, match, pointer]
        return texts.allSatisfy { $0 == nil } && context.isEmpty && !all
    }

    /// The range.
    func range() throws(StoreError) -> MomentRange? {
        try `in`.map { text throws(StoreError) in try GivenMoment.range(text) }
    }
}
