import Annals
import AnnalsTesting
import Foundation
import Testing

/// What documents hold reaches the files of the live folder.
@Suite(.storesChecked) struct WritingBackTests {
    private let text = "{\"datum\":\"chart\",\n  \"days\":7}\n"
    private let path = "config/f.json"

    private func imported() throws -> FileStore {
        let files = try FileStore()
        try files.write(text, to: path)
        try files.importFolder()
        return files
    }

    private func writeBack(_ files: FileStore, isPreview: Bool = false) throws -> WorkspaceWriteBack
    {
        try files.store.writeBackWorkspace(files.folder, isPreview: isPreview)
    }

    private func leftovers(_ files: FileStore) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: files.folder)
            .filter { $0.contains(".annals-") }
    }

    @Test func onlyTheValueIsWrittenAndNothingIsNews() throws {
        let files = try imported()
        let full = files.place.path("w/\(path)")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: full)
        try files.importFolder()
        try files.store.append(
            NewEvent(
                stream: StreamName("config/f.json"), type: EventType("config.changed"),
                actor: Actor("api"), change: Change(data: ["datum": "sea"]),
                correlation: "run-7"))
        let head = try files.head()
        let preview = try writeBack(files, isPreview: true)
        #expect(preview.files.map(\.path) == [path])
        #expect(preview.files[0].pointers == ["/datum"])
        #expect(preview.files[0].streams == ["config/f.json"])
        #expect(preview.events == 0 && preview.conflicts.isEmpty && preview.unwritten.isEmpty)
        #expect(files.text(path) == text)
        #expect(try files.head() == head)
        let done = try writeBack(files)
        #expect(done.files == preview.files && done.events == 1)
        #expect(files.text(path) == text.replacing("chart", with: "sea"))
        let mode = try FileManager.default.attributesOfItem(atPath: full)[.posixPermissions]
        #expect((mode as? NSNumber)?.intValue == 0o640)
        let event = try #require(
            try files.store.events(EventQuery(after: done.position - 1)).all().first)
        #expect(event.stream.description == "file/config/f.json")
        #expect(event.causation == head && event.correlation == "run-7")
        #expect(try leftovers(files).isEmpty)
        try files.expectAgreement()
        #expect(try writeBack(files).files.isEmpty)
        #expect(try files.head() == done.position)
    }

    @Test func aFileThatIsNotAsItWasCapturedIsAConflict() throws {
        let files = try imported()
        try files.change("config/f.json", ["datum": "sea"])
        let mine = "{\"datum\":\"chart\",\"mine\":1}"
        try files.write(mine, to: path)
        for isPreview in [true, false] {
            let result = try writeBack(files, isPreview: isPreview)
            #expect(result.files.isEmpty && result.events == 0)
            #expect(result.conflicts.map(\.path) == [path])
            #expect(files.text(path) == mine)
        }
        #expect(try leftovers(files).isEmpty)
        try files.importFolder()
        #expect(try writeBack(files).files.count == 1)
        #expect(files.text(path) == "{\"datum\":\"sea\",\"mine\":1}")
        try files.remove(path)
        try files.change("config/f.json", ["datum": "lake"])
        #expect(try writeBack(files).conflicts.count == 1)
        #expect(files.text(path) == nil)
    }

    @Test func aFileThatSomebodyHasOpenToWriteIsAConflict() throws {
        let files = try imported()
        try files.change("config/f.json", ["datum": "sea"])
        let handle = try #require(FileHandle(forWritingAtPath: files.place.path("w/\(path)")))
        let result = try writeBack(files)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\n".utf8))
        try handle.close()
        // Where there are no leases, the file is written; what somebody writes then may be late.
        guard result.files.isEmpty else { return }
        #expect(result.conflicts.count == 1)
        #expect(files.text(path) == text + "\n")
        try files.importFolder()
        #expect(try writeBack(files).files.count == 1)
        #expect(files.text(path) == text.replacing("chart", with: "sea") + "\n")
    }

    @Test func filesGoWithDeletedDocumentsAndWhatNoFileCanSayIsListed() throws {
        let files = try imported()
        try files.write(
            #"{"current_task": {"task_id": "T1", "title": "a"}}"#,
            to: "agent_workspaces/A/working_tasks.json")
        try files.importFolder()
        try files.store.append(
            NewEvent(
                stream: StreamName("config/f.json"), type: EventType("config.removed"),
                actor: Actor("api"), change: Change(deleted: true)))
        try files.change("task/T2", ["title": "no file"])
        let done = try writeBack(files)
        #expect(done.files.map(\.isRemoved) == [true])
        #expect(files.text(path) == nil)
        #expect(done.unwritten.map(\.stream) == ["task/T2"])
        try files.expectSameFiles()
    }

    @Test func namesThatAreNotOneFilesOwnStay() throws {
        let files = try imported()
        let full = files.place.path("w/\(path)")
        try files.change("config/f.json", ["datum": "sea"])
        #expect(link(full, files.place.path("other-name")) == 0)
        #expect(try writeBack(files).conflicts.count == 1)
        #expect(unlink(files.place.path("other-name")) == 0)
        // What a write-back left that was killed, and what nobody captured.
        try files.write("precious", to: "config/.annals-write-back-x")
        #expect(try writeBack(files).files.count == 1)
        #expect(files.text("config/.annals-write-back-x") == "precious")
    }

    @Test func aChangeThatComesMeanwhileIsNotTakenBack() throws {
        let files = try imported()
        try files.change("config/f.json", ["datum": "sea"])
        try files.change("config/f.json", ["mood": "calm"])
        _ = try writeBack(files)
        // What the file says now is no news for the document.
        let events = try files.store.events(EventQuery(stream: StreamName("config/f.json"))).all()
        #expect(
            events.map(\.type.description) == [
                "config.created", "config.changed", "config.changed",
            ])
        try files.change("config/f.json", ["datum": "lake"])
        try files.importFolder()
        #expect(try files.document("config/f.json")?["datum"] == "lake")
        _ = try writeBack(files)
        #expect(files.text(path)?.contains("lake") == true)
        try files.expectAgreement()
    }

    @Test func whatARollbackLeftInTheFolderIsWritten() throws {
        let files = try imported()
        let good = try files.head()
        let second = text.replacing("chart", with: "sea")
        try files.write(second, to: path)
        try files.write("new", to: "made/new.txt")
        try files.importFolder()
        let done = try files.store.rollback(
            to: .position(good), RollbackScope(category: "file"), by: files.actor, reason: "test")
        #expect(done.companions.map(\.stream.description).contains("config/f.json"))
        #expect(files.text(path) == second)
        let preview = try writeBack(files, isPreview: true)
        #expect(preview.files.map(\.path) == [path, "made/new.txt"])
        #expect(preview.files.map(\.isRemoved) == [false, true])
        let written = try writeBack(files)
        #expect(written.files == preview.files && written.events == 0)
        #expect(files.text(path) == text && files.text("made/new.txt") == nil)
        try files.expectAgreement()
        #expect(try writeBack(files).files.isEmpty)
    }
}
