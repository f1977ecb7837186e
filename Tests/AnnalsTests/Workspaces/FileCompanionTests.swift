import Annals
import AnnalsTesting
import Foundation
import Testing

/// A file and what it says are rolled back together.
@Suite(.storesChecked) struct FileCompanionTests {
    private let first = "{\"datum\":\"chart\",\n  \"days\":7}\n"
    private let second = "{\"datum\":\"sea\",\n  \"days\":7}\n"
    private let path = "config/f.json"

    private func changed(named name: String? = nil) throws -> (files: FileStore, good: Int64) {
        let files = try FileStore(named: name)
        try files.write(first, to: path)
        let good = try files.importFolder()
        try files.write(second, to: path)
        try files.importFolder(by: "bad")
        return (files, good)
    }

    @Test func eachScopeTakesTheOtherAlong() throws {
        for (scope, along) in [
            (RollbackScope(category: "file"), ["config/f.json"]),
            (RollbackScope(stream: try StreamName("file/config/f.json")), ["config/f.json"]),
            (RollbackScope(category: "config"), ["file/config/f.json"]),
            (
                RollbackScope(stream: try StreamName("config/f.json")),
                ["file/config/f.json"]
            ),
            (RollbackScope(actor: "bad"), []),
            (RollbackScope(category: "config", actor: "bad"), ["file/config/f.json"]),
            (.everything, []),
        ] {
            let (files, good) = try changed()
            let done = try files.rollBack(to: good, scope)
            #expect(done.summary.companions.map(\.stream.description) == along, "\(scope)")
            #expect(done.written == [path])
            #expect(files.text(path) == first)
            #expect(try files.document("config/f.json")?["datum"] == "chart")
            try files.expectAgreement()
        }
    }

    @Test func aNamedWorkspaceIsOneToo() throws {
        for stream in ["file//alpha/config/f.json", "config//alpha/f.json"] {
            let (files, good) = try changed(named: "alpha")
            let done = try files.rollBack(to: good, try files.scope(stream))
            #expect(done.summary.companions.count == 1)
            #expect(files.text(path) == first)
            #expect(try files.document("config//alpha/f.json")?["datum"] == "chart")
            try files.expectAgreement()
        }
    }

    @Test func whatSomebodyWroteOtherwiseStaysAndIsAConflict() throws {
        let (files, good) = try changed()
        try files.change("config/f.json", ["datum": "lake", "mood": "calm"])
        let head = try files.head()
        var steps: [RollbackStep] = []
        _ = try files.store.previewRollback(
            to: .position(good), RollbackScope(category: "file"), files: files.folder,
            onStep: { step, _ in steps.append(step) })
        let step = try #require(steps.first { $0.goesWith != nil })
        #expect(step.conflicts.map(\.pointer.description).sorted() == ["/datum", "/mood"])
        #expect(step.conflicts.allSatisfy { $0.outsider == head })
        try files.rollBack(to: good, RollbackScope(category: "file"))
        #expect(files.text(path) == first)
        #expect(try files.document("config/f.json")?["datum"] == "lake")
        try files.expectSameFiles()
    }

