import Annals
import AnnalsTesting
import Foundation
import Testing

/// The commands of the agent API.
@Suite(.storesChecked) struct AgentCommandTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        return store
    }

    @Test func agents() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("agent")
        try await transcript.runInAllFormats(
            "agent", "set", "Agent-1", "current_focus=The harbour", "cycle_count=3",
            "/plan/next=[1,2]", "last_updated=2020-03-01", "--reason", "a new day")
        try await transcript.runInAllFormats("agent", "show", "agent_1")
        try await transcript.run("agent", "show", "Agent-1", "--at", "cycle:1")
        try await transcript.run("agent", "set", "Agent-1", "--unset", "plan", "--unset", "team")
        try await transcript.run("agent", "set", "Agnet-1", "status=x")
        try await transcript.run("agent", "show", "Heron")
        try await transcript.run("agent", "set", "Agent-1", "status=x", "--expect", "1")
        try await transcript.run("agent", "set", "Agent-1", "plan={\"a\"")
        try await transcript.run("agent", "set", "Agent-1", "status")
        expectSnapshot(transcript.normalized, named: "agent")
    }

    @Test func tasks() async throws {
        var transcript = Transcript(try await filledStore())
        try await transcript.runInAllFormats("task")
        for format in Transcript.formats {
            try await transcript.run(
                "task", "create", "Warn the crews", "--id", "T-\(format)", "--priority", "HIGH",
                "estimated_cycles=2", "created_at=2020-03-02", "/plan/by=noon", "--format", format)
        }
        try await transcript.run("task", "create", "Warn them", "--id", "T-csv")
        try await transcript.run("task", "list", "--free")
        try await transcript.run("task", "list", "--status", "Blocked", "--agent", "agent 1")
        try await transcript.run("task", "list", "--agent", "Agent-11")
        try await transcript.run("task", "claim", "T-csv", "--by", "Agent-2")
        try await transcript.run("task", "claim", "T-csv", "--expect", "1")
        try await transcript.run("task", "claim", "T-csv")
        try await transcript.run("task", "claim", "T-9")
        try await transcript.run(
            "task", "complete", "T-csv", "--for", "Agent-2", "--deliverable", "crews.txt",
            "--deliverable", "[1]")
        try await transcript.run("task", "claim", "T-csv", "--by", "Agent-2")
        try await transcript.run("task", "show", "T-csv", "--at", "head~2")
        try await transcript.run("task", "show", "T-9")
        expectSnapshot(transcript.normalized, named: "task")
    }

    @Test func messagesAndConfiguration() async throws {
        var transcript = Transcript(try await StoreFolder())
        for format in Transcript.formats {
            try await transcript.run(
                "message", "send", "Look at \(format)\nsoon", "--to", "Agent-2", "--to", "Agent-3",
                "--tag", "TASK", "--sent-at", "2020-03-01T08:00:00Z", "--format", format)
        }
        try await transcript.runInAllFormats("message", "inbox", "Agent-2")
        try await transcript.run(
            "message", "send", "-", "--to", "Agent-2", "--id", "m-1", "--sent-at",
            "2020-03-02T08:00:00Z", input: "from a file")
        try await transcript.run("message", "done", "m-1", "--by", "Agent-2")
        try await transcript.run("message", "done", "m-2")
        try await transcript.run("message", "inbox", "Agent-2", "--all", "--waiting-first")
        try await transcript.runInAllFormats("config", "set", "forecast", "/days", "7")
        try await transcript.run("config", "set", "forecast", "/note", "in the evening")
        try await transcript.runInAllFormats("config", "get", "forecast")
        try await transcript.run("config", "get", "forecast", "/note")
        try await transcript.run("config", "get", "forecast", "/none")
        try await transcript.run("config", "get", "none")
        try await transcript.run("config", "set", "forecast", "/days/of", "1")
        try await transcript.run("config", "set", "list", "[1,2]")
        try await transcript.run("config", "get", "list", "/1")
        expectSnapshot(transcript.normalized, named: "message-and-config")
    }

    @Test func ofEightProcessesOneClaimsTheTask() async throws {
        let store = try await StoreFolder()
        try await store.succeed("task", "create", "One for all", "--id", "T")
        let results = try await withThrowingTaskGroup(of: (Int, CommandResult).self) { group in
            for number in 1...8 {
                group.addTask {
                    (number, try await store.run("task", "claim", "T", "--by", "Agent-\(number)"))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let winners = results.filter { $0.value.status == 0 }.keys
        let winner = try #require(winners.first)
        #expect(winners.count == 1)
        for (number, result) in results where number != winner {
            #expect(result.status == 1)
            #expect(result.error.contains("\"Agent-\(winner)\" has"), "\(result.error)")
            #expect(result.error.contains("version 2"))
        }
        let log = try await store.succeed("log", "--stream", "task/T", "--format", "csv")
        #expect(log.split(whereSeparator: \.isNewline).count == 3)
    }

    @Test func eightProcessesLoseNoUpdate() async throws {
        let store = try await StoreFolder()
        try await store.succeed("agent", "set", "Agent-3", "--new")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...8 {
                group.addTask {
                    for round in 1...4 {
                        try await store.succeed(
                            "agent", "set", "Agent-3", "status=\(round)",
                            "/seen/\(number)-\(round)=true", "--by", "Agent-\(number)")
                    }
                }
            }
            try await group.waitForAll()
        }
        let state = try await store.succeed("agent", "show", "Agent-3", "--format", "json")
        let seen = try JSONValue(parsing: state).value(at: JSONPointer("/extra/seen"))?.asObject
        #expect(seen?.count == 32)
    }
}
