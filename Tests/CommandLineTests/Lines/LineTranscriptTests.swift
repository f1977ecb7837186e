import AnnalsTesting
import Foundation
import Testing

/// What commands print of texts of several lines is what was recorded.
@Suite(.storesChecked) struct LineTranscriptTests {
    private static let verses = [
        "# The tide", "", "It comes at noon", "and goes at six.", "", "Two", "three", "four",
        "five", "six", "seven", "The end\u{1B}[31m of it", "\tlast",
    ]

    /// A folder that was imported twice, and a task with notes of several lines.
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        var lines = Self.verses
        try store.folder.write(lines.joined(separator: "\n") + "\n", to: "w/docs/tide.md")
        try store.folder.write([0, 1, 2, 255], to: "w/logo.png")
        try await store.succeed("import", "w")
        lines[2] = "It comes at dusk"
        lines.append("\u{202E}added")
        try store.folder.write(lines.joined(separator: "\n"), to: "w/docs/tide.md")
        try store.folder.write([0, 1, 2, 3, 255], to: "w/logo.png")
        try await store.succeed("import", "w")
        try await store.succeed("append", "--batch", "-", input: Self.tasks)
        return store
    }

    private static let tasks = #"""
        {"stream":"task/T-1","type":"task.created","actor":"Maria","kind":"human",\#
        "data":{"title":"Move the datum","notes":"First\nthe chart.\nThen the tables.\n"},\#
        "reason":"The harbour asked"}
        {"stream":"task/T-1","type":"task.changed","actor":"Agent-2","cycle":1,\#
        "data":{"title":"Move a datum","notes":"First\nthe new chart.\nThen the tables.\n",\#
        "status":"open"},"reason":"Two\nlines\u001b[2J"}
        {"stream":"task/T-1","type":"task.changed","actor":"Agent-2","cycle":1,\#
        "data":{"status":"open"}}
        {"stream":"task/T-1","type":"task.changed","actor":"Agent-2","cycle":1,\#
        "data":{"notes":7}}
        {"stream":"task/T-1","type":"task.noted","actor":"Agent-2","cycle":1,\#
        "context":{"session":"s"}}
        {"stream":"task/T-1","type":"task.ended","actor":"Agent-2","cycle":1,"deleted":true}

        """#

    @Test func differences() async throws {
        let store = try await filledStore()
        var transcript = Transcript(store)
        let head = try await store.head()
        let tasks = head - 6
        try await transcript.run("diff", "\(tasks + 1)..\(tasks + 2)")
        try await transcript.run("diff", "\(tasks + 1)..\(tasks + 2)", "--word")
        try await transcript.run("diff", "\(tasks + 1)..\(tasks + 2)", "--format", "ndjson")
        try await transcript.run("diff", "\(tasks)..\(tasks + 1)", "--word")
        try await transcript.run("diff", "\(tasks + 2)..\(tasks + 4)")
        try await transcript.run("diff", "\(tasks + 2)..\(head)")
        try await transcript.run(
            "diff", "\(tasks + 1)..\(tasks + 2)", "--table", "agent_tasks", "--word")
        for stream in ["file/docs/tide.md", "file/logo.png"] {
            let positions = try await store.positions(of: stream)
            try await transcript.run(
                "diff", "\(positions[0])..\(positions[1])", "--stream", stream)
        }
        expectSnapshot(transcript.normalized.withoutTimes, named: "lines-diff")
    }

    @Test func events() async throws {
        let store = try await filledStore()
        var transcript = Transcript(store)
        let tasks = try await store.head() - 6
        try await transcript.run("show", "\(tasks + 1)")
        try await transcript.run("show", "\(tasks + 2)")
        try await transcript.run("show", "\(tasks + 2)", "--word")
        try await transcript.run("show", "\(tasks + 2)", "--format", "ndjson")
        try await transcript.run("show", "\(tasks + 6)")
        try await transcript.run("log", "--patch", "--stream", "task/T-1")
        try await transcript.run("log", "--patch", "--word", "--reverse", "--category", "file")
        try await transcript.run("log", "--patch", "--follow", "--limit", "1", "--category", "task")
        try await transcript.run("log", "--patch", "--format", "json")
        try await transcript.run("log", "--word")
        expectSnapshot(transcript.normalized.withoutTimes, named: "lines-events")
    }

    @Test func blames() async throws {
        let store = try await filledStore()
        var transcript = Transcript(store)
        let tasks = try await store.head() - 6
        try await transcript.runInAllFormats("blame", "file/docs/tide.md")
        try await transcript.run("blame", "docs/tide.md")
        try await transcript.run("blame", "./docs/tide.md", "--at", "\(tasks)", "--lines")
        try await transcript.run(
            "blame", "task/T-1", "/notes", "--lines", "--at", "\(tasks + 3)")
        try await transcript.run("blame", "file/logo.png")
        try await transcript.run("blame", "logo.png", "/size")
        try await transcript.run("blame", "task/T-1", "--lines")
        try await transcript.run("blame", "none.md")
        try await transcript.run("blame", "./none.md")
        try await transcript.run("blame", "tide.md", "--as", "alpha")
        try await transcript.run("blame", "task/T-1", "/notes", "--lines", "--history")
        try await store.succeed("import", "w/docs", "--as", "alpha")
        try await transcript.run("blame", "tide.md", "--as", "alpha")
        expectSnapshot(transcript.normalized.withoutTimes, named: "lines-blame")
    }
}

extension StoreFolder {
    /// Positions of the events of a stream.
    fileprivate func positions(of stream: String) async throws -> [Int64] {
        let rows = try await succeed("log", "--stream", stream, "--format", "ndjson")
        return try rows.split(separator: "\n").map { row in
            let number = try #require(row.firstMatch(of: /"position":(\d+)/))
            return try #require(Int64(number.output.1))
        }
    }
}

extension String {
    /// Without what differs from run to run in captured files: when they were observed.
    fileprivate var withoutTimes: String {
        replacing(/observed_at":"[^"]*"/) { _ in "observed_at\":\"…\"" }
    }
}
