import AnnalsTesting
import Foundation
import Testing

/// What is wrong around a store is seen, and said with what to do.
@Suite(.storesChecked) struct DoctorTests {
    private func row(
        _ name: String, _ store: StoreFolder, _ arguments: [String] = [],
        environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> ExaminedRow {
        let rows = try await store.examine(
            arguments, environment: environment, sourceLocation: sourceLocation)
        return try #require(rows[name], "\(rows.keys.sorted())", sourceLocation: sourceLocation)
    }

    @Test func aStoreThatIsWell() async throws {
        let store = try await StoreFolder()
        let rows = try await store.examine()
        for (name, row) in rows where !["last_backup", "file_system", "disk"].contains(name) {
            #expect(row.state == "ok" && row.advice == nil, "\(row)")
        }
        #expect(rows["last_backup"]?.state == "note")
        #expect(rows["store"]?.detail.contains("origin test") == true)
        #expect(rows["versions"]?.detail.contains("SQLite 3.") == true)
        for format in Transcript.formats {
            let result = try await store.run("doctor", "--format", format)
            #expect(result.output.contains("last_backup") && result.status == 0)
            #expect(result.output.contains("annals backup -o PATH"))
        }
    }

    @Test(.storesUnchecked("is none")) func noStore() async throws {
        let store = try await StoreFolder(hasStore: false)
        let missing = try await row("store", store)
        #expect(missing.state == "wrong" && missing.advice?.contains("annals init") == true)
        #expect(try await row("folder", store, ["--store", "no/a.db"]).state == "wrong")
        try store.folder.write("changes of a store that is gone", to: "annals.db-wal")
        let left = try await row("leftovers", store)
        #expect(left.state == "wrong" && left.detail.contains("annals.db-wal"))
        try store.folder.write("Dear diary", to: "letter.txt")
        let letter = try await row("store", store, ["--store", "letter.txt"])
        #expect(letter.state == "wrong" && letter.detail.contains("is not an Annals store"))
    }

    @Test(.storesUnchecked("damaged on purpose")) func damage() async throws {
        let store = try await RestoreFromTests.store()
        var bytes = try store.folder.read("annals.db")
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 3])
        try store.folder.write(bytes, to: "newer.db")
        let newer = try await row("store", store, ["--store", "newer.db"])
        #expect(newer.state == "wrong" && newer.advice?.contains("newer version") == true)
        bytes.replaceSubrange(0..<4096, with: [UInt8](repeating: 0, count: 4096))
        try store.folder.write(bytes, to: "zero.db")
        #expect(try await row("store", store, ["--store", "zero.db"]).state == "wrong")
        link(store.folder.path("newer.db"), store.folder.path("second.db"))
        let linked = try await row("store", store, ["--store", "second.db"])
        #expect(linked.state == "wrong" && linked.detail.contains("hard links"))
        try await store.damageBody(in: "annals.db")
        let damaged = try await row("damage", store)
        #expect(damaged.state == "wrong")
        #expect(damaged.advice?.contains("annals restore --from BACKUP") == true)
    }

    /// What is no file gets no advice that would not help.
    @Test(.storesUnchecked("are none")) func whatIsNoStore() async throws {
        let store = try await StoreFolder(hasStore: false)
        #expect(mkfifo(store.folder.path("pipe"), 0o666) == 0)
        try store.folder.write("", to: "empty.db")
        chmod(store.folder.path("empty.db"), 0o666)
        for (path, words, advice) in [
            ("pipe", "is a pipe, and no store", "Give the path of a store's file."),
            ("/dev/null", "is a device, and no store", "Give the path of a store's file."),
            (store.folder.path, "is a folder, and no store", "Give the path of a store's file."),
            ("empty.db", "not an Annals store", "move the file away first"),
        ] {
            let rows = try await store.examine(["--store", path])
            let found = try #require(rows["store"])
            #expect(found.state == "wrong" && found.detail.contains(words), "\(found)")
            #expect(found.advice?.contains(advice) == true, "\(found)")
            let all = rows.values.map { "\($0.detail) \($0.advice ?? "")" }.joined(separator: "\n")
            for wrong in ["chmod", "annals init", "backup"] {
                #expect(!all.contains(wrong), "\(path): \(all)")
            }
        }
        let missing = try await row("store", store, environment: ["ANNALS_STORE": "there.db"])
        #expect(missing.advice?.contains("the path is that of ANNALS_STORE") == true)
    }

    /// SQLite's own lock, which any program with SQLite can keep.
    @Test func aForeignProgramThatKeepsTheLock() async throws {
        let store = try await StoreFolder()
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let script = """
            import sqlite3, sys, time
            db = sqlite3.connect("annals.db", isolation_level=None)
            db.execute("BEGIN IMMEDIATE")
            open("held", "w").close()
            time.sleep(600)
            """
        let holder = try python.start(["-c", script], in: store.folder)
        let deadline = ContinuousClock.now + .seconds(60)
        while !FileManager.default.fileExists(atPath: store.folder.path("held")) {
            try #require(ContinuousClock.now < deadline && !holder.hasEnded)
            try await Task.sleep(for: .milliseconds(5))
        }
        let lock = try await row("lock", store)
        #expect(lock.state == "wrong" && lock.detail.contains("python3"), "\(lock)")
        #expect(lock.detail.contains("SQLite's own lock"))
        holder.kill()
        _ = try await holder.result()
        #expect(try await row("lock", store).state == "ok")
    }

    @Test func permissions() async throws {
        let store = try await StoreFolder()
        chmod(store.folder.path("annals.db"), 0o666)
        let open = try await row("permissions", store)
        #expect(open.state == "wrong" && open.detail.contains("every user"))
        chmod(store.folder.path("annals.db"), 0o600)
        #expect(try await row("permissions", store).state == "ok")
        try await store.succeed("key", "new", "a.key")
        let key = ["ANNALS_KEY": "a.key"]
        #expect(try await row("key", store, environment: key).state == "ok")
        chmod(store.folder.path("a.key"), 0o644)
        let shared = try await row("key", store, environment: key)
        #expect(shared.state == "wrong" && shared.advice == "chmod 600 a.key")
        #expect(
            try await row("key", store, environment: ["ANNALS_KEY": "none"]).state == "wrong")
    }

    @Test(.storesUnchecked("damaged on purpose")) func theClock() async throws {
        let store = try await StoreFolder()
        try await store.tamper(
            """
            UPDATE events SET recorded_at = 4000000000000000
            WHERE position = (SELECT max(position) FROM events)
            """)
        let clock = try await row("clock", store)
        #expect(clock.state == "wrong" && clock.detail.contains("2096-"))
    }

    @Test func leftovers() async throws {
        let store = try await StoreFolder()
        try store.folder.write("draft", to: "annals.db.new-0123456789abcdef")
        try store.folder.write("old", to: "annals.db.before-restore.1")
        try store.folder.write("no index", to: "annals.db-search-words")
        let rows = try await store.examine()
        let left = try #require(rows["leftovers"])
        #expect(left.state == "note" && left.detail.contains("annals.db.new-0123456789abcdef"))
        #expect(rows["kept_files"]?.detail.contains("annals.db.before-restore.1") == true)
        let index = try #require(rows["search_index"])
        #expect(index.state == "note")
        #expect(index.advice?.contains("annals search-index add words") == true)
        for name in [".new-0123456789abcdef", "-search-words"] {
            try FileManager.default.removeItem(atPath: store.folder.path("annals.db" + name))
        }
        try await store.succeed("search-index", "add")
        #expect(try await row("search_index", store).state == "ok")
    }

    @Test func theLastBackup() async throws {
        let store = try await StoreFolder()
        let copy = store.folder.path("copy.db")
        try await store.succeed("backup", "-o", copy)
        let made = try await row("last_backup", store)
        #expect(made.state == "ok" && made.detail.contains(copy))
        truncate(copy, 5_000)
        let short = try await row("last_backup", store)
        #expect(short.advice?.contains("annals backup --verify \(copy)") == true, "\(short)")
        try FileManager.default.removeItem(atPath: copy)
        let gone = try await row("last_backup", store)
        #expect(gone.state == "note" && gone.detail.contains("nothing is there now"))
        try await store.succeed("key", "new", "a.key")
        let key = ["ANNALS_KEY": "a.key"]
        #expect(try await row("last_checkpoint", store, environment: key).state == "note")
        try await store.succeed("checkpoint", "--key", "a.key", "-o", "note")
        #expect(try await row("last_checkpoint", store).detail.contains("ago"))
    }

    @Test func theEnvironment() async throws {
        let store = try await StoreFolder()
        let odd = try await store.examine(environment: ["ANNALS_STOER": "x", "LC_ALL": "C"])
        #expect(odd["environment"]?.state == "note")
        #expect(odd["environment"]?.detail.contains("ANNALS_STOER") == true)
        #expect(odd["locale"]?.state == "note")
        #expect(
            try await row("locale", store, environment: ["LC_ALL": "de_DE.UTF-8"]).state == "ok")
    }

    @Test func whoHasItOpen() async throws {
        let store = try await StoreFolder()
        try store.folder.write("Notes.\n", to: "docs/a.md")
        try await store.succeed("import", "docs")
        let alone = try await row("watching", store)
        #expect(alone.state == "note" && alone.advice?.contains("annals watch") == true)
        let watch = try store.start("watch", "docs")
        try await watch.waitForInterruptHandler()
        let rows = try await store.examine()
        #expect(rows["watching"]?.state == "ok", "\(rows)")
        #expect(rows["users"]?.detail.contains("watch docs") == true, "\(rows)")
        watch.interrupt()
        #expect(try await watch.result().status == 0)
    }

    /// As a writer does that is stopped while it writes, under a name that would steer a terminal.
    @Test func whoKeepsTheLock() async throws {
        let store = try await StoreFolder()
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let program = """
            import fcntl, os, time
            parent = os.getppid()
            lock = open("annals.db-lock", "r+")
            fcntl.lockf(lock, fcntl.LOCK_EX)
            print("held", os.getpid(), flush=True)
            while os.getppid() == parent: time.sleep(1)
            """
        let holder = try python.start(["-c", program, "\u{1B}[31m"], in: store.folder)
        defer { holder.kill() }
        while !holder.outputSoFar.contains("\n") { try await Task.sleep(for: .milliseconds(5)) }
        let id = try #require(
            holder.outputSoFar.split { $0 == " " || $0 == "\n" }.last.flatMap { Int32($0) })
        let kept = try await row("lock", store)
        #expect(kept.state == "note" && kept.detail.contains("\(id) ("), "\(kept)")
        #expect(!kept.detail.contains("\u{1B}"))
        kill(id, SIGSTOP)
        let stopped = try await row("lock", store)
        #expect(stopped.state == "wrong" && stopped.advice?.contains("kill -CONT \(id)") == true)
        kill(id, SIGCONT)
    }

    @Test(.storesUnchecked("has a log of nothing")) func aLogThatGrows() async throws {
        let store = try await StoreFolder()
        try store.folder.write([], to: "annals.db-wal")
        truncate(store.folder.path("annals.db-wal"), 70 << 20)
        let log = try await row("wal", store)
        #expect(log.state == "note" && log.detail.contains("70.0 MiB"))
    }
}
