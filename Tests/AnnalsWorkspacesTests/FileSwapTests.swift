import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// What becomes of writers who come in the middle of an exchange.
@Suite(.storesChecked) struct FileSwapTests {
    private let path: WorkspacePath = "f.json"

    private func prepared(_ workspace: Workspace, _ text: String?) throws -> FileSwap {
        try workspace.write("old", to: "f.json")
        let old = FileRecord(FileVersion(content: .bytes(Array("old".utf8))))
        return try FileSwap(
            workspace.folder(), path, expecting: old, text.map { Array($0.utf8) },
            isCaptured: { _ in false })
    }

    private func expect(
        _ workspace: Workspace, _ text: String?, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = FileManager.default.contents(atPath: "\(workspace.path)/f.json")
        #expect(
            found.map { String(decoding: $0, as: UTF8.self) } == text,
            sourceLocation: sourceLocation)
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.path)
        #expect(names == (text == nil ? [] : ["f.json"]), sourceLocation: sourceLocation)
    }

    @Test(arguments: ["new", nil]) func nobodyComes(text: String?) throws {
        let workspace = try Workspace()
        let swap = try prepared(workspace, text)
        try swap.exchange()
        let version = try swap.settle()
        #expect(version?.content.bytes == text.map { Array($0.utf8) })
        try expect(workspace, text)
    }

    @Test(arguments: ["new", nil]) func anotherFileThatCameBeforeGoesBack(text: String?) throws {
        let workspace = try Workspace()
        let swap = try prepared(workspace, text)
        try workspace.write("theirs", to: "theirs")
        #expect(rename("\(workspace.path)/theirs", "\(workspace.path)/f.json") == 0)
        #expect(throws: FileSwap.Refusal.self) { try swap.exchange() }
        try expect(workspace, "theirs")
    }

    @Test(arguments: ["new", nil]) func aFileThatSomebodyHasOpenStays(text: String?) throws {
        let workspace = try Workspace()
        let swap = try prepared(workspace, text)
        let file = try #require(FileHandle(forWritingAtPath: "\(workspace.path)/f.json"))
        do {
            try swap.exchange()
            // Where there are no leases, what is written is seen by its bytes.
            try file.write(contentsOf: Data("mine".utf8))
            _ = try swap.settle()
            Issue.record("it was replaced")
        } catch is FileSwap.Refusal {
            try file.write(contentsOf: Data("mine".utf8))
        }
        try file.close()
        let found = FileManager.default.contents(atPath: "\(workspace.path)/f.json")
        #expect(found.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("mine") == true)
    }

    @Test func whoWritesTheNewFileAtOnceIsNotDisturbed() throws {
        let workspace = try Workspace()
        let swap = try prepared(workspace, "new")
        try swap.exchange()
        let file = try #require(FileHandle(forWritingAtPath: "\(workspace.path)/f.json"))
        try file.write(contentsOf: Data("mine".utf8))
        try file.close()
        #expect(try swap.settle() != nil)
        try expect(workspace, "mine")
    }

    @Test func whatAKilledWriteBackLeftIsKnownOrStays() throws {
        let workspace = try Workspace()
        // Both names of a file that was never exchanged.
        let hash = try #require(
            try {
                _ = try prepared(workspace, "first")
                return try FileManager.default.contentsOfDirectory(atPath: workspace.path)
                    .first { $0.hasSuffix("-new") }
            }())
        let again = try prepared(workspace, "second")
        try again.exchange()
        _ = try again.settle()
        try expect(workspace, "second")
        // What came off and nobody has.
        try workspace.write("precious", to: String(hash.dropLast(4)))
        #expect(throws: FileSwap.Refusal.self) { _ = try prepared(workspace, "third") }
        #expect(
            FileManager.default.contents(atPath: "\(workspace.path)/\(hash.dropLast(4))")
                == Data("precious".utf8))
    }
}
