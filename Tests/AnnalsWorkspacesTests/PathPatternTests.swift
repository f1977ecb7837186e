import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct PathPatternTests {
    @Test(arguments: [
        ("*.log", "a/b.log"), ("*.log", "b.log"), ("devlogs", "x/devlogs"), ("a/*", "a/b"),
        ("a/**", "a/b/c"), ("**/x", "a/b/x"), ("/top", "top"),
        ("?.md", "é.md".replacing("é", with: "e")),
        ("[a-c]*", "b1"), ("[!a-c]*", "d1"), ("*a*b*", "xaxxbx"),
        ("agent_*/*/inbox", "agent_w/A/inbox"),
    ])
    func matches(pattern: String, path: String) throws {
        #expect(try PathPattern(pattern).matches(Array(path.utf8), isFolder: false))
    }

    @Test(arguments: [
        ("*.log", "b.logs"), ("a/*", "a/b/c"), ("/top", "x/top"), ("dir/", "dir"), ("?", "/"),
        ("[a-c]", "d"), ("a/*", "b/c"),
    ])
    func doesNotMatch(pattern: String, path: String) throws {
        #expect(try !PathPattern(pattern).matches(Array(path.utf8), isFolder: false))
    }

    @Test func foldersAlone() throws {
        #expect(try PathPattern("dir/").matches(Array("x/dir".utf8), isFolder: true))
    }

    @Test(arguments: ["", "/", "a[b"])
    func refused(pattern: String) {
        #expect(throws: StoreError(.invalidArgument, "")) { try PathPattern(pattern) }
    }
}
