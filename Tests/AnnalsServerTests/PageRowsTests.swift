import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Rows of the page's tables for programs, and the session of who started the server.
@Suite(.storesChecked) struct PageRowsTests {
    @Test func allRowsOfATable() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let tern = try Actor("Tern")
        for number in 1...450 {
            try await served.store.createTask(
                TaskDraft("Say \"\(number)\", please", id: "B\(number)"), by: tern)
        }
        let answer = try await served.ask(.get, "/tables/agent_tasks?format=csv")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
        let disposition = try #require(HTTPField.Name("Content-Disposition"))
        #expect(answer.headers[disposition] == "attachment; filename=\"agent_tasks.csv\"")
        let lines = answer.text.split(separator: "\r\n", omittingEmptySubsequences: false)
        // A header, a row each, and nothing behind the last line's end.
        #expect(lines.count == 453 && lines.last?.isEmpty == true)
        #expect(lines.first?.hasPrefix("task_id,agent_id,title,") == true)
        #expect(answer.text.contains("\"Say \"\"7\"\", please\""))
        let past = try await served.ask(.get, "/tables/agent_tasks?format=csv&at=2")
        #expect(past.text.split(separator: "\r\n").count < 3)
        #expect(try await served.ask(.get, "/tables/none?format=csv").status == 404)
        #expect(try await served.ask(.get, "/tables/agent_tasks?format=xls").status == 400)
        #expect(try await served.ask(.get, "/tasks?format=csv").status == 400)
    }

    @Test func rowsOfAQuestion() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(
            .get, "/query?format=csv&sql=SELECT+1+AS+a,+NULL+AS+b,+''+AS+c")
        #expect(answer.text == "a,b,c\r\n1,,\"\"\r\n")
        let none = try await served.ask(.get, "/query?format=csv&sql=SELECT+1+AS+a+LIMIT+0")
        #expect(none.text == "a\r\n")
        let wrong = try await served.ask(.get, "/query?format=csv&sql=DELETE+FROM+agent_tasks")
        #expect(wrong.status == 422 || wrong.status == 400)
        #expect(try await served.ask(.get, "/query?format=csv").status == 400)
    }

    @Test func rowsOfReports() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.get, "/reports?format=csv&table=actors")
        #expect(answer.text.hasPrefix("actor,kind,events\r\n") && answer.text.contains("Tern,"))
        let between = try await served.ask(.get, "/reports?format=csv&table=actors&vs=head~1")
        #expect(between.text == "actor,kind,events\r\nHeron,agent,1\r\n")
        #expect(try await served.ask(.get, "/reports?format=csv&table=actor").status == 400)
    }

    @Test func whoStartedTheServerSignsInOnce() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let invitation = PageInvitation()
        var options = ServerOptions(
            address: .loopback(port: 0), actor: try Actor("keeper", kind: .human))
        options.invitation = invitation
        let inviting = ServedStore(served, options)
        // A token of a store that had none before.
        _ = try await served.store.grantAccess(
            AccessGrant(name: "t", actor: try Actor("Plover"), rights: [.read]),
            by: try Actor("maker"))
        #expect(try await inviting.ask(.get, "/").status == 303)
        #expect(try await inviting.ask(.get, "/v1/events").status == 401)
        #expect(try await inviting.ask(.get, "/open?code=wrong").status == 403)
        #expect(try await inviting.ask(.get, "/open").status == 403)
        let signedIn = try await inviting.ask(.get, invitation.path)
        #expect(signedIn.status == 200 && signedIn.text.contains("http-equiv=\"refresh\""))
        let cookie = try #require(signedIn.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(try await inviting.ask(.get, invitation.path).status == 403)
        let session: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
        for path in ["/", "/tables", "/query?sql=SELECT+1", "/rollback?to=1", "/v1/events"] {
            #expect(try await inviting.ask(.get, path, session).status == 200, "\(path)")
        }
        let rows = try await inviting.ask(.get, "/tables/agent_tasks?format=csv", session)
        #expect(rows.text.contains("Mend the gauge"))
        // The interface is written with tokens alone.
        let written = try await inviting.ask(
            .post, "/v1/events", session, body: #"{"stream": "gauge/A", "type": "gauge.read"}"#)
        #expect(written.status == 401)
        // Elsewhere nobody was invited.
        #expect(try await served.ask(.get, "/open?code=x").status == 403)
    }
}
