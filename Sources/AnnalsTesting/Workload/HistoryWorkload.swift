package import AnnalsModel

/// An invented history of documents that are rewritten as a whole, the same for the same seed.
///
/// Real fleets keep large status files and save all of them for every small change: bodies of 2 to
/// 9 kB that differ little from the stream's last. Such histories are what a body's base and long
/// dictionaries are for.
package struct HistoryWorkload: Sequence, IteratorProtocol, Sendable {
    private static let agentCount = 12

    private var random: SeededRandom
    private let words = Words()
    private let events: Int
    private var index = 0
    private var documents: [JSONObject?]

    /// Begins a history of so many events.
    package init(seed: UInt64, events: Int) {
        random = SeededRandom(seed: seed)
        self.events = events
        documents = Array(repeating: nil, count: Self.agentCount)
    }

    /// The next event, nil after the last.
    package mutating func next() -> NewEvent? {
        guard index < events else {
            return nil
        }
        defer { index += 1 }
        let agent = index < Self.agentCount ? index : random.number(0...(Self.agentCount - 1))
        var document = documents[agent] ?? firstDocument()
        if documents[agent] != nil {
            edit(&document)
        }
        documents[agent] = document
        let name = "Agent-\(agent + 1)"
        guard let stream = try? StreamName(category: "agent", id: name),
            let type = try? EventType("agent.saved"), let actor = try? Actor(name)
        else {
            return nil
        }
        return NewEvent(
            stream: stream, type: type, actor: actor, change: Change(data: document),
            cycle: Int64(index / 50 + 1))
    }

    private mutating func firstDocument() -> JSONObject {
        [
            "agent_name": prose(2...4), "status": "ACTIVE_AGENT_MODE",
            "current_mission": prose(8...20),
            "current_tasks": .array(
                (0..<random.number(6...14)).map { _ in prose(6...14) }),
            "completed_tasks": .array(
                (0..<random.number(8...24)).map { _ in prose(6...14) }),
            "achievements": .array(
                (0..<random.number(4...10)).map { _ in prose(8...20) }),
            "metrics": .object(
                JSONObject(
                    (0..<12).map { number in
                        ("metric_\(number)", words.count(random.number(0...1000)))
                    })),
            "next_actions": .array(
                (0..<random.number(4...8)).map { _ in prose(6...16) }),
        ]
    }

    /// Some words, and among them the names, numbers and hashes that no dictionary has seen.
    private mutating func prose(_ count: ClosedRange<Int>) -> JSONValue {
        let parts = (0..<random.number(count)).map { _ in
            random.fraction() < 0.3
                ? String(random.next() >> UInt64(random.number(28...48)), radix: 16)
                : words.word(&random)
        }
        return .string(parts.joined(separator: " "))
    }

    /// Some changes, as an agent makes them between two saves.
    private mutating func edit(_ document: inout JSONObject) {
        for _ in 0..<random.number(5...15) {
            switch random.number(0...4) {
            case 0:
                document["status"] = .string(
                    random.element(of: ["ACTIVE_AGENT_MODE", "WAITING", "BLOCKED", "SURVEY"]))
            case 1:
                document["current_mission"] = prose(8...20)
            case 2:
                document["metrics"] = document["metrics"]?.asObject.map { metrics in
                    var metrics = metrics
                    metrics["metric_\(random.number(0...11))"] = words.count(
                        random.number(0...1000))
                    return .object(metrics)
                }
            case 3:
                completeATask(&document)
            default:
                document["next_actions"] = .array(
                    (0..<random.number(4...8)).map { _ in prose(6...16) })
            }
        }
    }

    private mutating func completeATask(_ document: inout JSONObject) {
        var current = document["current_tasks"]?.asArray ?? []
        var completed = document["completed_tasks"]?.asArray ?? []
        guard !current.isEmpty else {
            return
        }
        completed.append(current.removeFirst())
        current.append(prose(6...14))
        // Agents keep the last few; else their files would grow without end.
        document["completed_tasks"] = .array(Array(completed.suffix(40)))
        document["current_tasks"] = .array(current)
    }
}

extension JSONObject {
    fileprivate init(_ members: [(String, JSONValue)]) {
        self.init()
        for (key, value) in members {
            self[key] = value
        }
    }
}
