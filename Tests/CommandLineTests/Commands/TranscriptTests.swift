import AnnalsTesting
import Testing

/// What commands print, in every format, is what was recorded.
@Suite(.storesChecked) struct TranscriptTests {
    /// A store with the small history, the cycle open and a tag set.
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    @Test func appending() async throws {
        var transcript = Transcript(try await StoreFolder())
        try await transcript.runInAllFormats(
            "append", "--stream", "task/A", "--type", "task.created", "--data",
            #"{"title":"One","n":1.50}"#, "--reason", "-- why not")
        try await transcript.runInAllFormats(
            "append", "--stream", "task/A", "--type", "task.changed", "--data", "-", "--unset",
            "/n", "--id", "0190a2b4-7c1e-7000-8000-000000000009", "--causation", "6",
            "--occurred-at", "2020-01-31T08:30:00+01:00", "--by", "Maria", "--kind", "human",
            input: #"{"title":"Two"}"#)
        try await transcript.run("show", "head")
        try await transcript.run("state", "task/A")
        expectSnapshot(transcript.normalized, named: "append")
    }

    @Test func batches() async throws {
        var transcript = Transcript(try await StoreFolder())
        try await transcript.runInAllFormats(
            "append", "--batch", "-", "--derive-ids", "history", input: SmallHistory.lines)
        try await transcript.runInAllFormats(
            "append", "--batch", "-", "--derive-ids", "7D444840-9DC0-11D1-B245-5FFDCE74FAD2",
            "--cycles", "drop", input: SmallHistory.lines)
        try await transcript.run(
            "append", "--batch", "-", "--batch-size", "4", input: SmallHistory.lines)
        try await transcript.run("append", "--batch", "-", input: "\n \t\r\n")
        try await transcript.run("log", "--format", "ndjson")
        expectSnapshot(transcript.normalized, named: "batch")
    }

    @Test func logs() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("log")
        try await transcript.run("log", "--all", "--in", "5..")
        for filter in [
            ["--stream", "task/T-1"], ["--category", "message"], ["--type", "task.claimed"],
            ["--by", "Agent-2"], ["--correlation", "spring"], ["--in", "cycle:1..cycle:2"],
            ["--search", "HARBOUR"], ["--search", "is \"TIDE\""], ["--reverse", "--limit", "2"],
            ["--category", "annals", "--in", "5.."], ["--stream", "task/none"],
            ["--by", "Agent-1", "--category", "task", "--reverse"],
        ] {
            try await transcript.run(["log"] + filter)
        }
        try await transcript.runInAllFormats("log", "--stream", "task/none")
        expectSnapshot(transcript.normalized, named: "log")
    }

    @Test func singleEventsAndTheirCauses() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("show", "8")
        try await transcript.run("show", "11")
        try await transcript.runInAllFormats("trace", "10")
        try await transcript.run("trace", "head")
        try await transcript.run("show", "99")
        try await transcript.run("trace", "0")
        expectSnapshot(transcript.normalized, named: "show")
    }

    @Test func documentsAndQueries() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("state", "task/T-1")
        try await transcript.run("state", "task/T-1", "--at", "cycle:1")
        try await transcript.run("state", "message/M-1", "--at", "head~2")
        try await transcript.run("state", "message/M-1")
        try await transcript.run("state", "message/M-1", "--at", "start")
        try await transcript.run("state", "task/none")
        try await transcript.run("state", "task/T-1", "--at", "99")
        try await transcript.runInAllFormats(
            "query", "SELECT task_id, status, extra, 1.5 AS one, x'00ff' AS one FROM agent_tasks")
        try await transcript.runInAllFormats("query", "SELECT 1 AS a WHERE 0")
        try await transcript.run(
            "query", "-",
            input: "SELECT position, event_data(position) AS data FROM event_log "
                + "WHERE stream LIKE 'agent/%' -- a comment\n")
        for sql in [
            "SELECT", "DELETE FROM events", "SELECT 1; SELECT 2", "ATTACH 'x' AS y",
            "PRAGMA user_version", "",
        ] {
            try await transcript.run("query", sql)
        }
        try await transcript.run("query", "SELECT 1", "--at", "head~1")
        expectSnapshot(transcript.normalized, named: "state-and-query")
    }

    @Test func argumentsOfQueries() async throws {
        var transcript = Transcript(try await filledStore())
        let sql = "SELECT task_id, ?1 AS one, :n AS n FROM agent_tasks WHERE status = :status"
        try await transcript.run(
            "query", sql, "--arg", "status=blocked", "--arg", "n=1.50", "--arg", "1=x' OR 1")
        try await transcript.run(
            "query", "SELECT count(*) AS n FROM agent_tasks WHERE task_id = $id", "--arg", "id=T-1",
            "--at", "head~1")
        try await transcript.run("query", sql, "--arg", "status=done")
        try await transcript.run("query", "SELECT 1", "--arg", "n=1")
        try await transcript.run("query", "SELECT :n", "--arg", "n=1", "--arg", "n=2")
        try await transcript.run("query", "SELECT :n", "--arg", "n")
        expectSnapshot(transcript.normalized, named: "query-arguments")
    }

    @Test func clockAndTags() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("cycle")
        try await transcript.runInAllFormats("cycle", "next", "--note", "Spring\nrelease")
        try await transcript.runInAllFormats("cycle", "list")
        try await transcript.runInAllFormats("tag", "before", "head~2", "--reason", "to compare")
        try await transcript.run("tag", "set", "list")
        try await transcript.run("tag", "odd..name")
        try await transcript.run("tag", "far", "999")
        try await transcript.runInAllFormats("tag", "list")
        try await transcript.run("log", "--in", "tag:before..tag:list", "--all")
        try await transcript.run("log", "--in", "tag:none..")
        expectSnapshot(transcript.normalized, named: "cycle-and-tag")
    }

    @Test func lists() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("streams")
        try await transcript.run("streams", "--category", "task")
        try await transcript.run("streams", "--category", "none")
        try await transcript.runInAllFormats("actors")
        expectSnapshot(transcript.normalized, named: "lists")
    }

    @Test func newStores() async throws {
        var transcript = Transcript(try await StoreFolder(hasStore: false))
        for format in Transcript.formats {
            try await transcript.run(
                "init", "--store", "\(format).db", "--origin", "tides.example/\(format)",
                "--format", format)
        }
        try await transcript.run("init", "--store", "default.db")
        for command in ["log", "streams", "cycle list", "tag list", "actors"] {
            let words = command.split(separator: " ").map(String.init)
            try await transcript.run(words + ["--store", "table.db"])
        }
        expectSnapshot(transcript.normalized, named: "init")
    }
}
