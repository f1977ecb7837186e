import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Folders as they should not be.
@Suite(.storesChecked) struct ScanTests {
    @Test func linksAreLinks() throws {
        let workspace = try Workspace()
        try workspace.place.write("secret", to: "outside/secret.txt")
        try workspace.write("{}", to: "real/a.json")
        let files = FileManager.default
        for (name, target) in [
            ("link", "real/a.json"), ("out", "../outside"), ("gone", "/nowhere"), ("loop", "loop"),
        ] {
            try files.createSymbolicLink(
                atPath: "\(workspace.path)/\(name)", withDestinationPath: target)
        }
        let summary = try workspace.importAnew()
        #expect(summary.captured == 5)
        #expect(summary.findings.isEmpty)
        #expect(try workspace.document("file/out")?["kind"] == "link")
        #expect(try workspace.document("file/out")?["target"] == "../outside")
        #expect(try workspace.document("file/out/secret.txt") == nil)
        try expectRoundTrip(workspace)
        // A link becomes a file and the other way round.
        try workspace.remove("link")
        try workspace.write("now a file", to: "link")
        try workspace.remove("real/a.json")
        try files.createSymbolicLink(
            atPath: "\(workspace.path)/real/a.json", withDestinationPath: "../link")
        #expect(try workspace.importAnew().captured == 2)
        #expect(try workspace.document("file/link")?.keys.contains("target") == false)
        try expectRoundTrip(workspace)
    }

    @Test func whatIsNoFileIsAFinding() throws {
        let workspace = try Workspace()
        try workspace.write("x", to: "a.txt")
        mkfifo("\(workspace.path)/pipe", 0o600)
        let summary = try workspace.importAnew()
        #expect(summary.captured == 1)
        #expect(summary.findings.map(\.kind) == [.notAFile])
        #expect(summary.findings.first?.path == "pipe")
    }

    @Test func namesThatAreNoText() throws {
        let workspace = try Workspace()
        let names: [[UInt8]] = [
            Array("new\nline.md".utf8), [0x66, 0xFF, 0x2E, 0x6A], Array("50%.txt".utf8),
            Array("é".utf8), Array("e\u{301}".utf8), [0x01],
        ]
        for name in names {
            let path = Array("\(workspace.path)/".utf8) + name + [0]
            let file = path.withUnsafeBytes {
                open($0.bindMemory(to: CChar.self).baseAddress!, O_CREAT | O_WRONLY, 0o600)
            }
            #expect(write(file, "x", 1) == 1)
            close(file)
        }
        #expect(try workspace.importAnew().captured == names.count)
        #expect(try workspace.importAnew().events == 0)
        #expect(try workspace.document("file/new%0Aline.md")?["text"] == "x")
        #expect(try workspace.document("file/f%FF.j")?["text"] == "x")
        #expect(try workspace.document("file/50%25.txt")?["text"] == "x")
        let out = workspace.place.path("out")
        _ = try WorkspaceExport(workspace.log).write(to: out, at: workspace.head())
        #expect(try workspace.capture.check(WorkspaceFolder(out, storePath: nil)).isSame)
    }

    @Test func bytesThatAreNoTextAndModes() throws {
        let workspace = try Workspace()
        try workspace.place.write([0xFF, 0x00, 0x80], to: "fleet/image.bin")
        try workspace.place.write([0xFF], to: "fleet/agent_workspaces/Agent-1/inbox/x.md")
        try workspace.write("a\u{0}b\r\n", to: "nul.txt")
        try FileManager.default.createDirectory(
            atPath: "\(workspace.path)/agent_workspaces/Agent-2", withIntermediateDirectories: true)
        chmod("\(workspace.path)/nul.txt", 0o400)
        chmod("\(workspace.path)/image.bin", 0o755)
        chmod("\(workspace.path)/agent_workspaces/Agent-2", 0o2750)
        let summary = try workspace.importAnew()
        #expect(summary.findings.map(\.kind) == [.notUTF8])
        // An agent's folder counts even if nothing is in it.
        #expect(try workspace.document("agent/Agent-2") != nil)
        try expectRoundTrip(workspace)
        chmod("\(workspace.path)/nul.txt", 0o640)
        #expect(try workspace.importAnew().modeChanged == 1)
        #expect(try workspace.events("file/nul.txt").last?.change.data["text"] == nil)
        try expectRoundTrip(workspace)
    }

