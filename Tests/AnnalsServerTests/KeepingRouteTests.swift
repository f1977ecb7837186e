import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Looking back, keeping the store, and what others can check, over HTTP.
@Suite(.storesChecked) struct KeepingRouteTests {
    @Test func aRollbackIsPlannedAndThenDone() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let plan = try await served.ask(
            .post, "/v1/rollbacks", body: #"{"to":"head~1","stream":"config/f.json"}"#)
        #expect(plan.status == 200, "\(plan.text)")
        let head = try #require(try plan.json["expect_head"]?.asInt64)
        #expect(try plan.json["plan"]?.asArray?.count == 1)
        let datum = try await served.store.document(StreamName("config/f.json"))?["datum"]
        #expect(datum == "sea")
        let noReason = try await served.ask(
            .post, "/v1/rollbacks",
            body: #"{"to":"head~1","stream":"config/f.json","dry_run":false}"#)
        #expect(noReason.status == 400)
        let done = try await served.ask(
            .post, "/v1/rollbacks", [.annalsActor: "Maria", .annalsActorKind: "human"],
            body: """
                {"to":"\(head - 1)","stream":"config/f.json","dry_run":false,"expect_head":\(head),
                 "reason":"the chart was right"}
                """)
        #expect(done.status == 200, "\(done.text)")
        let now = try await served.store.document(StreamName("config/f.json"))
        #expect(now?["datum"] == "chart")
        let moved = try await served.ask(
            .post, "/v1/rollbacks",
            body: """
                {"to":"1","stream":"config/f.json","dry_run":false,"expect_head":\(head),
                 "reason":"again"}
                """)
        #expect(moved.status == 409 && moved.code == "version_conflict", "\(moved.text)")
    }

    @Test func aLimitedTokenRollsBackWhatItReachesAlone() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try await served.store.grantAccess(
            AccessGrant(
                name: "t", actor: try Actor("Plover"), rights: [.rollback],
                categories: [CategoryPattern("config"), CategoryPattern("note")]),
            by: try Actor("maker"))
        let token: HTTPFields = [.authorization: "Bearer \(access.token)"]
        for body in [
            #"{"to":"1"}"#, #"{"to":"1","stream":"task/A"}"#, #"{"to":"1","category":"task"}"#,
        ] {
            let answer = try await served.ask(.post, "/v1/rollbacks", token, body: body)
            #expect(answer.status == 403, "\(answer.text)")
        }
        let own = try await served.ask(
            .post, "/v1/rollbacks", token,
            body: #"{"to":"head~1","category":"config","dry_run":false,"reason":"mine"}"#)
        #expect(own.status == 200, "\(own.text)")
    }

    @Test func aChangeIsFoundByAQuestion() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let found = try await served.ask(
            .post, "/v1/bisect",
            body: """
                {"sql":"SELECT config_value->>'$.datum' = 'sea' FROM configuration","in":".."}
                """)
        #expect(found.status == 200, "\(found.text)")
        #expect(try found.json["actor"] == "Heron")
        #expect(try await served.ask(.post, "/v1/bisect", body: "{}").status == 400)
        let wrong = try await served.ask(.post, "/v1/bisect", body: #"{"sql":"DELETE FROM x"}"#)
        #expect(wrong.status == 400)
    }

    @Test func aSnapshotIsAStore() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let bytes = try await served.bytes("/v1/snapshot?at=head~1")
        let path = try served.folder.write(bytes, to: "copy.db")
        let copy = try Store(opening: path, mode: .readOnly)
        defer { copy.close() }
        let copied = try await copy.document(StreamName("config/f.json"))
        #expect(copied?["datum"] == "chart")
        #expect(try await served.ask(.get, "/v1/snapshot?at=99999").status == 404)
    }

    @Test func cyclesAndTags() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let cycle = try await served.ask(.post, "/v1/cycles", body: #"{"note":"spring tide"}"#)
        #expect(cycle.status == 201, "\(cycle.text)")
        #expect(try await served.ask(.post, "/v1/cycles").status == 201)
        let cycles = try await served.ask(.get, "/v1/cycles")
        #expect(try cycles.json["cycle"] == 2 && cycles.json["cycles"]?.asArray?.count == 2)
        let tag = try await served.ask(
            .post, "/v1/tags", body: #"{"name":"calm","at":"head~1","reason":"all is well"}"#)
        #expect(tag.status == 201, "\(tag.text)")
        #expect(try await served.ask(.get, "/v1/tags").json["tags"]?.asArray?.count == 1)
        #expect(try await served.ask(.get, "/v1/streams/task/A?at=tag:calm").status == 200)
        #expect(try await served.ask(.delete, "/v1/tags/calm").status == 200)
        #expect(try await served.ask(.delete, "/v1/tags/calm").status == 404)
    }

    @Test func aProjectionIsRebuiltInLines() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let listed = try await served.ask(.get, "/v1/projections")
        #expect(try listed.json["projections"]?.asArray?.count == 5)
        let one = try await served.ask(.get, "/v1/projections/agent_tasks")
        #expect(try one.json["definition"] != nil)
        let lines = try await served.ask(.post, "/v1/projections/agent_tasks/rebuild").lines
        #expect(lines.last?["projection"] == "agent_tasks" && lines.last?["rows"] == 1)
        let none = try await served.ask(.post, "/v1/projections/none/rebuild")
        #expect(none.status == 404)
    }

    @Test func whatOthersCanCheck() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let lines = try await served.ask(.get, "/v1/verify?scope=log").lines
        #expect(lines.last?["outcome"] == "intact" || lines.last?["findings"] == 0, "\(lines)")
        #expect(try await served.ask(.get, "/v1/checkpoint").status == 404)
        let origin = try await served.store.identity().origin
        let key = try CheckpointKey.random(name: origin)
        try await served.store.signCheckpoint(with: key, by: try Actor("maker"))
        let note = try await served.ask(.get, "/v1/checkpoint")
        #expect(
            note.text.hasPrefix(origin)
                && note.headers[.contentType]?.hasPrefix("text/plain") == true)
        let json = try await served.ask(.get, "/v1/checkpoint", [.accept: "application/json"])
        #expect(try json.json["origin"] == .string(origin))
        let proof = try await served.ask(.get, "/v1/proofs/7?body=true")
        #expect(proof.status == 200, "\(proof.text)")
        let proven = try ProvenEvent(
            checking: Array(proof.text.utf8), keys: VerifierKeys(key.verifierKey))
        #expect(proven.position == 7)
    }
}
