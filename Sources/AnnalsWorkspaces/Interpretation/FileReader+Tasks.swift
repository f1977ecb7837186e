import AnnalsModel

/// What the place of a task says of it.
struct TaskPlace {
    /// How much what stands there weighs.
    var rank: Claim.Rank
    /// Comes before the same rank in other sorts of files.
    var tier: Int
    /// The status of a task there that names none, and the member that it was concluded from.
    var status: (value: String, from: String)?
    /// The agent in whose list it stands.
    var agent: String?
    /// The way to the list, or to the task itself.
    var list: JSONPointer
    /// Which objects with an `id` but no `task_id` are tasks.
    var plainIDs: PlainIDs

    /// Which objects with an `id` but no `task_id` are tasks.
    enum PlainIDs {
        /// All: the list is one of tasks.
        case all
        /// Those that have the members of a task or contract.
        case described
        /// None.
        case none
    }

    /// Sorts of lists by how words in their names begin: the first that fits counts.
    private static let sorts: [(words: [String], rank: Claim.Rank, status: String?)] = [
        (["complet", "finished", "done"], .completed, "completed"),
        (["previous"], .working, nil),
        (["claimed"], .working, "claimed"),
        (["current", "active", "progress"], .working, "in_progress"),
        (["pending"], .future, "pending"),
        (["available", "future", "upcoming", "categories"], .future, "available"),
    ]

    /// The place in a member of a list file.
    func inMember(_ name: String) -> TaskPlace {
        let words = name.lowercasedASCII.split { $0 == "_" || $0 == "-" || $0 == " " }
        var place = self
        place.list = list.appending(name)
        let sort = Self.sorts.first { sort in
            sort.words.contains { start in words.contains { $0.hasPrefix(start) } }
        }
        guard let sort else { return place }
        if rank < .mention { place.rank = sort.rank }
        place.status = sort.status.map { ($0, name) }
        return place
    }
}

extension FileReader {
    /// `working_tasks.json` and `future_tasks.json`: every object with an id below their members.
    mutating func readTaskList(_ value: JSONValue, _ agent: String, isFuture: Bool) {
        let whole = TaskPlace(
            rank: isFuture ? .future : .working, tier: isFuture ? 1 : 0, agent: agent,
            list: JSONPointer(tokens: []), plainIDs: .all)
        switch value {
        case .object(let object):
            readListOwner(object, agent)
            if case .string = object["task_id"] {
                readTask(object, whole, at: JSONPointer(tokens: []))
            }
            for (name, member) in object {
                walk(member, whole.inMember(name), at: JSONPointer(tokens: [name]))
            }
        case .array:
            walk(value, whole, at: JSONPointer(tokens: []))
        default:
            findShape(value, wanted: "an object or an array")
        }
    }

    /// Objects with a `task_id` in a status file, below its members.
    mutating func readMentionedTasks(_ value: JSONValue, _ agent: String) {
        let whole = TaskPlace(
            rank: .mention, tier: 0, list: JSONPointer(tokens: []), plainIDs: .none)
        for (name, member) in value.asObject ?? [:] {
            var place = whole.inMember(name)
            // Only in a list like `current_tasks` is it said whose tasks they are.
            if place.status != nil { place.agent = agent }
            walk(member, place, at: JSONPointer(tokens: [name]))
        }
    }

    /// Objects with an id in a file whose place says that tasks or contracts are in it.
    mutating func readCarriedTasks(_ value: JSONValue) {
        let place = TaskPlace(
            rank: .mention, tier: 1, list: JSONPointer(tokens: []), plainIDs: .described)
        walk(value, place, at: JSONPointer(tokens: []))
    }

