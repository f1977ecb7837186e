import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird

// Routes of documents that the store knows by their sort: agents, tasks, messages, configuration.

extension Parameters {
    /// The id of a document of a known sort.
    static func key(_ meaning: String) -> Parameter<String> {
        free("id", in: .path, "\(meaning); a slash is written `%2F`.")
    }

    /// How many are passed over.
    static let offset = Parameter(
        "offset", in: .query, from: 0, to: 1 << 40, "How many are passed over.")
}

extension Route {
    /// A route that reads one document, now or at a moment.
    static func reading<Document: TypedDocument & JSONResult>(
        _ path: RoutePath, _ name: String, _ summary: String,
        _ find: @escaping @Sendable (Store, String, Moment) throws -> Document?
    ) -> Route {
        let key = Parameters.key("Its id")
        return Route(
            .get, path, name, in: "Agents", summary, for: .read,
            [
                key.description, Parameters.at.description, Parameters.ifNoneMatchRead.description,
            ],
            [
                AnswerDescription(
                    .ok, "It is there.", [(.json, JSONSchema.of(Document.self))],
                    headers: [("ETag", "The version, for `If-Match` of the next change.")]),
                AnswerDescription(.notModified, "It has the entity tag that was given."),
            ]
        ) { call in
            let id = try call.pathValue(key)
            let moment = try call.moment() ?? .head
            let stream = try StreamName(category: Document.category, id: id)
            try call.caller.demand(stream.category)
            let found = try await call.store.perform { store in
                let found = try find(store, id, moment)
                if let found { return found }
                throw try store.absence(of: stream, at: try store.position(of: moment))
            }
            let tag = EntityTag.of(version: found.version)
            if let given = try call.value(Parameters.ifNoneMatchRead), EntityTag.isAmong(given, tag)
            {
                return Response(status: .notModified, headers: [.eTag: tag])
            }
            return .json(found, headers: [.eTag: tag])
        }
    }

    /// A route that changes one document.
    ///
    /// - Parameters:
    ///   - own: Members of the body besides those of an act.
    ///   - change: Makes the change, in one call of a verb.
    static func changing<Document: TypedDocument & JSONResult>(
        _ method: HTTPRequest.Method, _ path: RoutePath, _ name: String, _ summary: String,
        _ own: [(String, JSONObject)], required: Set<String> = [],
        _ change:
            @escaping @Sendable (Store, String, GivenObject, GivenAct) throws -> Document
    ) -> Route {
        let key = Parameters.key("Its id")
        let schema = GivenAct.schema(own, required: required)
        return Route(
            method, path, name, in: "Agents", summary, for: .append,
            [key.description] + GivenAct.parameters,
            body: BodyDescription([(.json, schema)], isRequired: !required.isEmpty),
            [
                AnswerDescription(
                    .ok, "It is durable; nothing was appended where nothing changed.",
                    [(.json, JSONSchema.of(Document.self))],
                    headers: [("ETag", "The version of it now.")])
            ],
            problems: [.conflict, .preconditionFailed]
        ) { call in
            let id = try call.pathValue(key)
            try call.caller.demand(Document.category)
            let given = try await call.given(schema)
            let act = try GivenAct(call, given)
            let changed = try await call.store.perform { store in
                try change(store, id, given, act)
            }
            return .json(changed, headers: [.eTag: EntityTag.of(version: changed.version)])
        }
    }

    /// A route that makes documents.
    static func making<Document: TypedDocument & JSONResult>(
        _ path: RoutePath, _ name: String, _ summary: String,
        _ own: [(String, JSONObject)], required: Set<String>, _ member: String? = nil,
        _ make: @escaping @Sendable (Store, GivenObject, GivenAct) throws -> [Document]
    ) -> Route {
        let schema = GivenAct.schema(own, required: required)
        let one = JSONSchema.of(Document.self)
        let made = member.map { JSONSchema.object([($0, JSONSchema.list(of: one))]) } ?? one
        return Route(
            .post, path, name, in: "Agents", summary, for: .append, GivenAct.parameters,
            body: BodyDescription([(.json, schema)]),
            [AnswerDescription(.created, "It is durable, and as it is now.", [(.json, made)])],
            problems: [.conflict, .preconditionFailed]
        ) { call in
            try call.caller.demand(Document.category)
            let given = try await call.given(schema)
            let act = try GivenAct(call, given)
            let made = try await call.store.perform { store in try make(store, given, act) }
            if let member {
                let list = made.map { JSONValue.object($0.json()) }
                return .json(.object([member: .array(list)]), .created)
            }
            guard let one = made.first else { preconditionFailure("Nothing was made.") }
            return .json(one, .created, headers: [.eTag: EntityTag.of(version: one.version)])
        }
    }

    /// A route that lists documents.
    static func listing<Document: TypedDocument & JSONResult>(
        _ path: RoutePath, _ name: String, _ member: String, _ summary: String,
        _ parameters: [ParameterDescription],
        _ list: @escaping @Sendable (Call) throws -> (@Sendable (Store) throws -> [Document])
    ) -> Route {
        Route(
            .get, path, name, in: "Agents", summary, for: .read,
            parameters + [Parameters.limit.description, Parameters.offset.description],
            [
                AnswerDescription(
                    .ok, "So many at most.",
                    [
                        (
                            .json,
                            JSONSchema.object([
                                (member, JSONSchema.list(of: JSONSchema.of(Document.self))),
                                ("truncated", ["type": "boolean"]),
                            ])
                        )
                    ])
            ]
        ) { call in
            try call.caller.demand(Document.category)
            let limit = Int(try call.value(Parameters.limit) ?? 1_000)
            let offset = Int(try call.value(Parameters.offset) ?? 0)
            let find = try list(call)
            let found = try await call.store.perform { store in
                try find(store).dropFirst(offset).prefix(limit + 1)
            }
            return .json(
                .object([
                    member: .array(found.prefix(limit).map { .object($0.json()) }),
                    "truncated": .bool(found.count > limit),
                ]))
        }
    }
}

/// What a body says of the members of a document.
enum GivenChange {
    /// The members of a body that say so.
    static let members: [(String, JSONObject)] = [
        (
            "data",
            [
                "type": ["object", "null"],
                "description": "Columns and members; objects are merged with what is there.",
            ]
        ),
        (
            "unset",
            [
                "type": ["array", "null"], "items": .object(Schemas.freeText()),
                "description": "Columns and members that go away.",
            ]
        ),
    ]

    /// Makes the change in a document.
    static func apply(_ given: GivenObject, to document: inout some TypedDocument)
        throws(StoreError)
    {
        for name in try given.texts("unset") ?? [] { document[name] = nil }
        for (name, value) in try given.object("data") ?? [:] {
            if let new = value.asObject, var old = document[String(name)]?.asObject {
                old.merge(new)
                document[String(name)] = .object(old)
            } else {
                document[String(name)] = value
            }
        }
    }
}
