import Annals
import AnnalsModel
import HTTPTypes

extension Route {
    private static let ofAgent = Parameters.free("agent", "Tasks of one agent.")
    private static let status = Parameters.free(
        "status", "Tasks with a status; case, blanks and hyphens do not count.")
    private static let free = Parameter(
        flag: "free", in: .query, "Whether only tasks are wanted that anybody may claim.")

    /// `GET /v1/tasks`.
    static let listTasks: Route = .listing(
        "/v1/tasks", "listTasks", "tasks", "Tasks, in the order in which they came.",
        [ofAgent.description, status.description, free.description]
    ) { call in
        let agent = try call.value(ofAgent)
        let status = try call.value(status).map { TaskStatus(rawValue: $0) }
        let isFree = try call.value(free) ?? false
        return { store in
            if let agent {
                return try store.tasks(of: agent, status: status).filter { !isFree || $0.isFree }
            }
            return try store.tasks(status: status, isFree: isFree)
        }
    }

    /// `GET /v1/tasks/{id}`.
    static let readTask: Route = .reading(
        "/v1/tasks/{id}", "readTask", "One task, now or at any moment."
    ) { store, id, moment in try store.task(id, at: moment) }

    /// `POST /v1/tasks`.
    static let createTask: Route = .making(
        "/v1/tasks", "createTask",
        "Creates a task; the same id with the same content is the same task.",
        [
            ("title", ["type": "string", "minLength": 1]),
            ("id", JSONSchema.nullable(Schemas.freeText("Its id; a UUID unless given."))),
            ("agent", JSONSchema.nullable(Schemas.freeText("Whose it is; nobody's unless given."))),
            ("priority", ["type": ["string", "null"]]),
            ("description", ["type": ["string", "null"]]),
            (
                "data",
                ["type": ["object", "null"], "description": "Other columns and members."]
            ),
        ], required: ["title"]
    ) { store, given, act in
        var draft = TaskDraft(
            try given.text("title") ?? "", id: try given.text("id"),
            agent: try given.text("agent"))
        draft.priority = try given.text("priority").map { Priority(rawValue: $0) }
        draft.description = try given.text("description")
        draft.other = try given.object("data") ?? [:]
        return [
            try store.createTask(
                draft, by: act.actor, reason: act.reason, correlation: act.correlation,
                cycle: act.cycle, context: act.context, expected: act.expected)
        ]
    }

    /// `PATCH /v1/tasks/{id}`.
    static let changeTask: Route = .changing(
        .patch, "/v1/tasks/{id}", "changeTask", "Changes a task.",
        GivenChange.members + [
            (
                "verb",
                JSONSchema.nullable([
                    "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,62}$",
                    "description": "What happens, in the past; `updated` unless given.",
                ])
            )
        ]
    ) { store, id, given, act in
        try store.updateTask(
            id, as: try given.text("verb") ?? "updated", by: act.actor, reason: act.reason,
            correlation: act.correlation, cycle: act.cycle, context: act.context,
            expected: act.expected
        ) { task in try GivenChange.apply(given, to: &task) }
    }

    /// `POST /v1/tasks/{id}/claim`.
    static let claimTask: Route = .changing(
        .post, "/v1/tasks/{id}/claim", "claimTask",
        "Claims a task: of all who try at once exactly one gets it.",
        [
            (
                "agent",
                JSONSchema.nullable(Schemas.freeText("Who will do it; who claims unless given."))
            )
        ]
    ) { store, id, given, act in
        try store.claim(
            id, for: try given.text("agent"), by: act.actor, reason: act.reason,
            correlation: act.correlation, cycle: act.cycle, context: act.context,
            expected: act.expected)
    }

    /// `POST /v1/tasks/{id}/complete`.
    static let completeTask: Route = .changing(
        .post, "/v1/tasks/{id}/complete", "completeTask", "Completes a task.",
        [
            ("for", JSONSchema.nullable(Schemas.freeText("Whose task it is, if another's."))),
            (
                "deliverables",
                ["type": ["array", "null"], "description": "What it has produced."]
            ),
        ]
    ) { store, id, given, act in
        try store.complete(
            id, for: try given.text("for"), deliverables: try given.list("deliverables"),
            by: act.actor, reason: act.reason, correlation: act.correlation, cycle: act.cycle,
            context: act.context, expected: act.expected)
    }
}
