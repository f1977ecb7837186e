package import AnnalsModel

/// Makes events that meet every corner of a document's life: facts, nested merges, unsets that name
/// nothing, containers that become scalars and back, ends and new beginnings, and values that
/// columns refuse or round.
///
/// Streams of different categories share ids, and the members are those that the definitions of
/// ``DefinitionGenerator`` look at.
package struct HistoryGenerator: Sendable {
    /// Where the choices come from.
    package var random: SeededRandom
    /// The streams that events go to.
    package let streams: [StreamName]
    private let actors: [Actor]
    private var cycle: Int64 = 0

    /// The categories of the streams.
    package static let categories = ["task", "agent", "note"]
    /// The verbs of the types.
    package static let verbs = ["created", "updated", "done"]
    /// The names of members.
    package static let members = ["a", "b", "c", "n", "id", "rest", "é", "e\u{301}", "other"]

    /// Begins a history.
    ///
    /// - Parameters:
    ///   - seed: The same seed gives the same events.
    ///   - count: Streams; each third has the category of the first.
    package init(seed: UInt64, streams count: Int = 7) throws(StoreError) {
        random = SeededRandom(seed: seed)
        var streams: [StreamName] = []
        for index in 0..<count {
            let category = Self.categories[index % Self.categories.count]
            streams.append(try StreamName(category: category, id: "N\(index / 2)"))
        }
        self.streams = streams
        actors = [try Actor("Agent-1"), try Actor("Agent-2"), try Actor("maria", kind: .human)]
    }

    /// The next event.
    package mutating func next() throws(StoreError) -> NewEvent {
        let stream = random.element(of: streams)
        let type = try EventType("\(stream.category).\(random.element(of: Self.verbs))")
        var event = NewEvent(
            stream: stream, type: type, actor: random.element(of: actors), change: change())
        if once(in: 3) { event.reason = "because \(random.number(0...99))" }
        if once(in: 4) { event.context = ["tool": "search", "a": value(depth: 1)] }
        // A fact: it says nothing about the thing.
        if !event.context.isEmpty, once(in: 2) { event.change = Change() }
        if once(in: 3) { event.correlation = random.element(of: ["run-1", "run-2"]) }
        if once(in: 30) {
            cycle += Int64(random.number(1...3))
            event.cycle = cycle
        }
        return event
    }

    /// The next events, 1 to a number of them.
    package mutating func batch(upTo most: Int) throws(StoreError) -> [NewEvent] {
        var events: [NewEvent] = []
        for _ in 0..<random.number(1...most) { events.append(try next()) }
        return events
    }

    /// Whether something happens that does so once in a number of times.
    package mutating func once(in times: Int) -> Bool {
        random.once(in: times)
    }

    private mutating func change() -> Change {
        if once(in: 14) { return Change(deleted: true) }
        var change = Change()
        for _ in 0..<random.number(0...3) {
            change.data[random.element(of: Self.members)] = value(depth: 1)
        }
        if once(in: 4) {
            for _ in 0..<random.number(1...2) {
                let tokens = (0..<random.number(1...2)).map { _ in
                    random.element(of: Self.members)
                }
                change.unset.append(JSONPointer(tokens: tokens))
            }
        }
        return change
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch random.number(0...9) {
        case 0...2: return .number(JSONNumber(Int64(random.number(0...9))))
        case 3...4 where depth < 4:
            var object = JSONObject()
            for _ in 0..<random.number(0...2) {
                object[random.element(of: Self.members)] = value(depth: depth + 1)
            }
            return .object(object)
        case 5: return .array((0..<random.number(0...2)).map { _ in "x" })
        default: return random.element(of: Self.scalars)
        }
    }

    private static let scalars: [JSONValue] = [
        .null, true, false, "", "text", "é", "e\u{301}", "nul\u{0}l", "open", "closed",
        literal("2.5"), literal("9007199254740993"), literal("9223372036854775808"),
        literal("1e400"), literal("-0.25"),
    ]

    private static func literal(_ literal: String) -> JSONValue {
        JSONNumber(literal: literal).map { .number($0) } ?? .null
    }
}
