import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

@Suite(.storesChecked) struct WatchTests {
    private let status = "agent_workspaces/Agent-1/status.json"

    @Test func itCatchesUpAndGoesOn() async throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a"}"#, to: status)
        let watch = try await RunningWatch(workspace)
        #expect(try workspace.document("agent/Agent-1")?["status"] == "a")
        try workspace.write(#"{"status": "b"}"#, to: status)
        try await wait("the change") { try workspace.document("agent/Agent-1")?["status"] == "b" }
        try workspace.write("new", to: "notes.txt")
        try await wait("the new file") { try workspace.stored("notes.txt") == "new" }
        try workspace.remove("notes.txt")
        try await wait("the deletion") { try workspace.document("file/notes.txt") == nil }
        let summary = try await watch.finish()
        #expect(summary.failure == nil)
        #expect(summary.captured.captured == 3)
        #expect(summary.captured.deleted == 1)
        #expect(summary.captured.head == (try workspace.head()))
        #expect(watch.files.map(\.change) == ["captured", "captured", "captured", "deleted"])
        for file in watch.files {
            let event = try workspace.events("file/\(file.path)").first {
                $0.position == file.position
            }
            #expect(event?.type.verb == file.change)
        }
        try workspace.expectCaughtUp()
    }

    @Test func whatIsLeftWhenItStopsIsCaptured() async throws {
        let workspace = try Workspace()
        var settings = WatchOptions()
        // It would not look for an hour.
        settings.quiet = .seconds(3_600)
        settings.longest = .seconds(3_600)
        let watch = try await RunningWatch(workspace, settings)
        try workspace.write("late", to: "a/b/notes.txt")
        let summary = try await watch.finish()
        #expect(summary.captured.captured == 1)
        #expect(try workspace.stored("a/b/notes.txt") == "late")
    }

