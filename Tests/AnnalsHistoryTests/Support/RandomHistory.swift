import AnnalsModel
import AnnalsTesting

/// Makes events that meet every corner of a document's life: nested merges, unsets that name
/// nothing, containers that become scalars and back, ends and new beginnings.
struct RandomHistory {
    var random: SeededRandom
    let streams: [StreamName]
    let actors: [Actor]
    let correlations = ["run-1", "run-2"]
    private var cycle: Int64 = 0

    init(seed: UInt64, streams count: Int = 6) throws {
        random = SeededRandom(seed: seed)
        let categories = ["task", "agent", "note", "file"]
        streams = try (0..<count).map { index in
            try StreamName(category: categories[index % categories.count], id: "N\(index)")
        }
        actors = [
            try Actor("Agent-1"), try Actor("Agent-2"), try Actor("maria", kind: .human),
        ]
    }

    /// The next event.
    mutating func next() throws -> NewEvent {
        let stream = streams.randomElement(using: &random) ?? streams[0]
        var event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).\(verb())"),
            actor: actors.randomElement(using: &random) ?? actors[0], change: change())
        if chance(0.3) { event.reason = "because \(Int.random(in: 0..<100, using: &random))" }
        if chance(0.3) { event.context = ["tool": "search", "a": .object(object(depth: 0))] }
        // A fact: it says nothing about the thing.
        if !event.context.isEmpty, chance(0.5) { event.change = Change() }
        if chance(0.4) { event.correlation = correlations.randomElement(using: &random) }
        if chance(0.05) {
            cycle += Int64.random(in: 1...3, using: &random)
            event.cycle = cycle
        }
        return event
    }

    mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < share
    }

    private mutating func verb() -> String {
        ["created", "updated", "completed"].randomElement(using: &random) ?? "updated"
    }

    private mutating func change() -> Change {
        if chance(0.06) { return Change(deleted: true) }
        let unset = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
            chance(0.4) ? pointer() : nil
        }
        return Change(data: chance(0.1) ? [:] : object(depth: 0), unset: unset)
    }

    private mutating func key() -> String {
        ["title", "status", "a", "b", "n", "a/b", "~"].randomElement(using: &random) ?? "a"
    }

    private mutating func pointer() -> JSONPointer {
        JSONPointer(tokens: (0..<Int.random(in: 1...3, using: &random)).map { _ in key() })
    }

    private mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: depth == 0 ? 1...3 : 0...2, using: &random) {
            object[key()] = value(depth: depth + 1)
        }
        return object
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .null
        case 1: return .bool(chance(0.5))
        case 2, 3: return .number(JSONNumber(Int64.random(in: 0...2, using: &random)))
        case 4: return .array((0..<Int.random(in: 0...2, using: &random)).map { _ in "x" })
        case 5...7: return depth < 4 ? .object(object(depth: depth)) : [:]
        default:
            return .string(["open", "done", "é", "e\u{301}"].randomElement(using: &random) ?? "")
        }
    }
}
