import AnnalsTesting
import Foundation
import Testing

/// What cannot be answered about the past, or must not be done to it, is refused in one sentence,
/// and the store's file keeps every byte.
@Suite(.storesChecked) struct HistoryRefusalTests {
    private let store: StoreFolder

    init() async throws {
        store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        try await store.succeed("tag", "here", "cycle:1")
    }

    /// Refuses the arguments, with words in the sentence, and changes no file of the store.
    private func refuse(
        _ arguments: String..., saying words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try files()
        let result = try await store.run(arguments)
        #expect(result.status == 1, "\(arguments)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, "\(arguments)", sourceLocation: sourceLocation)
        let lines = result.error.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.count == 2 && lines[0].hasPrefix("annals: "), "\(result.error)",
            sourceLocation: sourceLocation)
        for word in words {
            #expect(
                result.error.contains(word), "\(arguments): \(result.error)",
                sourceLocation: sourceLocation)
        }
        #expect(try files() == before, "\(arguments)", sourceLocation: sourceLocation)
    }

    /// The bytes of every file in the folder but for SQLite's index of the write-ahead log.
    private func files() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        let names = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        for name in names where !name.hasSuffix("-shm") {
            let bytes = try store.folder.read(name)
            // An empty log says as little as none.
            if !(name.hasSuffix("-wal") && bytes.isEmpty) { found[name] = bytes }
        }
        return found
    }

    @Test func momentsThatAreNone() async throws {
        let list = "write head, head~3, start, cycle:12"
        for moment in ["tomorrow", "cycle:x", "ago:5", "tag:", "2020-13-01T00:00:00Z"] {
            try await refuse("state", "task/T-1", "--at", moment, saying: [moment, list])
            try await refuse("query", "SELECT 1", "--at", moment, saying: [moment, list])
            try await refuse("blame", "task/T-1", "--at", moment, saying: [moment, list])
            try await refuse("rollback", "--to", moment, saying: [moment, list])
            try await refuse("restore", "--at", moment, "-o", "new.db", saying: [moment, list])
            try await refuse("diff", "\(moment)..head", saying: [moment, list])
            try await refuse("bisect", "SELECT 1", "--in", "\(moment)..", saying: [moment, list])
        }
        for (moment, words) in [
            ("999", "the log ends at position 15"), ("head~99", "lies before the start"),
            ("cycle:4", "cycle 4 has not begun"), ("tag:none", "there is no tag \"none\""),
        ] {
            try await refuse("state", "task/T-1", "--at", moment, saying: [words])
            try await refuse("query", "SELECT 1", "--at", moment, saying: [words])
            try await refuse(
                "blame", "task/T-1", "--column", "title", "--at", moment, saying: [words])
            try await refuse("rollback", "--to", moment, saying: [words])
            try await refuse(
                "rollback", "--to", moment, "--apply", "--reason", "x", saying: [words])
            try await refuse("restore", "--at", moment, "-o", "new.db", saying: [words])
            try await refuse("diff", "..\(moment)", saying: [words])
            try await refuse("diff", "..\(moment)", "--table", "agent_tasks", saying: [words])
            try await refuse("bisect", "SELECT 1", "--in", "..\(moment)", saying: [words])
            try await refuse("tag", "later", moment, saying: [words])
        }
    }

    @Test func rangesWithoutAnEvent() async throws {
        for (range, words) in [
            ("head..head", "holds no event"), ("tag:here..cycle:1", "holds no event"),
            ("cycle:2..cycle:1", "runs backward"), ("start", "is no range"),
        ] {
            try await refuse("diff", range, saying: [words])
            try await refuse("diff", range, "--stat", saying: [words])
            try await refuse("diff", range, "--table", "agent_tasks", saying: [words])
            try await refuse("bisect", "SELECT 1", "--in", range, saying: [words])
            try await refuse("bisect", "SELECT 1", "--in", range, "--first", saying: [words])
        }
    }

    @Test func namesThatNothingBears() async throws {
        try await refuse("diff", "..", "--stream", "task/none", saying: ["no stream \"task/none\""])
        try await refuse(
            "diff", "..", "--table", "tasks",
            saying: ["no table \"tasks\"", "agent_messages, agent_tasks, agent_workspaces"])
        try await refuse("diff", "..", "--table", "orphan_tasks", saying: ["is a view"])
        try await refuse("blame", "task/none", saying: ["no stream \"task/none\""])
        try await refuse("blame", "task/T-1", "/none", saying: ["nothing at /none"])
        try await refuse("blame", "task/T-1", "none", saying: ["no JSON Pointer"])
        try await refuse("blame", "task/T-1", "--table", "none", saying: ["no table \"none\""])
        try await refuse(
            "blame", "task/T-1", "--column", "none", saying: ["no column \"none\"", "title"])
        try await refuse(
            "blame", "task/T-1", "--table", "agent_messages", saying: ["category task"])
        try await refuse(
            "rollback", "--to", "1", "--stream", "task/none", saying: ["no stream \"task/none\""])
        try await refuse(
            "rollback", "--to", "1", "--category", "none", saying: ["category none"])
        try await refuse("rollback", "--to", "1", "--actor", "none", saying: ["actor none"])
        try await refuse(
            "rollback", "--to", "1", "--correlation", "none", saying: ["correlation none"])
        try await refuse(
            "rollback", "--to", "1", "--category", "annals", saying: ["the store's own"])
    }

    @Test func rollbacksThatMustNotBe() async throws {
        for reason in [["--apply"], ["--apply", "--reason", ""], ["--apply", "--reason", " "]] {
            let before = try files()
            let result = try await store.run(["rollback", "--to", "cycle:1"] + reason)
            #expect(result.status == 1)
            #expect(result.error.contains("needs a reason"))
            #expect(try files() == before)
        }
        try await refuse(
            "rollback", "--to", "cycle:1", "--apply", "--reason", "x", "--expect-head", "9",
            saying: ["got events after position 9"])
        try await refuse(
            "rollback", "--to", "cycle:1", "--apply", "--reason", "x", "--expect-head", "99",
            saying: ["lies beyond the end"])
    }

    @Test func storesThatAreThere() async throws {
        try store.folder.write("mine", to: "mine.txt")
        try await refuse("restore", "--at", "cycle:1", "-o", "mine.txt", saying: ["mine.txt"])
        try await refuse("restore", "--at", "cycle:1", "-o", "annals.db", saying: ["annals.db"])
        try await refuse("restore", "--at", "cycle:1", "-o", "none/new.db", saying: ["none"])
    }

    @Test func sqlThatDoesMoreThanRead() async throws {
        for sql in [
            "DELETE FROM agent_tasks", "INSERT INTO agent_tasks (task_id) VALUES ('x')",
            "UPDATE agent_tasks SET title = 'x'", "DROP TABLE agent_tasks",
            "CREATE TABLE mine (a)", "ATTACH 'mine.db' AS mine", "PRAGMA query_only = OFF",
            "SELECT load_extension('x')", "SELECT 1; SELECT 2", "SELECT", "VACUUM INTO 'mine.db'",
            "BEGIN", "",
        ] {
            try await refuse("query", sql, "--at", "cycle:2", saying: [])
            try await refuse("bisect", sql, saying: [])
            try await refuse("bisect", sql, "--first", saying: [])
        }
        try await refuse("bisect", "SELECT 1", saying: ["true at both ends"])
        try await refuse("bisect", "SELECT 1", "--first", saying: ["true all the time"])
        try await refuse("bisect", "SELECT * FROM none", saying: ["no such table"])
    }

    /// What never ends has sixty seconds, and ends before if somebody wants it to.
    @Test func sqlThatNeverEnds() async throws {
        let sql =
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
        for arguments in [
            ["bisect", sql], ["bisect", sql, "--first"], ["query", sql, "--at", "cycle:1"],
        ] {
            let before = try files()
            let running = try store.start(arguments)
            try await running.waitForInterruptHandler()
            running.interrupt()
            let result = try await running.result()
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.error == "annals: the query was stopped\n")
            #expect(try files() == before)
        }
    }

    @Test func usageThatMeansTwoThings() async throws {
        for arguments in [
            ["diff", "..", "--table", "agent_tasks", "--stream", "task/T-1"],
            ["blame", "task/T-1", "/title", "--table", "agent_tasks"], ["diff"], ["blame"],
            ["rollback"], ["restore", "--at", "1"], ["bisect"],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.output.isEmpty)
        }
    }
}
