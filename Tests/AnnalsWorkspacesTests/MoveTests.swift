import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Files of which the bytes come up at another path.
@Suite(.storesChecked) struct MoveTests {
    private static let long = String(repeating: "a", count: Limits.renamedBytesMin)

    @Test(arguments: [
        // A few bytes are no evidence, whatever the names.
        (["alice/state.json": "{}"], ["bob/state.json": "{}"], 0),
        (["alice.json": "{}\n"], ["bob.json": "{}\n"], 0),
        // More of them are, if the name stays, and still more where it does not.
        (["a/x.md": "moves!"], ["b/x.md": "moves!"], 1),
        (["a/x.md": "moves!"], ["a/y.md": "moves!"], 0),
        (["a/x.md": long], ["a/y.md": long], 1),
        // Two old or two new ones with other names: nobody can say which it was.
        (["a/x.md": long, "a/y.md": long], ["b/z.md": long], 0),
        (["a/x.md": long], ["b/y.md": long, "b/z.md": long], 0),
        (["a/x.md": long], ["b/y.md": long, "c/x.md": long], 1),
        (["a/x.md": long, "a/y.md": long], ["b/x.md": long, "b/y.md": long], 2),
    ])
    func equalBytes(old: [String: String], new: [String: String], moved: Int) throws {
        let workspace = try Workspace()
        for (name, text) in old { try workspace.write(text, to: name) }
        try workspace.importAnew()
        for name in old.keys { try workspace.remove(name) }
        for (name, text) in new { try workspace.write(text, to: name) }
        let summary = try workspace.importAnew()
        #expect(summary.moved == moved)
        #expect(summary.deleted == old.count - moved)
        #expect(summary.captured == new.count - moved)
    }

    @Test func aCopyThatStaysLeavesItOpen() throws {
        let workspace = try Workspace()
        try workspace.write(Self.long, to: "a.md")
        try workspace.write(Self.long, to: "stays.md")
        try workspace.importAnew()
        try workspace.remove("a.md")
        try workspace.write(Self.long, to: "b.md")
        #expect(try workspace.importAnew().moved == 0)
    }

    @Test func historiesAreToldTheSame() throws {
        for (text, moved) in [("{}", 0), (Self.long, 1)] {
            let workspace = try Workspace()
            let version = FileVersion(content: .bytes(Array(text.utf8)))
            _ = try workspace.capture.capture([FileChange(path: "a.json", version: version)])
            let summary = try workspace.capture.capture([
                FileChange(path: "a.json", version: nil),
                FileChange(path: "b.json", version: version),
            ])
            #expect(summary.moved == moved)
        }
    }
}
