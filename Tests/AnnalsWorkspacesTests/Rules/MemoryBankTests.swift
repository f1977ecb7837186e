import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Notes that agents keep for themselves, and the check lists in them.
@Suite(.storesChecked) struct MemoryBankTests {
    private let path = "memory-bank/progress.md"
    private let note = """
        # Progress

        **Status:** under way

        ## Left

        - [ ] Paint
        - [x] Scrape

        """

    @Test func aNoteIsWhatItIsAboutAndItsTextIsKeptOnce() throws {
        let workspace = try Workspace()
        try workspace.write(note, to: path)
        try workspace.write("No heading at all.\n", to: "memory-bank/plain.md")
        try workspace.importAnew()
        let document = try #require(try workspace.document("analysis/progress"))
        #expect(document["title"] == "Progress" && document["status"] == "under way")
        #expect(document["sources"] == [["file": .string(path), "as": "note"]])
        #expect(!JSONValue.object(document).compact.contains("Paint"))
        #expect(try workspace.document("analysis/plain")?["title"] == "plain")
        let tasks = try workspace.events().map(\.stream).filter { $0.category == "task" }
        #expect(Set(tasks).count == 2)
    }

    /// What is done by command reaches the note, whatever else is read from it.
    @Test func itsCheckListIsWrittenBack() throws {
        let workspace = try Workspace()
        try workspace.write(note, to: path)
        try workspace.importAnew()
        let task = try #require(
            try workspace.events().first { $0.change.data["title"] == "Paint" }?.stream)
        let changes = [task: "completed", try StreamName("analysis/progress"): "nearly done"]
        for (stream, status) in changes {
            let event = NewEvent(
                stream: stream, type: try EventType("\(stream.category).updated"),
                actor: try Actor("ada"), change: Change(data: ["status": .string(status)]))
            _ = try workspace.log.append([event])
        }
        let out = workspace.place.path("out")
        let result = try WorkspaceExport(workspace.log).write(
            to: out, at: workspace.head(), isCurrent: true)
        #expect(result.unwritten.isEmpty, "\(result.unwritten)")
        #expect(
            try String(contentsOfFile: "\(out)/\(path)", encoding: .utf8)
                == note.replacing("[ ] Paint", with: "[x] Paint")
                .replacing("under way", with: "nearly done"))
    }
}
