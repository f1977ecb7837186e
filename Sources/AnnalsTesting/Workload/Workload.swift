package import AnnalsModel

/// An invented history of a fleet of agents, the same for the same seed.
///
/// 24 agents report their status; tasks are created and go through a life of six changes; messages
/// are sent and processed; a cycle has 500 events. Bodies are about 275 bytes on average, half of
/// them below 160: the sizes of what real fleets write. It ends after the number of events asked
/// for.
package struct Workload: Sequence, IteratorProtocol, Sendable {
    /// Agents that take part.
    static let agentCount = 24
    /// Events of one cycle.
    static let cycleEvents = 500
    /// Tasks that are worked on at a time.
    static let openTasksMax = 2000

    var random: SeededRandom
    var words: Words
    private let events: Int
    private let live: Int?
    private var index = 0
    /// Tasks that are not complete, with the number of steps they have taken.
    var openTasks: [(number: Int, step: Int)] = []
    var tasks = 0
    /// Messages that are not processed.
    var waiting = PickingSet()
    var messages = 0
    private var alive = Queue()

    /// Begins a history.
    ///
    /// - Parameters:
    ///   - seed: decides everything that is random.
    ///   - events: how many there will be.
    ///   - live: where given, the oldest tasks and messages are removed while more than this many
    ///     are alive, so that the state stays as large while history grows.
    package init(seed: UInt64, events: Int, live: Int? = nil) {
        random = SeededRandom(seed: seed)
        words = Words()
        self.events = events
        self.live = live
    }

    /// The next event, nil after the last.
    package mutating func next() -> NewEvent? {
        guard index < events else {
            return nil
        }
        defer { index += 1 }
        if index < Self.agentCount {
            return registration()
        }
        let agent = someAgent()
        if let live, alive.count > live, random.fraction() < 0.35, let thing = alive.removeFirst() {
            return removal(of: thing, by: agent)
        }
        let kind = random.fraction()
        switch kind {
        case ..<0.25: return statusReport(of: agent)
        case ..<0.37: return newTask(by: agent)
        case ..<0.72: return openTasks.isEmpty ? newTask(by: agent) : taskStep(by: agent)
        case ..<0.88: return newMessage(from: agent)
        default: return waiting.isEmpty ? newMessage(from: agent) : processing(by: agent)
        }
    }

    /// The cycle of the present event.
    var cycle: Int64 {
        Int64(index / Self.cycleEvents + 1)
    }

    /// The invented time of the present event: two seconds after the one before.
    var time: JSONValue {
        let start: Int64 = 1_735_689_600  // 2025-01-01
        let text = Timestamp(microseconds: (start + Int64(index) * 2) * 1_000_000).rfc3339
        return .string(text.prefix(19) + "Z")
    }

    func agentName(_ number: Int) -> String {
        "Agent-\(number)"
    }

    /// Some agents do much more than others.
    private mutating func someAgent() -> Int {
        var number = 1
        while number < Self.agentCount, random.fraction() < 0.78 {
            number += 1
        }
        return number
    }

    /// The event itself; every name here is made by this type and fits the grammar.
    func event(_ thing: Thing, _ verb: String, by agent: Int, _ change: Change) -> NewEvent? {
        guard let stream = try? StreamName(category: thing.category, id: thing.id),
            let type = try? EventType("\(thing.category).\(verb)"),
            let actor = try? Actor(agentName(agent))
        else {
            return nil
        }
        return NewEvent(stream: stream, type: type, actor: actor, change: change, cycle: cycle)
    }

    private mutating func registration() -> NewEvent? {
        let agent = index + 1
        return event(
            Thing(category: "agent", id: agentName(agent)), "registered", by: agent,
            Change(data: [
                "team": index.isMultiple(of: 2) ? "Team Beta" : "Team Alpha",
                "specialization": words.text(1...2, &random), "captain": "Agent-4",
                "status": "ONBOARDING", "current_focus": words.text(3...9, &random),
                "cycle_count": 0, "tasks_completed": 0,
                "coordination_efficiency": words.share(0), "v2_compliance": words.share(0),
            ]))
    }

    private mutating func removal(of thing: Thing, by agent: Int) -> NewEvent? {
        if thing.category == "task" {
            openTasks.removeAll { $0.number == thing.number }
        } else {
            waiting.remove(thing.number)
        }
        return event(thing, "removed", by: agent, Change(deleted: true))
    }

    /// Remembers a thing as alive, where anything is ever removed.
    mutating func remember(_ thing: Thing) {
        if live != nil {
            alive.append(thing)
        }
    }
}
