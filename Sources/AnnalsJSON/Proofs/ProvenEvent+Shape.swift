package import AnnalsModel

/// What a proof shows of an event.
package enum ProvenPart: String, CaseIterable, JSONWords {
    /// Everything but what it says.
    case header
    /// What it says, too.
    case headerAndBody = "header_and_body"
}

extension ProvenEvent.Witness: JSONResult {
    /// The JSON of a cosignature.
    package static let shape = JSONShape<ProvenEvent.Witness>(
        "Witness", "A witness that cosigned a checkpoint.",
        [
            JSONMember("name", \.name, "Name of its key."),
            JSONMember(
                "cosigned_at", \.cosignedAt, "When it cosigned, by its own clock.",
                null: "if that is no time"),
        ])
}

extension ProvenEvent: JSONResult {
    /// The JSON of a proven event.
    package static let shape = JSONShape<ProvenEvent>(
        "Proven event", "What a proof shows, after everything about it was checked.",
        [
            JSONMember("proven", \.part, "Whether what the event says is proven too."),
            JSONMember("not_proven", \.notProven, "What the proof does not show, in words."),
            JSONMember("origin", \.origin, "Name of the log."),
            JSONMember("size", \.size, "Number of events of the signed checkpoint."),
            JSONMember("root", \.root, "Root of the tree over them: 32 bytes in base64."),
            JSONMember("log_keys", \.logKeys, "Keys of the log that signed it."),
            JSONMember("witnesses", \.witnesses, "Witnesses that cosigned it, of those asked for."),
            JSONMember("position", \.position, "Place of the event in the log, from 1."),
            JSONMember("stream", \.stream, "Name of its stream."),
            JSONMember("version", \.version, "Its 1-based place in the stream."),
            JSONMember("type", \.type, "What happened."),
            JSONMember("actor", \.actor, "Name of who did it."),
            JSONMember("kind", \.kind, "What sort of actor that is."),
            JSONMember("cycle", \.cycle, "The cycle."),
            JSONMember("recorded_at", \.recordedAt, "When the store recorded it."),
            JSONMember(
                "occurred_at", \.occurredAt, "When it happened, as the caller claims.",
                null: "if nobody said"),
            JSONMember(
                "correlation", \.correlation, "The run or conversation that it belongs to.",
                null: "if there is none"),
            JSONMember(
                "causation", \.causation, "Position of the event that caused it.",
                null: "if there is none"),
            JSONMember("id", \.id, "The id that the caller gave it.", null: "if there is none"),
            JSONMember(
                "body_digest", \.bodyDigest, "SHA-256 of salt and body, in hexadecimal."),
            JSONMember(
                "body", { $0.body.map { String(decoding: $0, as: UTF8.self) } },
                "What the event says: JSON, as a text.", absent: "if the proof does not show it"),
        ])

    private var part: ProvenPart { body == nil ? .header : .headerAndBody }

    private var notProven: [String] {
        let unseen = body == nil ? ["what the event says: the proof does not show its body"] : []
        return unseen + [
            "that what it says is true, and that the actor is who it says",
            "that its times are right: they are the clock of the store, and what the caller claims",
            witnesses.isEmpty
                ? "that the log shows everybody the same: no witness was asked for"
                : "that the log shows everybody the same, beyond what these witnesses saw",
        ]
    }
}
