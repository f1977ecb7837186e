import Annals
import AnnalsTesting
import Foundation
import Testing

/// What lies beside the name under which a file is kept would be taken for its log.
@Suite(.storesChecked) struct KeptNameTests {
    /// A store of 14 events and more, and the log that an earlier state of it left.
    private func store() async throws -> (StoreFolder, log: [UInt8]) {
        let store = try await RestoreFromTests.store(later: 0)
        let path = store.folder.path("annals.db")
        let opened = try Store(opening: path)
        try await opened.append(
            NewEvent(
                stream: StreamName("later/L"), type: EventType("later.made"),
                actor: Actor("Agent-1"), change: Change(data: ["n": 1])))
        let log = try store.folder.read("annals.db-wal")
        opened.close()
        #expect(!log.isEmpty)
        for number in 0..<3 {
            try await store.succeed(
                "append", "--stream", "later/L\(number)", "--type", "later.made", "--data", "{}")
        }
        return (store, log)
    }

    @Test(arguments: ["-wal", "-journal", "-lock", "-shm"])
    func aNameWithAnothersFilesIsNotTaken(suffix: String) async throws {
        let (store, log) = try await store()
        let before = try await store.succeed("log", "--all", "--format", "ndjson")
        try store.folder.write(log, to: "annals.db.before-restore\(suffix)")
        let result = try await store.run(
            "restore", "--from", "copy.db", "--older", "--format", "ndjson")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains(#""kept":"annals.db.before-restore.1""#))
        let kept = try await store.succeed(
            "log", "--all", "--format", "ndjson", "--store", "annals.db.before-restore.1")
        #expect(kept == before)
        #expect(try store.folder.read("annals.db.before-restore\(suffix)") == log)
    }

    @Test func aBackupGetsNoNameWithAnothersLog() async throws {
        let (store, log) = try await store()
        try await store.succeed("backup", "-o", "kept.db", "--keep", "2")
        try store.folder.write(log, to: "kept.db.1-wal")
        let sentence = try await store.refuse("backup", "-o", "kept.db", "--keep", "2")
        #expect(sentence.contains("kept.db.1-wal was left by the store that was at this path"))
        #expect(try !RestoreFromTests.names(store).contains("kept.db.1"))
        try await store.succeed("backup", "--verify", "kept.db")
    }

    /// A backup does not have the event that notes it.
    @Test func aBackupOfEverythingLosesNothing() async throws {
        let store = try await RestoreFromTests.store(later: 0)
        for _ in 0..<2 {
            let result = try await store.run("restore", "--from", "copy.db", "--format", "ndjson")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains(#""lost_events":0"#))
            #expect(result.output.contains(#""repaired":0"#))
        }
        try await store.succeed("append", "--stream", "t/A", "--type", "t.a", "--data", "{}")
        #expect(
            try await store.refuse("restore", "--from", "copy.db")
                .contains("annals.db has 1 event that copy.db has not"))
    }

    /// A backup whose events are whole becomes a whole store.
    @Test(.storesUnchecked("damaged on purpose")) func tablesAreMadeAgain() async throws {
        let store = try await RestoreFromTests.store(later: 0)
        try await store.tamper("DELETE FROM agent_tasks", in: "copy.db")
        let result = try await store.run("restore", "--from", "copy.db")
        #expect(result.status == 0)
        #expect(result.error.contains("of the backup did not hold what its events make"))
        #expect(try await store.succeed("verify").contains("Verified"))
    }

    @Test func whatIsNoBackupIsSaidPlainly() async throws {
        let store = try await RestoreFromTests.store(later: 0)
        try store.folder.write(String(repeating: "no store ", count: 900), to: "text")
        for (name, saying) in [
            ("none.db", "there is nothing at none.db: give the path of a backup"),
            ("text", "text is not an Annals store: give the path of a backup"),
        ] {
            for arguments in [["restore", "--from", name], ["backup", "--verify", name]] {
                let sentence = try await store.refuse(arguments)
                #expect(sentence == saying)
            }
        }
    }
}
