import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Lines of ignore files, as git reads them.
@Suite(.storesChecked) struct IgnoreFileTests {
    /// Whether a file with these lines leaves a path out; a folder's path ends in a slash.
    private func leavesOut(_ lines: String, _ path: String) -> Bool {
        var bytes = Array(path.utf8)
        let isFolder = bytes.last == UInt8(ascii: "/")
        if isFolder { bytes.removeLast() }
        let rule = IgnoreFile(Array(lines.utf8)).rule(for: bytes[...], isFolder: isFolder)
        return rule.map { !$0.isNegated } ?? false
    }

    @Test(arguments: [
        ("*.log", "a/b.log"), ("/a.log", "a.log"), ("a/b", "a/b"), ("doc/*.txt", "doc/x.txt"),
        ("**/foo", "foo"), ("**/foo", "a/b/foo"), ("**/foo/bar", "a/foo/bar"),
        ("abc/**", "abc/x/y"), ("a/**/b", "a/b"), ("a/**/b", "a/x/y/b"), ("a/**/**/b", "a/b"),
        ("foo/", "foo/"), ("foo/", "a/foo/"), ("a**b", "axxb"), ("**", "any/thing"),
        ("\\#note", "#note"), ("\\!note", "!note"), ("trailing\\ ", "trailing "),
        ("trailing   ", "trailing"), ("x\r", "x"), ("[]]", "]"), ("[!a]", "b"), ("[a-c]x", "bx"),
        ("[[:digit:]].md", "7.md"), ("\\*", "*"), ("*\n!keep\nkeep", "keep"),
        ("\u{FEFF}first", "first"), ("a?c", "abc"), ("x/*/y", "x/1/y"), ("*a*a*a*b", "aaaab"),
        ("a/*", "a/b"), ("[a-]", "-"), ("[\\]]", "]"), ("\\.env", ".env"),
    ])
    func leftOut(lines: String, path: String) {
        #expect(leavesOut(lines, path))
    }

    @Test(arguments: [
        ("/a.log", "x/a.log"), ("a/b", "x/a/b"), ("doc/*.txt", "doc/x/y.txt"), ("foo/", "foo"),
        ("abc/**", "abc"), ("a/**/b", "a/xb"), ("a**b", "a/b"), ("# a remark", "# a remark"),
        ("", "x"), ("*.log\n!keep.log", "keep.log"), ("[a", "[a"), ("a?c", "a/c"), ("[!a]", "/"),
        ("x/*/y", "x/1/2/y"), ("*a*a*a*b", "aaaac"), ("\\", "\\"), ("a/*", "a/b/c"), ("!x", "x"),
        ("[[:alpha:]]", "1"), ("a//b", "a/b"),
    ])
    func kept(lines: String, path: String) {
        #expect(!leavesOut(lines, path))
    }

    @Test func manyStarsTakeNoTimeToSpeakOf() {
        let stars = String(repeating: "*a", count: 200)
        #expect(!leavesOut("\(stars)b", String(repeating: "a", count: 250)))
        let folders = String(repeating: "**/a/", count: 60)
        #expect(!leavesOut("\(folders)b", String(repeating: "a/", count: 120) + "c"))
    }
}
