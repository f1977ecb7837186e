import AnnalsTesting
import Foundation
import Testing

/// Numbers that no store writes are answered with a sentence, and soon.
///
/// `annals-dev extremes` tries every column; this is what the program makes of some.
@Suite(.storesChecked) struct ExtremeNumberTests {
    private static let edits = [
        "UPDATE head SET size = 9223372036854775807",
        "UPDATE streams SET version = 9223372036854775807",
        "UPDATE events SET size = 9223372036854775807 WHERE position > 6",
    ]

    @Test(.storesUnchecked("damaged on purpose"), arguments: edits)
    func everyCommandEndsWithASentence(edit: String) async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--batch", "-", input: SmallHistory.lines)
        try await store.tamper(edit)
        let commands = [
            ["log"], ["state", "task/A"], ["diff", "start..head"], ["blame", "task/A"],
            ["query", "SELECT * FROM agent_tasks", "--at", "head"], ["projections", "check"],
            ["export", "out"], ["restore", "--at", "head", "-o", "fork.db"],
            ["append", "--stream", "task/A", "--type", "task.updated"],
            ["rollback", "--to", "start", "--reason", "r"], ["cycle", "next"], ["stats"],
        ]
        var refusals = 0
        for command in commands {
            let result = try await store.run(command)
            #expect([0, 1, 2].contains(result.status), "\(command): \(result.error)")
            guard result.status != 0 else { continue }
            refusals += 1
            #expect(result.error.hasPrefix("annals: "), "\(command): \(result.error)")
        }
        #expect(refusals >= 5)
    }

    @Test func theLastCycleIsTheLast() async throws {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--cycle",
            "9223372036854775806", "--jump")
        try await store.succeed("cycle", "next")
        let sentence = try await store.refuse("cycle", "next")
        #expect(sentence.contains("the last that there can be"))
        for moment in ["seq:9223372036854775807", "head~9223372036854775807"] {
            _ = try await store.refuse("state", "task/A", "--at", moment)
        }
    }
}
