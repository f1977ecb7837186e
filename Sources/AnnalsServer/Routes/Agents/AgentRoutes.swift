import Annals
import AnnalsModel
import HTTPTypes

extension Route {
    /// `GET /v1/agents`.
    static let listAgents: Route = .listing(
        "/v1/agents", "listAgents", "agents", "Every agent, as its document says.", []
    ) { _ in { store in try store.agentStatuses() } }

    /// `GET /v1/agents/{id}`.
    static let readAgent: Route = .reading(
        "/v1/agents/{id}", "readAgent", "One agent, now or at any moment."
    ) { store, id, moment in try store.agentStatus(id, at: moment) }

    /// `PATCH /v1/agents/{id}`.
    static let changeAgent: Route = .changing(
        .patch, "/v1/agents/{id}", "changeAgent",
        "Changes an agent; with `If-None-Match: *` it is a new one.", GivenChange.members
    ) { store, id, given, act in
        if act.expected != .none, try store.agentStatus(id) == nil {
            let known = try store.agentStatuses().map(\.id)
            throw StoreError(
                .notFound,
                "there is no agent \(id.quotedForMessage)\(Spelling.hint(id, among: known)): "
                    + "If-None-Match: * adds one")
        }
        return try store.updateAgentStatus(
            id, by: act.actor, reason: act.reason, correlation: act.correlation, cycle: act.cycle,
            context: act.context, expected: act.expected
        ) { agent in try GivenChange.apply(given, to: &agent) }
    }

    /// `GET /v1/config`.
    static let listConfigurations: Route = .listing(
        "/v1/config", "listConfigurations", "configurations", "Every configuration, by key.", []
    ) { _ in
        { store in
            var found: [ConfigurationEntry] = []
            try store.forEachConfiguration { found.append($0) }
            return found
        }
    }

    /// `GET /v1/config/{id}`.
    static let readConfiguration: Route = .reading(
        "/v1/config/{id}", "readConfiguration", "One configuration, now or at any moment."
    ) { store, id, moment in try store.configuration(id, at: moment) }

    /// `PATCH /v1/config/{id}`.
    static let changeConfiguration: Route = .changing(
        .patch, "/v1/config/{id}", "changeConfiguration",
        "Sets a configuration or one place in it (`value`), or changes members of it (`data`).",
        GivenChange.members + [
            ("value", ["description": "What the whole, or the place, is to be."]),
            ("pointer", JSONSchema.nullable(Schemas.pointer)),
        ]
    ) { store, id, given, act in
        let pointer = try given.text("pointer").map { text throws(StoreError) in
            try JSONPointer(text)
        }
        if let value = given.value("value") {
            guard given.value("data") == nil, given.value("unset") == nil else {
                throw StoreError(
                    .invalidArgument, "value is set as it is: give it, or data and unset")
            }
            return try store.setConfiguration(
                id, to: value, at: pointer, by: act.actor, reason: act.reason,
                correlation: act.correlation, cycle: act.cycle, context: act.context,
                expected: act.expected)
        }
        guard pointer == nil else {
            throw StoreError(
                .invalidArgument, "pointer is the place of value: give what is to be there")
        }
        return try store.updateConfiguration(
            id, by: act.actor, reason: act.reason, correlation: act.correlation, cycle: act.cycle,
            context: act.context, expected: act.expected
        ) { entry in try GivenChange.apply(given, to: &entry) }
    }
}
