import AnnalsTesting
import Foundation
import Testing

/// `verify` says what it compared, and ends with an exit code that a script can go by.
@Suite(.storesChecked) struct VerifyTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    private func edit(_ store: StoreFolder, _ sql: String) async throws {
        let shell = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let change = try await shell.run(
            "-c",
            """
            import sqlite3
            store = sqlite3.connect("annals.db")
            store.executescript(\(String(reflecting: sql)))
            store.commit()
            """, in: store.folder)
        try #require(change.status == 0, "\(change.error)")
    }

    @Test func wholeStoreInEveryFormat() async throws {
        let store = try await filledStore()
        let table = try await store.succeed("verify")
        #expect(table.hasPrefix("Verified: 14 events of "))
        #expect(table.contains("Nothing from outside of the file was compared"))
        let json = try await store.succeed("verify", "--log", "--format", "json")
        #expect(json.hasPrefix("{\n  \"outcome\": \"verified\",\n  \"scope\": \"log\""))
        let line = try await store.succeed("verify", "--format", "ndjson")
        #expect(line.hasPrefix(#"{"outcome":"verified","scope":"everything","#))
        let csv = try await store.succeed("verify", "--format", "csv")
        #expect(csv == "finding,position,place,message,expected,found\n")
    }

    @Test(.storesUnchecked("damaged on purpose")) func tamperedStoreInEveryFormat() async throws {
        let store = try await filledStore()
        try await edit(store, "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 9")
        for format in Transcript.formats {
            let result = try await store.run("verify", "--format", format)
            #expect(result.status == 1)
            #expect(result.output.contains("head"))
            #expect(result.error.hasPrefix("annals: the store was tampered with or is damaged"))
        }
        let repair = try await store.refuse("verify", "--repair")
        #expect(repair.contains("the events themselves"))
        let health = try await store.run("health")
        #expect(health.status == 1 && health.error.contains("last_events"))
        let backup = try await store.refuse("backup", "-o", "copy.db")
        #expect(backup.contains("not what its events say"))
    }

    @Test func repairIsPreviewed() async throws {
        let store = try await filledStore()
        try await edit(store, "UPDATE agent_tasks SET title = 'forged'")
        let preview = try await store.succeed("verify", "--repair", "--format", "ndjson")
        #expect(preview.contains(#""applied":false"#) && preview.contains("agent_tasks"))
        #expect(try await store.run("verify").status == 1)
        try await store.succeed("verify", "--repair", "--apply")
        try await store.succeed("verify")
    }

    @Test func whatCannotBeToldIsNoVerdict() async throws {
        let store = try await filledStore()
        _ = try store.folder.write("no note at all\n", to: "note.txt")
        for arguments in [
            ["--against", "note.txt"], ["--against", "missing.txt"], ["--key", "no+key"],
            ["--store", "missing.db"],
        ] {
            let result = try await store.run(["verify"] + arguments)
            #expect(result.status == 2, "\(arguments): \(result.error)")
        }
        #expect(try await store.run("verify", "--apply").status == 64)
    }
}
