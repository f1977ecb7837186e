import AnnalsModel

// What agents do: report, work on tasks, write to each other.
extension Workload {
    private static let steps = [
        "assigned", "started", "progressed", "blocked", "progressed", "completed",
    ]

    mutating func statusReport(of agent: Int) -> NewEvent? {
        var data: JSONObject = [
            "status": .string(
                random.element(of: ["ACTIVE_AGENT_MODE", "WAITING", "BLOCKED", "SURVEY"])),
            "last_cycle": time, "cycle_count": .number(JSONNumber(cycle)), "last_updated": time,
        ]
        if random.fraction() < 0.5 {
            data["current_focus"] = words.text(3...14, &random)
        }
        if random.fraction() < 0.3 {
            data["coordination_efficiency"] = words.share(random.number(0...1000))
            data["v2_compliance"] = words.share(random.number(0...1000))
        }
        if random.fraction() < 0.2 {
            let most = Int(cycle) * Self.cycleEvents / 40
            data["tasks_completed"] = words.count(random.number(0...most))
        }
        if random.fraction() < 0.1 {
            data["achievements"] = .array(
                (0..<random.number(1...6)).map { _ in words.text(4...12, &random) })
        }
        return event(
            Thing(category: "agent", id: agentName(agent)), "updated", by: agent,
            Change(data: data))
    }

    mutating func newTask(by agent: Int) -> NewEvent? {
        tasks += 1
        let task = Thing(task: tasks)
        let data: JSONObject = [
            "agent_id": .string(agentName(agent)), "title": words.text(2...6, &random),
            "description": words.text(6...40, &random),
            "priority": .string(random.element(of: ["LOW", "NORMAL", "HIGH", "URGENT"])),
            "status": "pending", "estimated_cycles": words.count(random.number(1...9)),
            "dependencies": .array(
                (0..<random.number(0...3)).map { _ in
                    .string(Thing(task: random.number(1...tasks)).id)
                }),
            "skills_required": .array(words.some(random.number(1...4), &random)),
            "created_by": "Agent-4", "created_at": time,
        ]
        if openTasks.count < Self.openTasksMax {
            openTasks.append((tasks, 0))
        } else {
            openTasks[random.number(0...(openTasks.count - 1))] = (tasks, 0)
        }
        remember(task)
        return event(task, "created", by: agent, Change(data: data))
    }

    mutating func taskStep(by agent: Int) -> NewEvent? {
        let place = random.number(0...(openTasks.count - 1))
        let (number, step) = openTasks[place]
        let verb = Self.steps[step]
        openTasks[place].step += 1
        if step + 1 == Self.steps.count {
            openTasks[place] = openTasks[openTasks.count - 1]
            openTasks.removeLast()
        }
        return event(
            Thing(task: number), verb, by: agent, Change(data: stepData(verb, by: agent)))
    }

    private mutating func stepData(_ verb: String, by agent: Int) -> JSONObject {
        switch verb {
        case "assigned":
            ["assigned_to": .string(agentName(agent)), "status": "assigned"]
        case "started":
            ["status": "in_progress", "started_at": time]
        case "progressed":
            [
                "notes": words.text(5...25, &random),
                "progress": words.count(random.number(5...95)),
            ]
        case "blocked":
            ["status": "blocked", "blocked_by": words.text(2...8, &random)]
        default:
            [
                "status": "completed", "completed_at": time,
                "deliverables": .array(
                    (0..<random.number(1...5)).map { _ in
                        .string("\(words.word(&random)).py")
                    }),
            ]
        }
    }

    mutating func newMessage(from agent: Int) -> NewEvent? {
        messages += 1
        let message = Thing(message: messages)
        let tags = ["GENERAL", "COORDINATION", "TASK", "STATUS", "CAPTAIN"]
        let data: JSONObject = [
            "from_agent": .string(agentName(agent)),
            "to_agent": .string(agentName(random.number(1...Self.agentCount))),
            "priority": .string(random.element(of: ["regular", "urgent"])),
            "tags": .array(random.sample(random.number(1...3), of: tags).map { .string($0) }),
            "content": words.text(10...120, &random), "sent_at": time, "status": "pending",
        ]
        waiting.insert(messages)
        remember(message)
        return event(message, "sent", by: agent, Change(data: data))
    }

    mutating func processing(by agent: Int) -> NewEvent? {
        guard let number = waiting.removeSome(&random) else {
            return nil
        }
        return event(
            Thing(message: number), "processed", by: agent,
            Change(data: ["status": "processed", "processed_at": time]))
    }
}
