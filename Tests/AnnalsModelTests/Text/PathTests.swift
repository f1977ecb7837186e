import AnnalsModel
import Testing

@Suite("Parts of paths")
struct PathTests {
    @Test(
        "The last part, and what is left without it",
        arguments: [
            ("a", "", "a"), ("r/", "", "r"), ("", "", ""), ("/", "/", "/"), ("//", "/", "/"),
            (".", "", "."), ("é", "", "é"), ("/a", "/", "a"), ("a/b", "a", "b"),
            ("a/b/", "a", "b"), ("a//b//", "a", "b"), ("//a", "/", "a"), ("./a.db", ".", "a.db"),
            ("/x/y z/annals.db", "/x/y z", "annals.db"), ("a/\u{301}b", "a", "\u{301}b"),
        ])
    func parts(path: String, folder: String, name: String) {
        #expect(Array(path.pathWithoutLastPart.utf8) == Array(folder.utf8))
        #expect(Array(path.lastPathPart.utf8) == Array(name.utf8))
    }
}
