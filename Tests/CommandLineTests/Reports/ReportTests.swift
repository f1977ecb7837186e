import AnnalsTesting
import Foundation
import Testing

/// `annals report`.
@Suite(.storesChecked) struct ReportTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("task", "create", "Mend the gauge", "--id", "A")
        try await store.succeed("task", "claim", "A")
        try await store.succeed("task", "complete", "A")
        return store
    }

    @Test func everyTableOfAReport() async throws {
        let store = try await filledStore()
        let text = try await store.succeed("report")
        #expect(text.contains("Events by actor\n") && text.contains("task.claimed"))
        #expect(text.contains("What was rolled back"))
        let json = try await store.succeed("report", "--format", "json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((object["tasks"] as? [[String: Any]])?.first?["task"] as? String == "A")
        #expect((object["hours"] as? [Any])?.count == 24)
        let tasks = try await store.succeed("report", "tasks", "--format", "csv")
        #expect(tasks.hasPrefix("task,title,agent,lead_ms,wait_ms,cycles,"))
        #expect(tasks.split(separator: "\n").count == 2)
        let none = try await store.succeed(
            "report", "types", "--in", "head~0..head", "--format", "csv")
        #expect(none == "type,events\n")
    }

    @Test func whatIsRefused() async throws {
        let store = try await filledStore()
        for arguments in [["--format", "csv"], ["nothing"], ["tasks", "--html", "r.html"]] {
            let result = try await store.run(["report"] + arguments)
            #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
        }
        let backward = try await store.run("report", "--in", "head..start")
        #expect(backward.status == 1 && backward.error.contains("backward"))
    }

    @Test func aReportInAFile() async throws {
        let store = try await filledStore()
        let said = try await store.succeed("report", "--html", "r.html")
        #expect(said.contains("r.html"))
        let text = String(decoding: try store.folder.read("r.html"), as: UTF8.self)
        #expect(text.hasPrefix("<!doctype html>") && text.contains("Mend the gauge"))
        #expect(!text.contains("<script"))
        let again = try await store.run("report", "--html", "r.html")
        #expect(again.status == 1 && again.error.contains("is not overwritten"))
        #expect(try await store.run("report", "--html", "annals.db").status == 1)
    }
}
