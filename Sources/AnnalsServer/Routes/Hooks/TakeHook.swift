import Annals
import AnnalsHooks
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird

extension Route {
    /// `POST /v1/hooks/{name}`.
    static let takeHook = Route(
        .post, "/v1/hooks/{name}", "takeHook", in: "Hooks",
        "Takes what a hook of an agent's program tells, as it comes.", for: .append,
        [
            program.description, Parameters.actorName.description,
            Parameters.actorKind.description,
        ],
        body: BodyDescription([(.json, ["type": "object"])]),
        [
            AnswerDescription(.noContent, "It is stored."),
            AnswerDescription(
                .accepted, "It is kept beside the store, and is stored once the store takes it."),
        ]
    ) { call in
        let tool = try HookTool(try call.pathValue(program))
        try call.caller.demand(HookCall.category)
        let body = try await call.body()
        var hook = try HookCall(tool, reading: body)
        hook.actor = try call.hookActor(hook)
        hook.capturesFiles = call.caller.reaches(StreamName.fileCategory)
        var door = HookDoor(ofStore: call.store.path)
        door.deadline = hookSeconds
        let given = (door: door, hook: hook)
        let kept = try await call.store.perform { store in
            given.door.take(given.hook, into: store)
        }
        switch kept {
        case .stored: return Response(status: .noContent)
        case .waits: return Response(status: .accepted)
        case .elsewhere:
            throw StoreError(
                .io, "neither the store nor the spool beside it took the call: send it again")
        }
    }

    /// Seconds that a call waits for others who write into the store: programs give up after two.
    private static let hookSeconds = 1.0

    private static let program = Parameter(
        "name", in: .path, "The program: `claude-code`, `codex` or `cursor`.")
}

extension Call {
    /// Who acts in what a hook tells: the one of the token; where that may act under other names,
    /// or none is asked for, the one that a header names, else the session's own.
    fileprivate func hookActor(_ hook: HookCall) throws(StoreError) -> Actor {
        let isNamed = try value(Parameters.actorName) != nil
        guard !isNamed, caller.grant?.allows(.impersonate) ?? true else { return try actor() }
        return try hook.who()
    }
}
