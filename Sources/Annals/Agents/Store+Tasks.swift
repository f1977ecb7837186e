import AnnalsLog
public import AnnalsModel
import Foundation

// Tasks: creating, claiming, completing.

extension Store {
    /// A task as it was at a moment.
    ///
    /// - Returns: nil if there was none of the id.
    public func task(_ id: String, at moment: Moment = .head) throws(StoreError) -> AgentTask? {
        try typed(id, at: moment)
    }

    /// Creates a task: `task.created`.
    ///
    /// A draft without an id gets a UUID of version 7 (RFC 9562), in lower case: made without
    /// asking anyone, so that any number of processes may create tasks at once, and sorted by
    /// time. Who creates it and when become `created_by` and `created_at` unless the draft says so.
    ///
    /// - Returns: The task; where a task of the id was created with the same content before, that
    ///   one as it is now, and nothing is appended.
    /// - Throws: `taken` if there is another task of the id, `versionConflict` if the stream is not
    ///   as expected.
    @discardableResult
    public func createTask(
        _ draft: TaskDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> AgentTask {
        let id = draft.id ?? TimeOrderedID.make()
        var draft = draft
        draft.agent = try draft.agent.map { name throws(StoreError) in try agentName(name) }
        let content = draft.content
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(id, circumstances) { (before: AgentTask?) in
            if let before {
                guard try wasCreated(id, with: content) else {
                    throw StoreError(
                        .taken,
                        "there is a task \(id.quotedForMessage) already, at version "
                            + "\(before.version): give another id, or update it")
                }
                return (before, "created")
            }
            var task = AgentTask(id: id, document: content, version: 0)
            if task.createdBy == nil { task.createdBy = actor.name }
            if task.createdAt == nil { task.createdAt = Timestamp.now.wholeSeconds }
            return (task, "created")
        }
    }

    /// Changes a task: `task.updated`, or another verb.
    ///
    /// Of updates at the same time none is lost: the closure gets the task as it is, and runs again
    /// if somebody else changed it meanwhile.
    ///
    /// - Parameters:
    ///   - id: The task.
    ///   - verb: What happens, in the past, as the second part of the event's type: `started`.
    ///   - expected: What is expected of `task/ID`; a number of events that is not right is
    ///     refused at once.
    ///   - change: Changes it; it may run several times.
    ///   - reason: Why, in words.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - actor: Who does it.
    /// - Returns: The task as it is now. If nothing changed, no event was appended.
    /// - Throws: `notFound`; `versionConflict` if it is not as expected, or changed too often to
    ///   get through; what the closure throws.
    @discardableResult
    public func updateTask(
        _ id: String, as verb: String = "updated", by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: (inout AgentTask) throws -> Void
    ) throws -> AgentTask {
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(id, circumstances) { (before: AgentTask?) in
            var task = try existing(before, id)
            try change(&task)
            return (task, verb)
        }
    }

    /// Claims a task for an agent: `task.claimed`.
    ///
    /// Of any number who claim it at once exactly one gets it. It may be claimed by its agent, and
    /// by anybody if it is free: see ``AgentTask/isFree``. It is the claimant's from then on, its
    /// status is `claimed` unless work has begun, and `startedAt` is set. Claiming again what one
    /// has claimed changes nothing.
    ///
    /// - Parameters:
    ///   - id: The task.
    ///   - agent: Who will do it; nil is the actor.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - expected: What is expected of the stream.
    ///   - actor: Who does it.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - reason: Why, in words.
    /// - Throws: `taken` with who has it and its version if that is another agent, or if it has
    ///   ended; `versionConflict` if the task is not as expected, with who has it; `notFound`.
    @discardableResult
    public func claim(
        _ id: String, for agent: String? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> AgentTask {
        let claimant = try agentName(agent ?? actor.name)
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        var free: AgentTask?
        return try edit(
            id, circumstances,
            onConflict: { try Self.claimConflict(id, $0, at: $1, expected: expected) }
        ) { (before: AgentTask?) in
            var task = try existing(before, id)
            let holder = try task.agent.map { name throws(StoreError) in try agentName(name) }
            let isOwn = holder.map { $0.hasSameBytes(as: claimant) } ?? false
            if let holder, !isOwn, !task.isFree {
                throw Self.claimRefusal(task, heldBy: holder, free: free)
            }
            if let status = task.status, status.isEnded {
                throw StoreError(
                    .taken,
                    "the task \(id.quotedForMessage) is \(status.rawValue.quotedForMessage) at "
                        + "version \(task.version): there is nothing left to claim")
            }
            free = task.isFree ? task : free
            let isBegun = isOwn && task.status.map { !$0.isWaiting } ?? false
            // Whose list it is in does not yet say who does it, where the document has a member
            // for that.
            let isUnsaid = task.hasAssignee && task["assigned_to"] == nil
            if !isOwn || isUnsaid { task.agent = claimant }
            if !isBegun {
                task.status = .claimed
                task.startedAt = Timestamp.now.wholeSeconds
            }
            return (task, "claimed")
        }
    }

    /// Completes a task: `task.completed`.
    ///
    /// Its status is `completed` and `completedAt` is set. Completing it again with the same
    /// deliverables changes nothing. A task that is somebody's is completed by its agent, or by
    /// another who says whose it is; the event's context has that agent as `on_behalf_of` then.
    ///
    /// - Parameters:
    ///   - id: The task.
    ///   - agent: Whose task it is, where that is not the actor; nil is the actor.
    ///   - deliverables: What it has produced; nil leaves what the task says.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - expected: What is expected of the stream.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - reason: Why, in words.
    ///   - actor: Who does it.
    /// - Throws: `taken` if it has ended otherwise, or if another agent has it than the one that
    ///   was named; `versionConflict`, `notFound`.
    @discardableResult
    public func complete(
        _ id: String, for agent: String? = nil, deliverables: [JSONValue]? = nil, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> AgentTask {
        let (owner, context) = try acting(for: agent, by: actor, in: context)
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(id, circumstances) { (before: AgentTask?) in
            var task = try existing(before, id)
            if let deliverables { task.deliverables = deliverables }
            if let status = task.status, status.isEnded {
                guard status.isDone, task == before else {
                    throw StoreError(
                        .taken,
                        "the task \(id.quotedForMessage) is \(status.rawValue.quotedForMessage) "
                            + "already, at version \(task.version): update it instead")
                }
                return (task, "completed")
            }
            let holder = try task.agent.map { name throws(StoreError) in try agentName(name) }
            if let holder, !task.isFree, !holder.hasSameBytes(as: owner) {
                throw Self.completionRefusal(task, heldBy: holder, named: agent)
            }
            if holder == nil, let agent {
                throw StoreError(
                    .taken,
                    "nobody has the task \(id.quotedForMessage), so that it is not "
                        + "\(agent.quotedForMessage)'s: complete it without naming an agent")
            }
            task.status = .completed
            task.completedAt = Timestamp.now.wholeSeconds
            return (task, "completed")
        }
    }

    // MARK: What is refused

    private func existing(_ task: AgentTask?, _ id: String) throws -> AgentTask {
        guard let task else {
            throw StoreError(
                .notFound, "there is no task \(id.quotedForMessage)\(hint(nearTask: id))",
                remedy: .listTasks)
        }
        return task
    }

    static func claimRefusal(
        _ task: AgentTask, heldBy holder: String, free: AgentTask?
    ) -> StoreError {
        let what = "the task \(task.id.quotedForMessage)"
        guard let free else {
            return StoreError(
                .taken,
                "\(holder.quotedForMessage) has \(what), which is at version \(task.version): "
                    + "claim another")
        }
        return StoreError(
            .taken,
            "\(what) was free at version \(free.version), but \(holder.quotedForMessage) has it at "
                + "version \(task.version): claim another")
    }

    private static func completionRefusal(
        _ task: AgentTask, heldBy holder: String, named agent: String?
    ) -> StoreError {
        let what = "\(holder.quotedForMessage) has the task \(task.id.quotedForMessage)"
        let other = agent.map { ", and not \($0.quotedForMessage)" } ?? ""
        return StoreError(.taken, what + other, remedy: StoreError.Remedy(.completeFor(holder)))
    }

    private static func claimConflict(
        _ id: String, _ task: AgentTask?, at version: Int64, expected: ExpectedVersion
    ) throws(StoreError) -> StoreError? {
        guard let task, let holder = task.agent else { return nil }
        return StoreError(
            .versionConflict,
            "the task \(id.quotedForMessage) is at version \(version), not at the expected "
                + "\(expected), and \(holder.quotedForMessage) has it: read it again and decide "
                + "anew")
    }

    /// Whether a task's first event created it with just this content.
    private func wasCreated(_ id: String, with content: JSONObject) throws(StoreError) -> Bool {
        let stream = try StreamName(category: AgentTask.category, id: id)
        guard let first = try events(EventQuery(stream: stream)).next() else { return false }
        var created = first.change.data
        for name in ["created_by", "created_at"] where content[name] == nil {
            created.removeValue(forKey: name)
        }
        return first.type.verb == "created" && created == content
    }
}
