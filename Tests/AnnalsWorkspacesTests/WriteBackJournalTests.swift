import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// A write-back that ends between writing a file and capturing it.
@Suite(.storesChecked) struct WriteBackJournalTests {
    private let file = "config/f.json"
    private let stream = "config/f.json"

    private func change(_ workspace: Workspace, to value: Int64) throws {
        let event = NewEvent(
            stream: try StreamName(stream), type: try EventType("config.changed"),
            actor: try Actor("api"), change: Change(data: ["v": .number(JSONNumber(value))]))
        _ = try workspace.log.write { transaction in try transaction.append([event]) }
    }

    /// A workspace whose file holds what a write-back gave it and nobody captured, with a document
    /// that moved on since.
    private func interrupted(isNoted: Bool) throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(#"{"v": 0}"#, to: file)
        try workspace.importAnew()
        try change(workspace, to: 1)
        let text = #"{"v": 1}"#
        if isNoted {
            try WriteBackJournal(workspace.folder()).note([
                (
                    WorkspacePath(bytes: file.utf8),
                    FileRecord(FileVersion(content: .bytes(Array(text.utf8)), mode: 0o644)).digest
                )
            ])
        }
        try workspace.write(text, to: file)
        try change(workspace, to: 2)
        return workspace
    }

    @Test func takesBackNothingThatCameSince() throws {
        let workspace = try interrupted(isNoted: true)
        let summary = try workspace.importAnew()
        #expect(try workspace.document(stream) == ["v": 2])
        #expect(summary.events == 1)
        let last = try #require(try workspace.events("file/\(file)").last)
        #expect(last.reason == WriteBack.reason)
        #expect(try WriteBackJournal(workspace.folder()).noted().isEmpty)
        #expect(try workspace.importAnew().events == 0)
        var back = WriteBack(WorkspaceCapture(workspace.log), try workspace.folder())
        #expect(try back.run(isPreview: false).files.map(\.path) == [file])
        #expect(try workspace.place.read("fleet/\(file)") == Array(#"{"v": 2}"#.utf8))
        #expect(try workspace.importAnew().events == 0)
        #expect(try workspace.document(stream) == ["v": 2])
    }

    /// Without a note it is somebody's own version, which counts.
    @Test func whatNobodyNotedIsSomebodysVersion() throws {
        let workspace = try interrupted(isNoted: false)
        try workspace.importAnew()
        #expect(try workspace.document(stream) == ["v": 1])
    }

    /// The next write-back goes on where the one before ended.
    @Test func theNextWriteBackGoesOn() throws {
        let workspace = try interrupted(isNoted: true)
        var back = WriteBack(WorkspaceCapture(workspace.log), try workspace.folder())
        let result = try back.run(isPreview: false)
        #expect(result.conflicts.isEmpty && result.files.map(\.path) == [file])
        #expect(try workspace.place.read("fleet/\(file)") == Array(#"{"v": 2}"#.utf8))
        #expect(try workspace.importAnew().events == 0)
        #expect(try workspace.document(stream) == ["v": 2])
    }

    /// Somebody wrote the file since: that is a version of its own.
    @Test func anotherVersionSinceCounts() throws {
        let workspace = try interrupted(isNoted: true)
        try workspace.write(#"{"v": 3}"#, to: file)
        try workspace.importAnew()
        #expect(try workspace.document(stream) == ["v": 3])
    }

    @Test func aNoteThatIsCutOffOrHostileIsHarmless() throws {
        let workspace = try interrupted(isNoted: true)
        let name = ".annals-write-back-journal"
        var bytes = try workspace.place.read("fleet/\(name)")
        bytes.removeLast(9)
        for text in [bytes, Array("x y z\n\u{0}\n".utf8), Array("00 Li4vLi4vZXRj\n".utf8), []] {
            try workspace.place.write(text, to: "fleet/\(name)")
            try workspace.importAnew()
        }
        #expect(try workspace.document(stream) == ["v": 1])
    }
}