    /// Finds the tasks in a value; what is inside a task is the task's.
    private mutating func walk(_ value: JSONValue, _ place: TaskPlace, at pointer: JSONPointer) {
        switch value {
        case .object(let object):
            if taskID(object, place) != nil {
                readTask(object, place, at: pointer)
                return
            }
            for (name, member) in object {
                var inner = place
                inner.list = pointer.appending(name)
                walk(member, inner, at: pointer.appending(name))
            }
        case .array(let elements):
            var inner = place
            inner.list = pointer
            for (index, element) in elements.enumerated() {
                walk(element, inner, at: pointer.appending(String(index)))
            }
        default:
            break
        }
    }

    /// The member that names the task, and its name; a `task_id` that says nothing gives way.
    private func taskID(_ object: JSONObject, _ place: TaskPlace) -> (member: String, id: String)? {
        switch object["task_id"] {
        case .string(let id) where !id.isEmpty: return ("task_id", id)
        case let value where Self.saysNothing(value): break
        default: return nil
        }
        if place.plainIDs == .described, case .string(let id) = object["contract_id"], !id.isEmpty {
            return ("contract_id", id)
        }
        guard case .string(let id) = object["id"], !id.isEmpty else { return nil }
        switch place.plainIDs {
        case .all: return ("id", id)
        case .none: return nil
        case .described:
            func has(_ names: [String]) -> Bool { names.contains { object[$0] != nil } }
            let isTask =
                has(["title", "description", "task", "name"])
                && has(["status", "priority", "agent_id", "assigned_to"])
            return isTask ? ("id", id) : nil
        }
    }

    /// Whether a value is absent, null, false, zero or empty.
    private static func saysNothing(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null, .bool(false), .string(""): true
        case .number(let number): number.double == 0
        case .array(let array): array.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    private mutating func readTask(
        _ object: JSONObject, _ place: TaskPlace, at pointer: JSONPointer
    ) {
        guard let (member, id) = taskID(object, place) else { return }
        if id.contains("{{") {
            find(
                .unusableID,
                "the task id \(id.quotedForMessage) at \(pointer.description.quotedForMessage) is"
                    + " a template's placeholder, so it makes no task")
            return
        }
        guard let stream = stream("task", id) else { return }
        var members = object
        members.removeValue(forKey: member)
        if case .string(id) = members["id"] { members.removeValue(forKey: "id") }
        let kind = place.rank == .completed ? "completed" : place.rank == .working ? "working" : nil
        var claim = Claim(
            stream: stream, rank: place.rank, tier: place.tier,
            kind: kind ?? (place.rank == .future ? "future" : "mention"))
        claim.place = pointer
        claim.object = pointer
        claim.shownPlace = place.list
        claim.origins = MemberNames.task.rename(&members)
        addDerived(to: &members, &claim.origins, place)
        claim.members = members
        add(claim)
        readName(members["agent_id"], at: place.list)
        readName(members["assigned_to"], at: place.list)
    }

    private func addDerived(
        to members: inout JSONObject, _ origins: inout [ExactString: Claim.Origin],
        _ place: TaskPlace
    ) {
        func isMissing(_ name: String) -> Bool { members[name] == nil || members[name] == .null }
        if let agent = place.agent, isMissing("agent_id") {
            members["agent_id"] = .string(agent)
            origins["agent_id"] = .derived("folder")
        }
        if let status = place.status, isMissing("status") {
            members["status"] = .string(status.value)
            origins["status"] = .derived(status.from)
        }
        if isMissing("estimated_cycles"), case .string(let text) = members["estimated_duration"],
            let cycles = Self.cycles(text)
        {
            members["estimated_cycles"] = .number(JSONNumber(cycles))
            origins["estimated_cycles"] = .derived("estimated_duration")
        }
    }

    /// The number in "3 cycles"; a range or another unit is no number of cycles.
    static func cycles(_ text: String) -> Int64? {
        let words = text.lowercasedASCII.split(separator: " ")
        guard words.count == 2, words[1] == "cycle" || words[1] == "cycles",
            let number = Int64(words[0]), number >= 0, String(number) == words[0]
        else { return nil }
        return number
    }
}
