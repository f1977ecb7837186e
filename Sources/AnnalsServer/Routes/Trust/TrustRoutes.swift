import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Route {
    private static let scope = Parameter(
        "scope", in: .query, ["enum": ["log", "everything"]],
        "What is looked at: the events with what belongs to them, or the tables too; `everything`"
            + " unless given."
    ) { text throws(StoreError) in
        guard let scope = VerificationReport.Scope(rawValue: text) else {
            throw StoreError(
                .invalidArgument, "scope is \(text.quotedForMessage): give log or everything")
        }
        return scope
    }
    private static let body = Parameter(
        flag: "body", in: .query, "Whether the proof shows what the event says.")
    private static let text: JSONObject = ["type": "string"]

    /// `GET /v1/verify`.
    static let verify = Route(
        .get, "/v1/verify", "verify", in: "Trust",
        "Derives the store again from its raw rows, and compares it with all that is stored.",
        for: .query, [scope.description],
        [
            AnswerDescription(
                .ok, "How far it is and what it finds, line by line; the outcome at the end.",
                [
                    (
                        .lines,
                        [
                            "anyOf": [
                                .object(ReportedLines.progress),
                                .object(JSONSchema.of(VerificationFinding.self)),
                                .object(JSONSchema.of(VerifiedStore.self)),
                                .object(JSONSchema.reference(to: "Problem")),
                            ]
                        ]
                    )
                ])
        ]
    ) { call in
        let scope = try call.value(scope) ?? .everything
        return ReportedLines.response(in: call) { store, report in
            let run = report.run { done, total in ReportedLines.progress(done, total) }
            let found = try store.verify(VerificationOptions(scope), run: run) { finding in
                report.say(finding.json())
            }
            return VerifiedStore(found, listed: nil).json()
        }
    }

    /// `GET /v1/checkpoint`.
    static let checkpoint = Route(
        .get, "/v1/checkpoint", "checkpoint", in: "Trust",
        "The last checkpoint that was signed: a signed note (c2sp.org/tlog-checkpoint).",
        for: .read, [],
        [
            AnswerDescription(
                .ok, "The note.",
                [(.text, text), (.json, JSONSchema.of(KeptCheckpoint.self))])
        ]
    ) { call in
        guard let last = try await call.store.lastCheckpoint() else {
            throw StoreError(.notFound, "no checkpoint of this log was signed")
        }
        guard call.answerType == .text else {
            return .json(KeptCheckpoint(checkpoint: last, file: nil))
        }
        return .text(last.note)
    }

    /// `GET /v1/proofs/{position}`.
    static let prove = Route(
        .get, "/v1/proofs/{position}", "prove", in: "Trust",
        "Proves that an event is in the log, against the last signed checkpoint.", for: .read,
        [Parameters.position.description, body.description],
        [
            AnswerDescription(
                .ok, "The proof, as a file that needs no store to be checked.",
                [(.text, text), (.json, JSONSchema.of(ProofFile.self))])
        ]
    ) { call in
        let position = try call.pathValue(Parameters.position)
        let showsBody = try call.value(body) ?? false
        _ = try await call.event(at: position)
        let proof = try await call.store.prove(position, showingBody: showsBody)
        guard call.answerType == .text else {
            return .json(ProofFile(proof: proof, path: nil))
        }
        return .text(proof.text)
    }
}

extension Response {
    /// An answer that is text.
    static func text(_ text: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "\(MediaType.text.rawValue); charset=utf-8",
                .cacheControl: "no-cache",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
