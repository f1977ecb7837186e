import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// What a server tells of itself, and what it does to those who ask too much.
@Suite(.storesChecked) struct MonitoringTests {
    @Test func metricsAreOpenMetrics() async throws {
        let served = try ServedStore()
        defer { served.close() }
        _ = try await served.ask(
            .post, "/v1/events", body: #"{"stream":"a/b","type":"a.c","data":{"x":1}}"#)
        _ = try await served.ask(.get, "/v1/events/1")
        _ = try await served.ask(.get, "/v1/%22none")
        // Observers are told after those who appended were answered.
        served.store.waitForCommitObservers()
        let answer = try await served.ask(.get, "/metrics")
        #expect(answer.headers[.contentType]?.contains("openmetrics-text; version=1.0.0") == true)
        #expect(answer.text.hasSuffix("# EOF\n"))
        #expect(answer.text.contains("annals_head 1"), "\(answer.text)")
        let appended = answer.text.firstMatch(of: /annals_appended_events_total (\d+)/)
        #expect(try #require(appended).output.1 != "0")
        let labels = #"{route="/v1/events/{position}",method="GET",status="200"}"#
        let sample = "annals_http_request_seconds_count\(labels) 1"
        #expect(answer.text.contains(sample), "\(answer.text)")
        #expect(answer.text.contains(#"{route="none",method="none",status="404"}"#))
        #expect(answer.text.contains("annals_commit_seconds_bucket{le=\"+Inf\"}"))
    }

    @Test func aHistogramHasEveryTimeOnce() {
        var histogram = TimeHistogram()
        for seconds in [0, 0.000_25, 0.000_26, 3, 10, 11] { histogram.note(seconds) }
        #expect(histogram.count == 6 && histogram.counts.reduce(0, +) == 6)
        #expect(histogram.counts.first == 2 && histogram.counts.last == 1)
        var text = OpenMetricsText()
        text.add("t", of: [("n", "a\"\\\n")], histogram)
        #expect(text.ended.contains(#"t_bucket{n="a\"\\\n",le="+Inf"} 6"#), "\(text.ended)")
    }

    @Test func refusalsAreCountedAndKeptOnceAMinute() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try await served.store.grantAccess(
            AccessGrant(name: "reader", actor: try Actor("Plover"), rights: [.read]),
            by: try Actor("maker"))
        let token: HTTPFields = [.authorization: "Bearer \(access.token)"]
        for _ in 0..<3 {
            let refused = try await served.ask(
                .post, "/v1/events", token, body: #"{"stream":"a/b","type":"a.c"}"#)
            #expect(refused.status == 403)
        }
        let metrics = try await served.ask(.get, "/metrics", token)
        #expect(metrics.text.contains(#"annals_refusals_total{code="not_allowed"} 3"#))
        let query = EventQuery(
            type: try EventType("annals.access-refused"), includesAdministration: true)
        var kept: [Event] = []
        for _ in 0..<3_000 where kept.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
            kept = try served.store.events(query).all()
        }
        #expect(kept.count == 1 && kept.first?.actor.name == "Plover")
        #expect(kept.first?.context["grant"] == "reader")
        #expect(kept.first?.context["route"] == "POST /v1/events")
        // What is kept says nothing of who may come in.
        #expect(try await served.store.accessGrants().count == 1)
    }

    /// A refusal in a store that is everybody's leaves it so.
    @Test func aRefusalClosesNothing() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let query = EventQuery(
            type: try EventType("annals.access-refused"), includesAdministration: true)
        _ = try await served.ask(.get, "/v1/events", [.origin: "https://evil.example"])
        for _ in 0..<200 where try served.store.events(query).all().isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try served.store.events(query).all().count == 1)
        try await Task.sleep(for: .milliseconds(600))
        #expect(try await served.ask(.get, "/v1/events").status == 200)
    }

    @Test func aTokenMakesSoManyRequestsASecond() throws {
        let rate = RequestRate(perSecond: 2)
        let start = ContinuousClock.now
        try rate.take(for: "a", at: start)
        try rate.take(for: "a", at: start)
        #expect(throws: Problem.self) { try rate.take(for: "a", at: start) }
        try rate.take(for: "b", at: start)
        try rate.take(for: "a", at: start + .milliseconds(500))
        #expect(throws: Problem.self) { try rate.take(for: "a", at: start + .milliseconds(500)) }
    }

    @Test func pagesOfANamedOriginMayUseIt() async throws {
        let served = try ServedStore(origins: ["https://fleet.example"])
        defer { served.close() }
        let asked = try await served.ask(
            .options, "/v1/events",
            [
                .origin: "https://fleet.example", .accessControlRequestMethod: "POST",
                .accessControlRequestHeaders: "content-type",
            ])
        #expect(asked.status == 204, "\(asked.text)")
        #expect(asked.headers[.accessControlAllowMethods] == "GET, POST")
        let read = try await served.ask(.get, "/v1/events", [.origin: "https://fleet.example"])
        #expect(read.headers[.accessControlAllowOrigin] == "https://fleet.example")
        #expect(read.headers[.vary] == "Origin")
        let other = try await served.ask(
            .options, "/v1/events",
            [.origin: "https://evil.example", .accessControlRequestMethod: "POST"])
        #expect(other.status == 403 && other.headers[.accessControlAllowOrigin] == nil)
    }

    @Test func aNetworkNeedsTokensAndACertificate() async throws {
        let served = try ServedStore()
        defer { served.close() }
        var options = ServerOptions(
            address: .network(host: "0.0.0.0", port: 0), actor: try Actor("keeper"))
        func refusal() async -> StoreError? {
            let server = AnnalsServer(served.store, options, logger: served.server.logger)
            do { try await server.run() } catch { return error as? StoreError }
            return nil
        }
        #expect(await refusal()?.message.contains("plain text") == true)
        options.allowsPlainText = true
        #expect(await refusal()?.message.contains("token") == true)
        #expect(throws: StoreError.self) {
            try ServerCertificate(certificate: "/nowhere/c.pem", key: "/nowhere/k.pem")
        }
    }
}
