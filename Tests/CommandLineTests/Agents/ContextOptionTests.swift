import AnnalsTesting
import Foundation
import Testing

/// The commands of the agent API take a context as `append` does.
@Suite(.storesChecked) struct ContextOptionTests {
    @Test func everyCommandThatWritesTakesOne() async throws {
        let store = try await StoreFolder()
        let context = #"{"session":"abc"}"#
        try Data(context.utf8).write(to: URL(filePath: store.folder.path("context.json")))
        try await store.succeed("task", "create", "Read", "--id", "T-1", "--context", context)
        try await store.succeed("task", "claim", "T-1", "--context", "@context.json")
        try await store.succeed("task", "complete", "T-1", "--context", "-", input: context)
        try await store.succeed(
            "agent", "set", "Agent-1", "status=ACTIVE", "--new", "--context", context)
        try await store.succeed(
            "message", "send", "Done", "--to", "Agent-1", "--id", "m-1", "--context", context)
        try await store.succeed("message", "done", "m-1", "--context", context)
        try await store.succeed("config", "set", "days", "7", "--context", context)
        let log = try await store.succeed(
            "log", "--context", "/session=abc", "--format", "ndjson")
        let types = log.matches(of: /"type":"([^"]+)"/).map { String($0.output.1) }
        #expect(
            types == [
                "task.created", "task.claimed", "task.completed", "agent.created", "message.sent",
                "message.processed", "config.created",
            ])
    }

    @Test func whatIsNoContextIsRefused() async throws {
        let store = try await StoreFolder()
        let sentence = try await store.refuse("task", "create", "Read", "--context", "[1]")
        #expect(
            sentence
                == #"the context is a JSON array: give an object, like {"session":"abc"}"#)
        _ = try await store.refuse("config", "set", "days", "7", "--context", "@annals.db")
        for arguments in [
            ["task", "create", "Read", "--description", "-"],
            ["message", "send", "-", "--to", "Agent-2"],
        ] {
            let result = try await store.run(arguments + ["--context", "-"], input: "{}")
            #expect(result.status == 64)
            #expect(result.error.contains("not both"))
        }
        #expect(try await store.succeed("log").isEmpty == false)
    }
}
