import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Documents, histories and tables over HTTP.
@Suite(.storesChecked) struct StreamRouteTests {
    @Test func aDocumentHasItsVersionAsATag() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let path = "/v1/streams/config/f.json"
        let answer = try await served.ask(.get, path)
        #expect(answer.text == "{\"datum\":\"sea\"}\n")
        #expect(answer.headers[.eTag] == "\"2\"")
        let same = try await served.ask(.get, path, [.ifNoneMatch: "\"1\", \"2\""])
        #expect(same.status == 304 && same.text.isEmpty)
        let before = try await served.ask(.get, "\(path)?at=head~1")
        #expect(before.text == "{\"datum\":\"chart\"}\n" && before.headers[.eTag] == "\"1\"")
        let none = try await served.ask(.get, "\(path)?at=start")
        #expect(none.status == 404 && none.text.contains("it begins at"))
        let head = try await served.ask(.head, path)
        #expect(head.status == 200 && head.text.isEmpty)
        #expect(head.headers[.contentLength] == "16")
    }

    @Test func aChangeSaysWhichVersionItSaw() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let path = "/v1/streams/config/f.json/events"
        let change = #"{"type":"config.updated","data":{"datum":"x"}}"#
        let stale = try await served.ask(.post, path, [.ifMatch: "\"1\""], body: change)
        #expect(stale.status == 412 && stale.code == "version_conflict")
        let made = try await served.ask(.post, path, [.ifMatch: "\"2\""], body: change)
        #expect(made.status == 201 && made.headers[.eTag] == "\"3\"")
        let there = try await served.ask(.post, path, [.ifNoneMatch: "*"], body: change)
        #expect(there.status == 412)
        let new = try await served.ask(
            .post, "/v1/streams/config/g%2Fh.json/events", [.ifNoneMatch: "*"], body: change)
        #expect(new.status == 201)
        #expect(try await served.ask(.get, "/v1/streams/config/g%2Fh.json").status == 200)
        for tag in ["two", "\"x\"", "\"1\", \"2\""] {
            let bad = try await served.ask(.post, path, [.ifMatch: tag], body: change)
            #expect(bad.status == 400, "\(tag)")
        }
        let other = try await served.ask(
            .post, path, body: #"{"stream":"config/x","type":"config.updated"}"#)
        #expect(other.status == 400)
    }

    @Test func whoGaveAValueAndWhatDiffers() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let blame = try await served.ask(.get, "/v1/streams/config/f.json/blame?pointer=/datum")
        let value = try #require(blame.json["values"]?.asArray?.first?.asObject)
        #expect(value["actor"] == "Heron" && value["before"] == "chart")
        let diff = try await served.ask(.get, "/v1/diff?in=head~1..")
        let changed = try #require(diff.json["values"]?.asArray?.first?.asObject)
        #expect(changed["old"] == "chart" && changed["new"] == "sea")
        #expect(try await served.ask(.get, "/v1/diff").status == 400)
        let history = try await served.ask(.get, "/v1/streams/config/f.json/events")
        #expect(try history.json["events"]?.asArray?.count == 2)
        let unknown = try await served.ask(.get, "/v1/streams/config/g.json/events")
        #expect(unknown.status == 404 && unknown.text.contains("but there is"))
    }

    @Test func streamsComeInOrder() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let first = try await served.ask(.get, "/v1/streams?limit=1")
        #expect(try first.json["next"] == "config/f.json")
        let rest = try await served.ask(.get, "/v1/streams?after=config/f.json")
        #expect(try rest.json["streams"]?.asArray?.count == 1)
        let lines = try await served.ask(.get, "/v1/streams", [.accept: "application/x-ndjson"])
        #expect(try lines.lines.count == 2)
    }

    @Test func tablesAnswerAtAnyMoment() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let sql =
            #"{"sql":"SELECT status FROM agent_tasks WHERE task_id = :id","arguments":{"id":"A"}"#
        let now = try await served.ask(.post, "/v1/query", body: sql + "}")
        #expect(try now.json["rows"] == [["claimed"]])
        let then = try await served.ask(.post, "/v1/query", body: sql + #","at":"head~3"}"#)
        #expect(try then.json["rows"]?.asArray?.count == 1)
        for body in [#"{"sql":"DELETE FROM agent_tasks"}"#, #"{"sql":"SELECT"}"#, #"{"sqll":"x"}"#]
        {
            let refused = try await served.ask(.post, "/v1/query", body: body)
            #expect(refused.status == 400, "\(refused.text)")
        }
        let many = try await served.ask(
            .post, "/v1/query",
            body: """
                {"sql":"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)\
                 SELECT i FROM n","limit":3}
                """)
        #expect(try many.json["rows"] == [[1], [2], [3]])
        #expect(try many.json["truncated"] == true)
        let tables = try await served.ask(.get, "/v1/tables")
        #expect(tables.text.contains("\"agent_tasks\""))
        let rows = try await served.ask(.get, "/v1/tables/agent_tasks")
        #expect(try rows.json["rows"]?.asArray?.count == 1)
        #expect(try await served.ask(.get, "/v1/tables/agent_task").text.contains("agent_tasks"))
        #expect(try await served.ask(.get, "/v1/tables/sqlite_master").status == 404)
    }
}