    @Test func foldersComeMoveAndGoWithAllThatIsInThem() async throws {
        let workspace = try Workspace()
        let watch = try await RunningWatch(workspace)
        let files = FileManager.default
        for agent in 1...3 {
            for number in 1...20 {
                try workspace.write(
                    "From: Agent-9\nmessage \(agent) \(number)",
                    to: "agent_workspaces/Agent-\(agent)/inbox/deep/er/\(number).md")
            }
        }
        try await wait("the tree") { try workspace.storedPaths().count == 60 }
        try files.moveItem(
            atPath: workspace.path + "/agent_workspaces/Agent-1",
            toPath: workspace.path + "/agent_workspaces/Agent-4")
        try await wait("the move") {
            try workspace.stored("agent_workspaces/Agent-4/inbox/deep/er/20.md") != nil
        }
        // It is watched where it is now.
        try workspace.write("more", to: "agent_workspaces/Agent-4/inbox/deep/er/21.md")
        try await wait("a file in the moved folder") {
            try workspace.stored("agent_workspaces/Agent-4/inbox/deep/er/21.md") == "more"
        }
        try workspace.expectCaughtUp()
        let away = workspace.place.path("away")
        try files.moveItem(atPath: workspace.path + "/agent_workspaces", toPath: away)
        try await wait("nothing is left") { try workspace.storedPaths().isEmpty }
        // What happens to it elsewhere is nothing of ours.
        try "elsewhere".write(
            toFile: away + "/Agent-2/inbox/deep/er/1.md", atomically: false, encoding: .utf8)
        try files.moveItem(atPath: away, toPath: workspace.path + "/agent_workspaces")
        try await wait("it is back") { try workspace.storedPaths().count == 61 }
        try files.removeItem(atPath: workspace.path + "/agent_workspaces/Agent-3")
        try await wait("one is deleted") { try workspace.storedPaths().count == 41 }
        let summary = try await watch.finish()
        #expect(summary.captured.moved == 20)
        #expect(
            try workspace.stored("agent_workspaces/Agent-2/inbox/deep/er/1.md") == "elsewhere")
        try workspace.expectCaughtUp()
    }

    @Test func aHalfWrittenFileCountsWhenItIsWhole() async throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a"}"#, to: status)
        let watch = try await RunningWatch(workspace)
        let file = try #require(FileHandle(forWritingAtPath: "\(workspace.path)/\(status)"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(#"{"status": "#.utf8))
        try await wait("the half") { try workspace.stored(status) == #"{"status": "# }
        #expect(try workspace.document("agent/Agent-1")?["status"] == "a")
        // What was found is told behind what is stored.
        try await wait("its finding") { watch.findings.map(\.kind) == [.notJSON] }
        try file.write(contentsOf: Data(#""b"}"#.utf8))
        try file.close()
        try await wait("the whole") { try workspace.document("agent/Agent-1")?["status"] == "b" }
        let summary = try await watch.finish()
        #expect(summary.captured.findings.isEmpty)
        #expect(try workspace.events("agent/Agent-1").count == 2)
    }

    @Test func linksAreNeverFollowed() async throws {
        let workspace = try Workspace()
        let outside = try workspace.place.write("secret", to: "outside/secret.txt")
        let watch = try await RunningWatch(workspace)
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: workspace.path + "/out", withDestinationPath: workspace.place.path("outside"))
        try files.createSymbolicLink(
            atPath: workspace.path + "/round", withDestinationPath: workspace.path)
        try await wait("the links") { try workspace.storedPaths() == ["out", "round"] }
        try "changed".write(toFile: outside, atomically: false, encoding: .utf8)
        try workspace.write("text", to: "folder/notes.txt")
        try await wait("a folder") { try workspace.stored("folder/notes.txt") == "text" }
        // A link takes the place of the folder.
        try workspace.remove("folder")
        try files.createSymbolicLink(
            atPath: workspace.path + "/folder", withDestinationPath: workspace.place.path("outside")
        )
        try await wait("the link") {
            try workspace.storedPaths() == ["out", "round", "folder"]
        }
        _ = try await watch.finish()
        #expect(try workspace.document("file/folder")?["kind"] == "link")
        #expect(try workspace.document("file/folder/notes.txt") == nil)
    }

    @Test func whatIsNoFileIsAFindingThatIsToldOnce() async throws {
        let workspace = try Workspace()
        #expect(mkfifo(workspace.path + "/pipe", 0o600) == 0)
        let watch = try await RunningWatch(workspace, max: 10)
        #expect(watch.findings.map(\.kind) == [.notAFile])
        #expect(chmod(workspace.path + "/pipe", 0o644) == 0)
        try workspace.write("far too long for it", to: "large.txt")
        try await wait("the large file") { watch.findings.count == 2 }
        try workspace.write("far too long for it, and longer", to: "large.txt")
        try workspace.write("small", to: "small.txt")
        try await wait("the small file") { try workspace.stored("small.txt") == "small" }
        #expect(watch.findings.map(\.kind) == [.notAFile, .tooLarge])
        try workspace.write("short", to: "large.txt")
        try await wait("it shrinks") { try workspace.stored("large.txt") == "short" }
        let summary = try await watch.finish()
        #expect(summary.captured.findings.map(\.kind) == [.notAFile])
    }

    @Test func whatIsLeftOutWakesNothing() async throws {
        let workspace = try Workspace()
        let watch = try await RunningWatch(workspace, excluding: ["*.log", "cache/"])
        try workspace.write("x", to: ".git/HEAD")
        try workspace.write("x", to: "cache/deep/x.txt")
        try workspace.write("x", to: "a.log")
        try workspace.write("x", to: "kept/.annals-temporary")
        try workspace.write("x", to: "kept/a.txt")
        try await wait("what is kept") { try workspace.stored("kept/a.txt") == "x" }
        let summary = try await watch.finish()
        #expect(try workspace.storedPaths() == ["kept/a.txt"])
        #expect(summary.captured.findings.isEmpty)
    }

    @Test func aFolderThatGoesAwayEndsIt() async throws {
        for isMoved in [true, false] {
            let workspace = try Workspace()
            try workspace.write("x", to: "a.txt")
            let watch = try await RunningWatch(workspace)
            if isMoved {
                try FileManager.default.moveItem(
                    atPath: workspace.path, toPath: workspace.place.path("elsewhere"))
            } else {
                try FileManager.default.removeItem(atPath: workspace.path)
            }
            let summary = try await watch.ending()
            #expect(summary.failure?.code == .notFound)
            #expect(summary.failure?.message.contains("gone or was moved") == true)
            #expect(try workspace.storedPaths() == (isMoved ? ["a.txt"] : []))
        }
    }

    @Test func permissionsAreCaptured() async throws {
        let workspace = try Workspace()
        try workspace.write("x", to: "folder/a.txt")
        let watch = try await RunningWatch(workspace)
        #expect(chmod(workspace.path + "/folder/a.txt", 0o600) == 0)
        #expect(chmod(workspace.path + "/folder", 0o700) == 0)
        try await wait("both") {
            try workspace.document("file/folder/a.txt")?["mode"] == "0600"
                && workspace.document("folders/workspace")?["folders"]?.asObject?["folder"]
                    == "0700"
        }
        let summary = try await watch.finish()
        #expect(summary.captured.modeChanged == 1)
        #expect(summary.captured.captured == 1)
    }

    @Test func whereNothingIsToldTheFolderIsLookedThrough() async throws {
        let workspace = try Workspace()
        try workspace.write("one", to: "a/one.txt")
        var settings = WatchOptions()
        settings.polls = true
        settings.tick = .milliseconds(20)
        let watch = try await RunningWatch(workspace, settings)
        try workspace.write("two", to: "b/c/two.txt")
        try await wait("a new file") { try workspace.stored("b/c/two.txt") == "two" }
        try workspace.write("new", to: "a/one.txt")
        try await wait("a change") { try workspace.stored("a/one.txt") == "new" }
        try workspace.remove("b")
        try await wait("a deletion") { try workspace.storedPaths() == ["a/one.txt"] }
        try workspace.write("last", to: "a/one.txt")
        _ = try await watch.finish()
        try workspace.expectCaughtUp()
        #expect(try workspace.stored("a/one.txt") == "last")
    }
}
