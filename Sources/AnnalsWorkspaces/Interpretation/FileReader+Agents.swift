import AnnalsModel

extension FileReader {
    /// An agent's own status file.
    mutating func readStatus(_ value: JSONValue, _ agent: String) {
        guard var members = value.asObject else {
            findShape(value, wanted: "an object")
            return
        }
        guard let stream = stream("agent", agent) else { return }
        checkOwner(members["agent_id"], agent)
        if case .string(let name) = members["agent_id"], name == agent {
            members.removeValue(forKey: "agent_id")
        }
        var claim = Claim(stream: stream, rank: .working, kind: "status")
        claim.origins = MemberNames.agent.rename(&members)
        if members["tasks_completed"] == nil, let done = members["completed_tasks"]?.asArray {
            members["tasks_completed"] = .number(JSONNumber(Int64(done.count)))
            claim.origins["tasks_completed"] = .derived("completed_tasks")
        }
        claim.members = members
        claim.object = claim.place
        add(claim)
    }

    private mutating func checkOwner(_ claimed: JSONValue?, _ agent: String) {
        guard case .string(let name) = claimed, name != agent,
            AgentName.one(in: name) != AgentName.one(in: agent)
        else { return }
        find(
            .otherAgent,
            "it says that it is of \(name.quotedForMessage) but lies in the folder of"
                + " \(agent.quotedForMessage); the folder counts")
    }

    /// What a list of tasks is read for of the agent whose list it is.
    static let listOwnerMembers = ["team", "specialization", "captain"]
    /// The kind of a claim that a list of tasks makes of its owner.
    static let listOwnerKind = "task list"

    /// What a list of tasks says of the agent whose list it is.
    mutating func readListOwner(_ object: JSONObject, _ agent: String) {
        guard let stream = stream("agent", agent) else { return }
        var claim = Claim(stream: stream, rank: .mention, kind: Self.listOwnerKind)
        claim.object = claim.place
        for name in Self.listOwnerMembers {
            if let value = object[name], value != .null { claim.members[name] = value }
        }
        checkOwner(object["agent_id"], agent)
        if !claim.members.isEmpty { add(claim) }
    }

    /// That somebody's name occurs, which makes the agent known if nothing else does.
    mutating func readName(_ value: JSONValue?, at place: JSONPointer) {
        guard case .string(let text) = value, let name = AgentName.one(in: text),
            let stream = stream("agent", name)
        else { return }
        var claim = Claim(stream: stream, rank: .name, kind: "task")
        claim.place = place
        claim.shownPlace = place
        add(claim)
    }
}
