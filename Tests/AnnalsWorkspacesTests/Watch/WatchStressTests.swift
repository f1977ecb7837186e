import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Synchronization
import Testing

/// Many files that change all the time, some of them written in two parts.
@Suite(.storesChecked) struct WatchStressTests {
    private static let isLong =
        ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    /// Rewrites eight agents' files some fifty times a second.
    private func disturb(
        _ workspace: Workspace, for time: Duration, seed: UInt64, deletes: Bool
    ) async throws {
        var random = SeededRandom(seed: seed)
        let end = ContinuousClock.now + time
        var round = 0
        while ContinuousClock.now < end || round < 10 {
            round += 1
            for agent in 1...8 {
                let folder = "fleet/agent_workspaces/Agent-\(agent)"
                let path = workspace.place.path("\(folder)/status.json")
                let tasks = (0..<Int.random(in: 1...30, using: &random))
                    .map { "\"task \($0) \(round)\"" }.joined(separator: ", ")
                let text = Array(
                    #"{"status": "\#(round)", "current_tasks": [\#(tasks)]}"#.utf8)
                let cut = Int.random(in: 0...text.count, using: &random)
                try workspace.place.write(Array(text[..<cut]), to: "\(folder)/status.json")
                if cut.isMultiple(of: 5) { await Task.yield() }
                let file = try #require(FileHandle(forWritingAtPath: path))
                try file.seekToEnd()
                try file.write(contentsOf: Data(text[cut...]))
                try file.close()
                if deletes, cut.isMultiple(of: 97) {
                    try FileManager.default.removeItem(atPath: path)
                } else if deletes, cut.isMultiple(of: 89) {
                    rename(path, path + ".old")
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func stress(_ time: Duration, seed: UInt64, deletes: Bool) async throws {
        let workspace = try Workspace()
        let watch = try await RunningWatch(workspace)
        try await disturb(workspace, for: time, seed: seed, deletes: deletes)
        let summary = try await watch.finish()
        #expect(summary.failure == nil)
        #expect(summary.captured.captured > 0, "seed \(seed)")
        try workspace.expectCaughtUp(comparesDocuments: !deletes)
        let head = try workspace.head()
        try workspace.importAnew()
        #expect(try workspace.head() == head, "seed \(seed)")
    }

    @Test(arguments: Seeds.next(), [false, true])
    func theLastVersionOfEveryFileIsCaptured(seed: UInt64, deletes: Bool) async throws {
        try await stress(.seconds(2), seed: seed, deletes: deletes)
    }

    @Test(.enabled(if: isLong), arguments: Seeds.next(), [false, true])
    func alsoInTheLongRun(seed: UInt64, deletes: Bool) async throws {
        try await stress(.seconds(60), seed: seed, deletes: deletes)
    }

    @Test(.enabled(if: isLong)) func aLargeTreeComesMovesGoesAndComesBack() async throws {
        try await largeTree(files: 5_000)
    }

    @Test func aTreeComesMovesGoesAndComesBack() async throws {
        try await largeTree(files: 300)
    }

    private func largeTree(files count: Int) async throws {
        let workspace = try Workspace()
        let watch = try await RunningWatch(workspace)
        func make() throws {
            for number in 0..<count {
                try workspace.write("file \(number)", to: "tree/\(number % 50)/x/\(number).txt")
            }
        }
        let files = FileManager.default
        try make()
        try await wait("all files") { try workspace.storedPaths().count == count }
        try files.moveItem(atPath: workspace.path + "/tree", toPath: workspace.path + "/moved")
        try await wait("the move") {
            let paths = try workspace.storedPaths()
            return paths.count == count && paths.allSatisfy { $0.hasPrefix("moved/") }
        }
        try files.removeItem(atPath: workspace.path + "/moved")
        try await wait("the deletion") { try workspace.storedPaths().isEmpty }
        try make()
        try await wait("all files again") { try workspace.storedPaths().count == count }
        let summary = try await watch.finish()
        #expect(summary.captured.moved == count)
        try workspace.expectCaughtUp()
    }
}
