import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

// The store's clock and moments with names: events of the category `annals`.

extension Route {
    private static let noteSchema = JSONSchema.body([
        ("note", ["type": ["string", "null"], "description": "What the cycle is about."])
    ])
    private static let tagSchema = JSONSchema.body(
        [
            ("name", Schemas.tag),
            (
                "at",
                JSONSchema.nullable(Schemas.moment)
            ),
            ("reason", ["type": ["string", "null"], "description": "Why."]),
        ], required: ["name"])
    private static let actors = [
        Parameters.actorName.description, Parameters.actorKind.description,
    ]

    /// `GET /v1/cycles`.
    static let listCycles = Route(
        .get, "/v1/cycles", "listCycles", in: "Keeping", "The cycles that were opened.",
        for: .read, [],
        [
            AnswerDescription(
                .ok, "The current one, and all, first to last.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            ("cycle", ["type": "integer", "format": "int64"]),
                            ("cycles", JSONSchema.list(of: JSONSchema.of(Cycle.self))),
                        ])
                    )
                ])
        ]
    ) { call in
        try call.caller.demand(StreamName.ownCategory)
        let (current, cycles) = try await call.store.perform { store in
            (try store.cycle(), try store.cycles())
        }
        return .json(
            .object([
                "cycle": .number(JSONNumber(current)),
                "cycles": .array(cycles.map { .object($0.json()) }),
            ]))
    }

    /// `POST /v1/cycles`.
    static let openCycle = Route(
        .post, "/v1/cycles", "openCycle", in: "Keeping", "Opens the next cycle.", for: .admin,
        actors, body: BodyDescription([(.json, noteSchema)], isRequired: false),
        [AnswerDescription(.created, "It is open.", [(.json, JSONSchema.of(Receipt.self))])],
        problems: [.conflict]
    ) { call in
        let note = try await call.given(noteSchema).text("note")
        let actor = try call.actor()
        return .json(
            try await call.store.perform { store in try store.nextCycle(note: note, by: actor) },
            .created)
    }

    /// `GET /v1/tags`.
    static let listTags = Route(
        .get, "/v1/tags", "listTags", in: "Keeping", "Moments that have names.", for: .read, [],
        [
            AnswerDescription(
                .ok, "Tags, by name.",
                [
                    (
                        .json,
                        JSONSchema.object([("tags", JSONSchema.list(of: JSONSchema.of(Tag.self)))])
                    )
                ])
        ]
    ) { call in
        try call.caller.demand(StreamName.ownCategory)
        let tags = try await call.store.perform { store in try store.tags() }
        return .json(.object(["tags": .array(tags.map { .object($0.json()) })]))
    }

    /// `POST /v1/tags`.
    static let setTag = Route(
        .post, "/v1/tags", "setTag", in: "Keeping",
        "Gives a moment a name; one that is in use moves.", for: .admin, actors,
        body: BodyDescription([(.json, tagSchema)]),
        [AnswerDescription(.created, "It has it.", [(.json, JSONSchema.of(Receipt.self))])],
        problems: [.conflict]
    ) { call in
        let given = try await call.given(tagSchema)
        let (name, reason) = (try given.text("name") ?? "", try given.text("reason"))
        let (moment, actor) = (try given.moment("at") ?? .head, try call.actor())
        return .json(
            try await call.store.perform { store in
                try store.setTag(name, at: moment, by: actor, reason: reason)
            }, .created)
    }

    /// `DELETE /v1/tags/{name}`.
    static let removeTag = Route(
        .delete, "/v1/tags/{name}", "removeTag", in: "Keeping",
        "Takes a name away from its moment; the log keeps that it had it.", for: .admin,
        [Parameters.tag.description] + actors,
        [AnswerDescription(.ok, "It is gone.", [(.json, JSONSchema.of(Receipt.self))])],
        problems: [.conflict]
    ) { call in
        let (name, actor) = (try call.pathValue(Parameters.tag), try call.actor())
        return .json(
            try await call.store.perform { store in try store.removeTag(name, by: actor) })
    }
}
