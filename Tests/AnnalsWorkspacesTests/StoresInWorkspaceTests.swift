import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Stores that lie in the folder that is captured.
@Suite(.storesChecked) struct StoresInWorkspaceTests {
    @Test func backupsInTheFolderDoNotGrowTheStore() throws {
        let workspace = try Workspace()
        try workspace.write("8 bytes\n", to: "notes.txt")
        try FileManager.default.createDirectory(
            atPath: workspace.path + "/backups", withIntermediateDirectories: true)
        for night in 0..<4 {
            let summary = try workspace.importAnew()
            #expect(summary.captured == (night == 0 ? 1 : 0))
            let stores = summary.omissions.filter { $0.reason == "store" }.map(\.path)
            let names = ["nightly.db", "nightly.db.1", "nightly.db.2"].prefix(night)
            #expect(stores == names.map { "backups/\($0)" })
            _ = try workspace.log.backUp(to: workspace.path + "/backups/nightly.db", keep: 3)
        }
        #expect(try workspace.events().filter { $0.stream.category == "file" }.count == 1)
        let folder = try workspace.folder()
        #expect(try WorkspaceCapture(workspace.log).check(folder).isSame)
    }

    @Test func anotherStoreWithItsSideFilesIsLeftOut() throws {
        let workspace = try Workspace()
        let path = workspace.path + "/other name"
        try StoreFile.create(path, origin: nil) { _ in }
        let other = try EventLog(path: path, mode: .readWrite)
        _ = try other.append([
            NewEvent(
                stream: StreamName("task/A"), type: EventType("task.created"),
                actor: Actor("somebody"), change: Change(data: ["n": 1]))
        ])
        let open = try workspace.importAnew()
        #expect(open.captured == 0)
        let side = ["other name", "other name-lock", "other name-shm", "other name-wal"]
        #expect(open.omissions.filter { $0.reason == "store" }.map(\.path) == side)
        other.close()
        #expect(try workspace.importAnew().captured == 0)
    }

    @Test(.storesUnchecked("is made of a header alone"))
    func aStoreIsKnownByWhatItBeginsWith() throws {
        let workspace = try Workspace()
        var header = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 1, count: 200)
        try workspace.place.write(header, to: "fleet/database.sqlite")
        header.replaceSubrange(68..<72, with: [0x41, 0x4E, 0x4C, 0x53])
        try workspace.place.write(header, to: "fleet/image.png")
        for name in ["image.png-wal", "image.png-rebuild-agent_tasks-0123456789ab", "plain-wal"] {
            try workspace.write("", to: name)
        }
        // A backup in the making has its first page last.
        let draft = "image.png.new-0123456789abcdef"
        for name in [draft, "\(draft)-journal", "image.png.new-0123"] {
            try workspace.write("", to: name)
        }
        let summary = try workspace.importAnew()
        #expect(
            summary.omissions.map(\.path)
                == [
                    "image.png", draft, "\(draft)-journal",
                    "image.png-rebuild-agent_tasks-0123456789ab", "image.png-wal",
                ].sorted())
        #expect(summary.omissions.allSatisfy { $0.reason == "store" })
        #expect(summary.captured == 3)
    }

    @Test(.storesUnchecked("is made of a header alone"))
    func aStoreThatWasCapturedIsNotGone() throws {
        let workspace = try Workspace()
        var header = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 1, count: 200)
        header.replaceSubrange(68..<72, with: [0x41, 0x4E, 0x4C, 0x53])
        _ = try workspace.capture.capture([
            FileChange(path: "old.db", version: FileVersion(content: .bytes(header)))
        ])
        header.append(0)
        try workspace.place.write(header, to: "fleet/old.db")
        #expect(try workspace.importAnew().events == 0)
        #expect(try workspace.document("file/old.db") != nil)
        #expect(try WorkspaceCapture(workspace.log).check(workspace.folder()).isSame)
    }
}
