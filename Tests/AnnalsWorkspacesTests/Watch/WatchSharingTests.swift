import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Others write the same store while a folder is watched.
@Suite(.storesChecked) struct WatchSharingTests {
    private let status = "agent_workspaces/Agent-1/status.json"

    private func version(_ text: String, at time: Timestamp = .now) -> FileVersion {
        FileVersion(content: .bytes(Array(text.utf8)), observedAt: time)
    }

    @Test func filesAsTheStoreHasThemAppendNothing() async throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a"}"#, to: status)
        let watch = try await RunningWatch(workspace)
        // As a rollback does: the log first, the file then.
        let other = WorkspaceCapture(workspace.log)
        _ = try other.capture([
            FileChange(path: WorkspacePath(id: status), version: version(#"{"status": "b"}"#))
        ])
        let head = try workspace.head()
        try FileManager.default.removeItem(atPath: "\(workspace.path)/\(status)")
        try #"{"status": "b"}"#.write(
            toFile: "\(workspace.path)/\(status)", atomically: false, encoding: .utf8)
        #expect(chmod("\(workspace.path)/\(status)", 0o644) == 0)
        let summary = try await watch.finish()
        let later = try workspace.events().filter { $0.position > head }
        // A look in the middle may have seen the file gone; what counts is how it ends.
        #expect(later.filter { $0.stream.category == "file" }.count <= 3)
        #expect(summary.captured.captured <= 2)
        #expect(try workspace.document("agent/Agent-1")?["status"] == "b")
        try workspace.expectCaughtUp()
    }

    @Test func changesThroughTheStoreStand() async throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a", "team": "x"}"#, to: status)
        let watch = try await RunningWatch(workspace)
        _ = try workspace.log.append([
            NewEvent(
                stream: try StreamName("agent/Agent-1"), type: try EventType("agent.updated"),
                actor: try Actor("maria", kind: .human),
                change: Change(data: ["status": "mine"]))
        ])
        try workspace.write(#"{"status": "a", "team": "y"}"#, to: status)
        try await wait("the team") { try workspace.document("agent/Agent-1")?["team"] == "y" }
        #expect(try workspace.document("agent/Agent-1")?["status"] == "mine")
        _ = try await watch.finish()
    }

    /// Somebody read a file before it changed and appends what it saw after the watch did.
    @Test func aVersionThatOthersCaptureLateDoesNotStay() async throws {
        let workspace = try Workspace()
        try workspace.write("old", to: "a.txt")
        let seen = Timestamp.now
        let watch = try await RunningWatch(workspace)
        try workspace.write("new", to: "a.txt")
        try await wait("the new version") { try workspace.stored("a.txt") == "new" }
        let other = WorkspaceCapture(workspace.log)
        _ = try other.capture([
            FileChange(path: "a.txt", version: version("old", at: seen))
        ])
        #expect(try workspace.stored("a.txt") == "old")
        try await wait("the new version again") { try workspace.stored("a.txt") == "new" }
        _ = try other.capture([FileChange(path: "a.txt", version: nil)])
        try await wait("it is still there") { try workspace.stored("a.txt") == "new" }
        _ = try await watch.finish()
    }

    /// The same where the file went with its folder, before this watch had ever seen it.
    @Test func aFileThatOthersCaptureWhenItsFolderIsGoneDoesNotStay() async throws {
        let workspace = try Workspace()
        let watch = try await RunningWatch(workspace)
        try workspace.write("x", to: "kept.txt")
        let seen = Timestamp.now
        try workspace.write("x", to: "folder/a.txt")
        try FileManager.default.moveItem(
            atPath: workspace.path + "/folder", toPath: workspace.path + "/moved")
        try await wait("where it is now") { try workspace.stored("moved/a.txt") == "x" }
        _ = try WorkspaceCapture(workspace.log).capture([
            FileChange(path: "folder/a.txt", version: version("x", at: seen))
        ])
        try await wait("it is not there") { try workspace.document("file/folder/a.txt") == nil }
        _ = try await watch.finish()
        try workspace.expectCaughtUp()
    }

    /// A file that somebody else saw since is not deleted because it was not there before.
    @Test func aDeletionDoesNotTakeALaterVersion() throws {
        let workspace = try Workspace()
        try workspace.write("one", to: "a.txt")
        let slow = WorkspaceCapture(workspace.log)
        _ = try slow.capture(workspace.folder())
        try workspace.remove("a.txt")
        let other = WorkspaceCapture(workspace.log)
        // While the folder is read somebody else captures what came back.
        try workspace.write("x", to: "b.txt")
        var isDone = false
        _ = try slow.capture(workspace.folder()) { _ in
            guard !isDone else { return }
            isDone = true
            _ = try other.capture([FileChange(path: "a.txt", version: version("two"))])
        }
        #expect(try workspace.stored("a.txt") == "two")
        #expect(try workspace.stored("b.txt") == "x")
    }

    @Test func twoWatchesOfOneFolderEndWithTheSame() async throws {
        let workspace = try Workspace()
        let one = try await RunningWatch(workspace)
        let two = try await RunningWatch(workspace)
        for number in 1...60 {
            try #"{"status": "\#(number)"}"#.write(
                toFile: workspace.place.write("", to: "fleet/\(status)"), atomically: false,
                encoding: .utf8)
            try workspace.write("note \(number)", to: "notes/\(number % 7).txt")
            try await Task.sleep(for: .milliseconds(5))
        }
        try await wait("the last one") {
            try workspace.document("agent/Agent-1")?["status"] == "60"
        }
        let summaries = [try await one.finish(), try await two.finish()]
        #expect(summaries.allSatisfy { $0.failure == nil })
        try workspace.expectCaughtUp()
        // Neither goes on because of the other.
        let head = try workspace.head()
        try workspace.importAnew()
        #expect(try workspace.head() == head)
    }

    @Test func aCycleOpensWhereSomethingWasCaptured() async throws {
        let workspace = try Workspace()
        try workspace.write("x", to: "a.txt")
        var settings = WatchOptions()
        settings.cycleEvery = .milliseconds(30)
        settings.cycleActor = try Actor("clock", kind: .service)
        let watch = try await RunningWatch(workspace, settings)
        func cycle() throws -> Int64 { try workspace.log.read { try $0.cycle() } }
        try await wait("the first") { try cycle() == 1 }
        // Many empty periods later it is still the same.
        try await Task.sleep(for: .milliseconds(300))
        #expect(try cycle() == 1)
        try workspace.write("y", to: "a.txt")
        try await wait("the second") { try cycle() == 2 }
        let summary = try await watch.finish()
        #expect(summary.cyclesOpened == 2)
        let opened = try workspace.events("annals/cycle")
        #expect(opened.map(\.actor.name) == ["clock", "clock"])
        #expect(try workspace.events("file/a.txt").map(\.cycle) == [0, 1])
    }
}