    @Test(.storesUnchecked("has a second name")) func theStoreItselfIsLeftOut() throws {
        let place = try TemporaryDirectory()
        let path = place.path("annals.db")
        try StoreFile.create(path, origin: nil) { _ in }
        let log = try EventLog(path: path, mode: .readWrite)
        try place.write("x", to: "a.txt")
        try place.write("x", to: ".git/config")
        try place.write("x", to: "logs/b.log")
        try place.write("x", to: "c.log/d.txt")
        link(path, place.path("another-name"))
        let folder = try WorkspaceFolder(
            place.path, storePath: path, excluding: [PathPattern("*.log")])
        let summary = try WorkspaceCapture(log).capture(folder)
        #expect(summary.captured == 1)
        let reasons = Dictionary(grouping: summary.omissions, by: \.reason)
            .mapValues { $0.map(\.path) }
        #expect(reasons["git"] == [".git"])
        #expect(reasons["exclude"] == ["c.log", "logs/b.log"])
        #expect(reasons["store"]?.contains("annals.db") == true)
        #expect(reasons["store"]?.contains("another-name") == true)
        #expect(try WorkspaceCapture(log).capture(folder).events == 0)
        #expect(try WorkspaceCapture(log).check(folder).isSame)
    }

    @Test func whatIsLeftOutIsNotGone() throws {
        let workspace = try Workspace()
        try workspace.write("x", to: "devlogs/a.md")
        try workspace.importAnew()
        let folder = try workspace.folder(excluding: ["devlogs/"])
        #expect(try WorkspaceCapture(workspace.log).capture(folder).events == 0)
        #expect(try workspace.document("file/devlogs/a.md") != nil)
    }

    @Test func aLargeFileIsAFindingWithItsHash() throws {
        let workspace = try Workspace()
        try workspace.write(String(repeating: "x", count: 11), to: "big.txt")
        try workspace.write(String(repeating: "x", count: 10), to: "fits.txt")
        let summary = try workspace.capture.capture(workspace.folder(max: 10))
        #expect(summary.captured == 1)
        #expect(summary.findings.map(\.kind) == [.tooLarge])
        let message = try #require(summary.findings.first?.message)
        #expect(message.contains("11 bytes"))
        #expect(
            message.contains("7668d2cd32a37eb45b51f002690d1b9a7c03f2da91791f96227ba9a61952fce8"))
    }

    @Test func foldersThatCannotBeOpened() throws {
        let workspace = try Workspace()
        for (path, code) in [
            ("\(workspace.path)/nothing", StoreError.Code.notFound),
            (workspace.storePath, .invalidArgument),
        ] {
            #expect(throws: StoreError(code, "")) {
                try WorkspaceFolder(path, storePath: nil)
            }
        }
    }

    /// Exports what was captured and compares it with the folder.
    private func expectRoundTrip(
        _ workspace: Workspace, location: SourceLocation = #_sourceLocation
    ) throws {
        let out = workspace.place.path("out-\(UUID().uuidString)")
        let summary = try WorkspaceExport(workspace.log).write(to: out, at: workspace.head())
        #expect(summary.refused.isEmpty, sourceLocation: location)
        #expect(try tree(out) == tree(workspace.path), sourceLocation: location)
    }

    /// Files that the system makes up while they are read say that they are empty.
    @Test func aFileWithoutSizeIsRead() throws {
        let place = try TemporaryDirectory()
        let path = place.path("store.db")
        try StoreFile.create(path, origin: nil) { _ in }
        let log = try EventLog(path: path, mode: .readWrite)
        let folder = try WorkspaceFolder("/proc/sys/kernel/random", storePath: path)
        let summary = try WorkspaceCapture(log).capture(folder)
        #expect(summary.captured > 3)
        let document = try log.read { reader in
            try reader.document(of: StreamName("file/boot_id"), at: reader.head())
        }
        #expect(document?["size"] == 37)
        #expect(!summary.findings.contains { $0.kind == .changing })
    }
}