    @Test func onlyTheDocumentOfAListIsEditedBack() throws {
        let files = try FileStore()
        let list = "agent_workspaces/Agent-1/future_tasks.json"
        try files.write(
            "[ {\"id\": \"T1\", \"title\":\"a\"},\n  {\"id\": \"T2\", \"title\": \"b\"} ]", to: list
        )
        let good = try files.importFolder()
        try files.write(
            "[ {\"id\": \"T1\", \"title\":\"x\"},\n  {\"id\": \"T2\", \"title\": \"y\"} ]", to: list
        )
        try files.importFolder()
        let done = try files.rollBack(to: good, RollbackScope(stream: try StreamName("task/T1")))
        #expect(done.summary.companions.map(\.stream.description) == ["file/\(list)"])
        #expect(
            files.text(list)
                == "[ {\"id\": \"T1\", \"title\":\"a\"},\n  {\"id\": \"T2\", \"title\": \"y\"} ]")
        #expect(try files.document("task/T1")?["title"] == "a")
        #expect(try files.document("task/T2")?["title"] == "y")
        try files.expectAgreement()
    }

    @Test func aFileComesAndGoesWithItsDocument() throws {
        let files = try FileStore()
        try files.write(first, to: path)
        let good = try files.importFolder()
        try files.remove("config")
        try files.write(second, to: "config/deep/new.json")
        try files.importFolder()
        for stream in ["config/f.json", "config/deep/new.json"] {
            try files.rollBack(to: good, RollbackScope(stream: try StreamName(stream)))
            try files.expectAgreement()
        }
        #expect(files.text(path) == first)
        #expect(try files.document("config/deep/new.json") == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(files.folder)/config/deep"))
    }

    @Test func emptiedFoldersGoWithTheCategoryOfFiles() throws {
        let files = try FileStore()
        try files.write("x", to: "kept/x.txt")
        let good = try files.importFolder()
        try files.write("y", to: "made/deep/y.txt")
        try files.write("z", to: "held/z.txt")
        try files.importFolder()
        try files.write("not captured", to: "held/.env")
        let done = try files.rollBack(to: good, RollbackScope(category: "file"))
        #expect(done.removedFolders == ["made/deep", "made"])
        try files.expectSameFiles()
    }

    @Test func aMoveGoesBackWhole() throws {
        for stream in ["file/config/moved.json", "file/config/f.json"] {
            let files = try FileStore()
            let text = first + String(repeating: " ", count: 1_000)
            try files.write(text, to: path)
            let good = try files.importFolder()
            try files.remove(path)
            try files.write(text, to: "config/moved.json")
            try files.importFolder()
            try files.rollBack(to: good, RollbackScope(stream: try StreamName(stream)))
            #expect(files.text(path) == text)
            #expect(files.text("config/moved.json") == nil)
            try files.expectAgreement()
        }
    }

    @Test func severalFilesThatSayOneThingGoTogether() throws {
        let files = try FileStore()
        let (working, future) = (
            "agent_workspaces/Agent-1/working_tasks.json", "agent_workspaces/Agent-2/x.json"
        )
        try files.write(#"{"current_task": {"task_id": "T1", "title": "a"}}"#, to: working)
        try files.write(#"{"tasks": [{"task_id": "T1", "title": "a"}]}"#, to: future)
        let good = try files.importFolder()
        try files.write(#"{"current_task": {"task_id": "T1", "title": "b"}}"#, to: working)
        try files.write(#"{"tasks": [{"task_id": "T1", "title": "b"}]}"#, to: future)
        try files.importFolder()
        try files.rollBack(to: good, RollbackScope(stream: try StreamName("task/T1")))
        #expect(files.text(working)?.contains(#""a""#) == true)
        #expect(try files.document("task/T1")?["title"] == "a")
        try files.expectAgreement()
    }

    @Test func withoutTheFolderWhatFilesSayIsListed() throws {
        let (files, good) = try changed()
        let done = try files.store.rollback(
            to: .position(good), RollbackScope(stream: try StreamName("config/f.json")),
            by: files.actor, reason: "test")
        #expect(done.unwritten.map(\.pointer.description) == ["/datum"])
        #expect(done.unwritten[0].reason.contains("config/f.json"))
        #expect(try files.document("config/f.json")?["datum"] == "chart")
        #expect(files.text(path) == second)
        let (others, then) = try changed()
        let named = try others.store.rollback(
            to: .position(then), RollbackScope(category: "file"), by: others.actor, reason: "test")
        #expect(named.companions.map(\.stream.description) == ["config/f.json"])
        #expect(try others.document("config/f.json")?["datum"] == "chart")
    }

    @Test func documentsOfACommandAreNoFilesBusiness() throws {
        let (files, good) = try changed()
        try files.change("config/other", ["a": 1])
        let done = try files.rollBack(
            to: good, RollbackScope(stream: try StreamName("config/other")))
        #expect(done.summary.companions.isEmpty && done.summary.unwritten.isEmpty)
        #expect(files.text(path) == second)
    }
}
