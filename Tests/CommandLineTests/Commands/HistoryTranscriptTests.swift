import AnnalsTesting
import Testing

/// What the commands that look back print, in every format, is what was recorded.
@Suite(.storesChecked) struct HistoryTranscriptTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    @Test func differences() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("diff", "cycle:1..cycle:2")
        try await transcript.runInAllFormats("diff", "cycle:1..", "--stat")
        try await transcript.run("diff", "start..head", "--stream", "message/M-1")
        try await transcript.run("diff", "head~2..", "--stream", "message/M-1")
        try await transcript.runInAllFormats("diff", "cycle:1..cycle:2", "--table", "agent_tasks")
        try await transcript.runInAllFormats(
            "diff", "cycle:1..cycle:2", "--table", "agent_tasks", "--stat")
        try await transcript.run("diff", "cycle:2..", "--table", "agent_messages")
        try await transcript.runInAllFormats("diff", "head~1..", "--table", "agent_tasks")
        expectSnapshot(transcript.normalized, named: "diff")
    }

    @Test func blames() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("blame", "task/T-1")
        try await transcript.run("blame", "task/T-1", "/plan", "--at", "cycle:1")
        try await transcript.run("blame", "task/T-1", "/plan")
        try await transcript.runInAllFormats("blame", "task/T-1", "/status", "--history")
        try await transcript.run("log", "--pointer", "/status")
        try await transcript.run("blame", "message/M-1")
        try await transcript.runInAllFormats("blame", "task/T-1", "--table", "agent_tasks")
        try await transcript.run("blame", "task/T-1", "--column", "status")
        try await transcript.run("blame", "task/T-1", "--column", "skills_required")
        try await transcript.run("blame", "message/M-1", "--column", "content")
        expectSnapshot(transcript.normalized, named: "blame")
    }

    @Test func bisections() async throws {
        var transcript = Transcript(try await filledStore())
        let sql = "SELECT count(*) FROM agent_tasks WHERE status = 'blocked'"
        try await transcript.runInAllFormats("bisect", sql)
        try await transcript.run("bisect", sql, "--first", "--in", "cycle:1..")
        try await transcript.run(
            "bisect", "SELECT count(*) FROM agent_messages", "--first", "--format", "ndjson")
        try await transcript.run("bisect", "SELECT count(*) FROM agent_messages")
        expectSnapshot(transcript.normalized, named: "bisect")
    }

    @Test func rollbacks() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("rollback", "--to", "cycle:1")
        try await transcript.run("rollback", "--to", "cycle:1", "--actor", "Agent-1")
        try await transcript.run(
            "rollback", "--to", "cycle:2", "--stream", "message/M-1", "--apply", "--reason",
            "It was not read")
        try await transcript.run(
            "rollback", "--to", "cycle:1", "--category", "task", "--apply", "--reason",
            "A wrong turn", "--expect-head", "14", "--format", "json")
        try await transcript.run("rollback", "--to", "cycle:1", "--category", "task")
        try await transcript.run("log", "--in", "head~6..", "--all")
        try await transcript.run("state", "task/T-1")
        try await transcript.run(
            "query", "SELECT task_id, status, extra FROM agent_tasks", "--at",
            "tag:before-rollback-14")
        try await transcript.run("tag", "list")
        expectSnapshot(transcript.normalized, named: "rollback")
    }

    @Test func restoredStores() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.run("restore", "--at", "cycle:2", "-o", "then.db")
        try await transcript.run(
            "restore", "--at", "start", "--empty", "-o", "empty.db", "--format", "json")
        try await transcript.run("log", "--store", "then.db", "--in", "cycle:1..")
        try await transcript.run("state", "message/M-1", "--store", "then.db")
        try await transcript.run("projections", "check", "--store", "then.db")
        try await transcript.run("log", "--all", "--reverse", "--limit", "2")
        expectSnapshot(transcript.normalized, named: "restore")
    }

    @Test func queriesOfThePast() async throws {
        var transcript = Transcript(try await filledStore())
        let sql = "SELECT task_id, status, assigned_to, extra FROM agent_tasks"
        try await transcript.runInAllFormats("query", sql, "--at", "cycle:1")
        try await transcript.run("query", sql, "--at", "start")
        try await transcript.run("query", "SELECT * FROM orphan_tasks", "--at", "head~1")
        expectSnapshot(transcript.normalized, named: "query-at")
    }
}
