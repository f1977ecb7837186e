import AnnalsTesting
import Foundation
import Testing

/// A backup becomes the store again, and the file that was there is kept with all that is in it.
@Suite(.storesChecked) struct RestoreFromTests {
    /// A store with a backup of 14 events, its note, and events after that.
    static func store(later: Int = 2) async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        try await store.succeed("backup", "-o", "copy.db")
        for number in 0..<later {
            try await store.succeed(
                "append", "--stream", "later/L\(number)", "--type", "later.made", "--data",
                #"{"n":\#(number)}"#)
        }
        return store
    }

    static func names(_ store: StoreFolder) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: store.folder.path))
    }

    private func value(_ json: String, _ name: String) throws -> Substring? {
        let member = try Regex<(Substring, Substring)>(
            "\"\(name)\":(\"[^\"]*\"|[^,}]*)")
        return json.firstMatch(of: member)?.output.1
    }

    @Test func losesNothingSilently() async throws {
        let store = try await Self.store()
        let before = try store.folder.read("annals.db")
        let sentence = try await store.refuse("restore", "--from", "copy.db")
        #expect(sentence.contains("annals.db has 2 events that copy.db has not"))
        #expect(sentence.contains("after position 14, since 20"))
        #expect(sentence.contains("--older"))
        #expect(try store.folder.read("annals.db") == before)
        #expect(try !Self.names(store).contains { $0.contains("before-restore") })

        let restored = try await store.run(
            "restore", "--from", "copy.db", "--older", "--format", "ndjson")
        #expect(restored.status == 0, "\(restored.error)")
        #expect(
            restored.error.contains(
                "annals log --store annals.db.before-restore --in 14.. --all"))
        for (name, expected) in [
            ("from", "\"copy.db\""), ("store", "\"annals.db\""),
            ("kept", "\"annals.db.before-restore\""), ("events", "15"), ("position", "14"),
            ("event", "15"), ("lost_events", "2"), ("lost_after", "14"), ("erased_again", "0"),
        ] {
            #expect(try value(restored.output, name) == Substring(expected), "\(name)")
        }
        #expect(try await store.run("log", "--stream", "later/L0").error.contains("no stream"))
        let said = try await store.succeed("show", "15", "--format", "ndjson")
        #expect(said.contains("\"type\":\"annals.restored-from-backup\""))
        #expect(said.contains("\"path\":\"copy.db\",\"position\":14,\"root\":\""))
        #expect(said.contains("\"kept\":\"annals.db.before-restore\",\"kept_position\":17"))
        #expect(try await store.succeed("verify").contains("Verified"))
        let lost = try await store.succeed(
            "log", "--store", "annals.db.before-restore", "--in", "14..", "--format", "ndjson")
        #expect(lost.split(separator: "\n").count == 2)

        // Once more: the file that is kept is not overwritten, and the store goes on.
        try await store.succeed("append", "--stream", "task/Z", "--type", "task.made")
        let again = try await store.run("restore", "--from", "copy.db", "--older")
        #expect(again.status == 0 && again.output.contains("annals.db.before-restore.1"))
        #expect(try await store.head() == 15)
    }

    /// Who may do what is as it was in the store that the backup replaces.
    @Test func noTokenComesBack() async throws {
        let store = try await StoreFolder()
        func grant(_ name: String) async throws {
            try await store.succeed("access", "grant", name, "--may", "read")
        }
        func granted() async throws -> String {
            try await store.succeed(
                "access", "list", "--format", "csv", "--columns", "name,actor")
        }
        try await store.succeed("append", "--stream", "task/A", "--type", "task.made")
        try await store.succeed("backup", "-o", "open.db")
        for name in ["kept", "revoked", "again"] { try await grant(name) }
        try await store.succeed("backup", "-o", "copy.db")
        try await store.succeed("access", "revoke", "revoked")
        try await store.succeed("access", "revoke", "again")
        try await store.succeed("access", "grant", "again", "--may", "read", "--actor", "Other")
        try await grant("new")
        let before = try await granted()
        #expect(before.split(separator: "\n").count == 4)
        for backup in ["copy.db", "open.db", "copy.db"] {
            let restored = try await store.run("restore", "--from", backup, "--older")
            #expect(restored.status == 0, "\(restored.error)")
            #expect(try await granted() == before, "\(backup)")
        }
        // A store that was closed to all stays closed, in the place of which ever backup.
        for name in ["kept", "again", "new"] {
            try await store.succeed("access", "revoke", name)
        }
        let closed = try await store.run("restore", "--from", "open.db", "--older")
        #expect(closed.status == 0, "\(closed.error)")
        let events = try await store.succeed(
            "log", "--all", "--stream", "annals/access", "--format", "ndjson")
        #expect(events.contains("annals.access-revoked"), "\(events)")
        #expect(try await granted().split(separator: "\n").count == 1)
    }

    @Test func becomesTheStoreWhereNoneIs() async throws {
        let store = try await Self.store()
        let made = try await store.run(
            "restore", "--from", "copy.db", "--store", "new.db", "--format", "ndjson")
        #expect(made.status == 0 && made.error.contains("there was no store at new.db"))
        #expect(made.output.contains("\"kept\":null") && made.output.contains("\"events\":15"))
        #expect(try await store.succeed("verify", "--store", "new.db").contains("Verified"))
        let mode = try FileManager.default.attributesOfItem(atPath: store.folder.path("new.db"))
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    @Test func aStoreThatIsNotAheadIsReplacedAtOnce() async throws {
        let store = try await Self.store(later: 0)
        try await store.succeed("restore", "--at", "3", "-o", "other.db")
        let copy = try await store.succeed("backup", "-o", "copy.db", "--keep", "2")
        #expect(copy.contains("copy.db"))
        // The store is put back to the first backup, and then to the second: only notes of that are
        // lost.
        for backup in ["copy.db.1", "copy.db", "copy.db.1"] {
            let back = try await store.run("restore", "--from", backup, "--format", "ndjson")
            #expect(back.status == 0 && back.output.contains("\"lost_events\":0"), "\(back.error)")
        }
        try await store.succeed("append", "--stream", "task/Z", "--type", "task.made")
        let sentence = try await store.refuse("restore", "--from", "copy.db")
        #expect(sentence.contains("have different events after position 14"))
        let other = try await store.refuse("restore", "--from", "other.db", "--older")
        #expect(other.contains("annals.db is another store, test, than the one"))
    }

    @Test(.storesUnchecked("damaged on purpose"))
    func whatIsNoBackupIsRefused() async throws {
        let store = try await Self.store()
        let files = FileManager.default
        try store.folder.write("a letter", to: "letter.txt")
        try files.createDirectory(
            atPath: store.folder.path("folder"), withIntermediateDirectories: false)
        mkfifo(store.folder.path("fifo"), 0o600)
        try files.createSymbolicLink(
            atPath: store.folder.path("link"), withDestinationPath: store.folder.path("annals.db"))
        let bytes = try store.folder.read("copy.db")
        try store.folder.write(bytes, to: "damaged.db")
        try await store.damageBody(in: "damaged.db")
        try store.folder.write(Array(bytes.prefix(bytes.count / 2)), to: "half.db")
        let before = (try store.folder.read("annals.db"), try Self.names(store))
        for (backup, words) in [
            ("none.db", "there is nothing at none.db"), ("letter.txt", "letter.txt is not an"),
            ("folder", "folder is not a file"), ("fifo", "fifo is not a file"),
            ("annals.db", "is the store itself"), ("link", "is the store itself"),
            ("annals.db-lock", "is the store itself"), ("damaged.db", "is damaged"),
            ("half.db", "half.db"),
        ] {
            let sentence = try await store.refuse("restore", "--from", backup, "--older")
            #expect(sentence.contains(words), "\(backup): \(sentence)")
        }
        link(store.folder.path("copy.db"), store.folder.path("second.db"))
        #expect(try store.folder.read("annals.db") == before.0)
        let new = try Self.names(store).subtracting(before.1)
        // Reading the store itself makes files beside it.
        #expect(new.filter { !$0.hasPrefix("annals.db-") } == ["second.db"])
        // One with two names is read all the same, also where its folder cannot be written.
        let fine = try await store.run("restore", "--from", "second.db", "--older")
        #expect(fine.status == 0, "\(fine.error)")
    }

    @Test func aBackupThatIsInUseIsRefused() async throws {
        let store = try await Self.store()
        try await store.succeed(
            "append", "--store", "copy.db", "--stream", "a/b", "--type", "a.c")
        let reader = try store.start("log", "--store", "copy.db", "--follow")
        try await reader.waitForInterruptHandler()
        try await store.succeed(
            "append", "--store", "copy.db", "--stream", "a/b", "--type", "a.c")
        let sentence = try await store.refuse("restore", "--from", "copy.db", "--older")
        #expect(sentence.contains("make a backup of it"))
        reader.interrupt()
        _ = try await reader.result()
    }

    /// Whatever is wrong with the old file: what belongs to it goes along.
    @Test(
        .storesUnchecked("damaged on purpose"),
        arguments: ["no header", "cut", "empty", "a log of another file", "a body"])
    func aDamagedStore(_ how: String) async throws {
        let store = try await Self.store()
        let path = store.folder.path("annals.db")
        var bytes = try store.folder.read("annals.db")
        switch how {
        case "no header": bytes.replaceSubrange(0..<4096, with: [UInt8](repeating: 0, count: 4096))
        case "cut": bytes = Array(bytes.prefix(5000))
        case "empty": bytes = []
        case "a log of another file":
            // Somebody put the backup back by hand, and left what was beside the old file.
            bytes = try store.folder.read("copy.db")
            try store.folder.write(
                try await Self.killedWriter(of: store), to: "annals.db-wal")
        default:
            try await store.damageBody(in: "annals.db")
            bytes = try store.folder.read("annals.db")
        }
        try store.folder.write(bytes, to: "annals.db")
        let wal = try? store.folder.read("annals.db-wal")
        let refused = try await store.run("restore", "--from", "copy.db")
        let restored = try await store.run(
            "restore", "--from", "copy.db", "--older", "--format", "ndjson")
        #expect(restored.status == 0, "\(restored.error)")
        #expect(try await store.head() == 15)
        #expect(try await store.succeed("verify").contains("Verified"))
        #expect(refused.status == 1 && refused.error.contains("--older"), "\(refused.error)")
        if how == "a body" {
            #expect(refused.error.contains("has events up to position 17"), "\(refused.error)")
        } else {
            #expect(restored.output.contains("\"lost_events\":null"))
            #expect(restored.error.contains("erase it again"))
            #expect(try store.folder.read("annals.db.before-restore") == bytes)
            if let wal { #expect(try store.folder.read("annals.db.before-restore-wal") == wal) }
        }
        #expect(FileManager.default.fileExists(atPath: path))
    }

    /// What is in the log may be newer than the backup, whatever the file itself says.
    @Test(.storesUnchecked("damaged on purpose"))
    func aLogThatHasMoreIsNotLostSilently() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "a/b", "--type", "a.c")
        // The store itself knows nothing of this copy, and has no event after it.
        try store.folder.write(try store.folder.read("annals.db"), to: "copy.db")
        _ = try await Self.killedWriter(of: store)
        let wal = try store.folder.read("annals.db-wal")
        var bytes = try store.folder.read("annals.db")
        bytes.replaceSubrange(0..<4096, with: [UInt8](repeating: 0, count: 4096))
        try store.folder.write(bytes, to: "annals.db")
        let sentence = try await store.refuse("restore", "--from", "copy.db")
        #expect(sentence.contains("--older"), "\(sentence)")
        let restored = try await store.run("restore", "--from", "copy.db", "--older")
        #expect(restored.status == 0, "\(restored.error)")
        if let kept = try? store.folder.read("annals.db.before-restore-wal") {
            #expect(kept == wal)
        } else {
            // The log had the first page too, so that the store could be read and emptied.
            let kept = try await store.succeed("verify", "--store", "annals.db.before-restore")
            #expect(kept.contains("Verified"))
        }
    }

    /// Has a writer killed in the middle of its work.
    ///
    /// - Returns: The log that it left.
    private static func killedWriter(of store: StoreFolder) async throws -> [UInt8] {
        // So many that it cannot come to its end before it is killed.
        let lines = (0..<100_000).map { #"{"stream":"k/K\#($0 % 9)","type":"k.made"}"# + "\n" }
        try store.folder.write(lines.joined(), to: "many.ndjson")
        let writer = try store.start("append", "--batch", "many.ndjson", "--batch-size", "1")
        while (try? store.folder.read("annals.db-wal").count) ?? 0 < 200_000 {
            try #require(!writer.hasEnded, "it ended before it was killed")
            try await Task.sleep(for: .milliseconds(5))
        }
        writer.kill()
        _ = try? await writer.result()
        return try store.folder.read("annals.db-wal")
    }

    @Test func whatAKilledWriterLeftIsKept() async throws {
        let store = try await Self.store()
        _ = try await Self.killedWriter(of: store)
        let head = try await store.head()
        #expect(head > 17)
        let restored = try await store.run("restore", "--from", "copy.db", "--older")
        #expect(restored.status == 0, "\(restored.error)")
        #expect(try await store.head() == 15)
        let kept = try await store.succeed(
            "query", "SELECT max(position) FROM event_log", "--store", "annals.db.before-restore",
            "--format", "csv")
        #expect(kept.split(whereSeparator: \.isNewline).last.map(String.init) == "\(head)")
        let whole = try await store.succeed("verify", "--store", "annals.db.before-restore")
        #expect(whole.contains("Verified"))
    }

    @Test func whoHasTheStoreOpenNotices() async throws {
        let store = try await Self.store()
        let writer = try store.start("watch", ".", "--exclude", "*.db*")
        try await writer.waitForInterruptHandler()
        let restored = try await store.run("restore", "--from", "copy.db", "--older")
        #expect(restored.status == 0, "\(restored.error)")
        try store.folder.write("news", to: "news.md")
        let result = try await writer.result()
        #expect(result.status == 1)
        #expect(result.error.contains("annals.db was replaced by another file"), "\(result.error)")
        #expect(try await store.head() == 15)
    }

    @Test func usageIsSaid() async throws {
        let store = try await Self.store()
        for arguments in [
            ["restore", "--from", "copy.db", "--at", "3", "-o", "x.db"], ["restore"],
            ["restore", "--older", "--at", "3", "-o", "x.db"], ["restore", "--at", "3"],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
            #expect(result.error.contains("--from"), "\(result.error)")
        }
    }
}
