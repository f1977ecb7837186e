import AnnalsTesting
import Foundation
import Testing

/// Statistics, health and backups.
@Suite(.storesChecked) struct UpkeepTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    @Test func statisticsInEveryFormat() async throws {
        let store = try await filledStore()
        let json = try await store.succeed("stats", "--format", "ndjson")
        #expect(json.hasPrefix(#"{"events":14,"cycle":3,"streams":9,"#))
        let names = json.matches(of: /"([a-z_]+)":/).map { String($0.output.1) }
        for name in ["body_bytes", "stored_bytes", "compression", "file_bytes", "wal_bytes"] {
            #expect(names.contains(name))
        }
        let csv = try await store.succeed("stats", "--format", "csv")
        #expect(csv.split(separator: "\n").first?.split(separator: ",").map(String.init) == names)
        let table = try await store.succeed("stats")
        #expect(table.split(separator: "\n").map { String($0.prefix { $0 != ":" }) } == names)
        #expect(
            try await store.succeed("stats", "--format", "json").hasPrefix("{\n  \"events\": 14"))
    }

    @Test func healthInEveryFormat() async throws {
        let store = try await filledStore()
        for format in Transcript.formats {
            let health = try await store.succeed("health", "--format", format)
            for check in [
                "log_end", "last_events", "clock", "projection_failures", "wal", "disk",
            ] {
                #expect(health.contains(check))
            }
            #expect(!health.contains("false"))
        }
    }

    @Test(.storesUnchecked("damaged on purpose")) func damageIsUnhealthy() async throws {
        let store = try await filledStore()
        try await store.damageBody()
        let result = try await store.run("health", "--format", "ndjson")
        #expect(result.status == 1)
        #expect(result.output.contains(#"{"check":"last_events","healthy":false,"#))
        #expect(result.error.hasPrefix("annals: the store is not healthy: see last_events"))
        let sentence = try await store.refuse("show", "8")
        #expect(sentence.contains("8"))
        let backup = try await store.refuse("backup", "-o", "copy.db")
        #expect(backup.contains("8"))
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("copy.db")))
    }

    @Test func backupsInEveryFormat() async throws {
        let store = try await filledStore()
        for (index, format) in Transcript.formats.enumerated() {
            let backup = try await store.succeed("backup", "-o", "\(format).db", "--format", format)
            // Each backup is an event itself, which only the next one holds.
            #expect(backup.contains("\(14 + index)") && backup.contains("\(format).db"))
            let copy = try await store.succeed("log", "--store", "\(format).db")
            #expect(copy == (try await store.succeed("log")))
        }
        try await store.succeed("append", "--store", "csv.db", "--stream", "a/b", "--type", "a.c")
        let made = try await store.succeed(
            "log", "--all", "--stream", "annals/backups", "--format", "csv")
        #expect(made.split(separator: "\n").count == 5)
    }

    @Test func backupsAreKeptByNumber() async throws {
        let store = try await filledStore()
        try await store.succeed("backup", "--output", "copy.db")
        let taken = try await store.refuse("backup", "--output", "copy.db")
        #expect(taken.contains("there is a file at copy.db already"))
        for _ in 1...3 { try await store.succeed("backup", "-o", "copy.db", "--keep", "3") }
        var heads: [String] = []
        for name in ["copy.db", "copy.db.1", "copy.db.2"] {
            heads.append(
                try await store.succeed(
                    "query", "SELECT max(position) FROM event_log", "--store", name, "--format",
                    "csv"))
        }
        #expect(heads.map { $0.split(separator: "\n").last } == ["17", "16", "15"])
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("copy.db.3")))
        let none = try await store.refuse("backup", "-o", "copy.db", "--keep", "0")
        #expect(none.contains("at least 1"))
        let away = try await store.refuse("backup", "-o", "no/folder/copy.db")
        #expect(away.contains("no/folder/copy.db"))
    }
}
