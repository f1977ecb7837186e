import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// Lines are read as shells read them, and what is put there is read as it was meant.
@Suite(.storesChecked) struct TypedLineTests {
    /// The characters at which an interactive bash begins a word anew.
    static let breaks = " \t\n\"'@><=;|&(:"

    @Test func wordsLoseTheirQuotes() {
        let line = TypedLine(#"annals 'a b'"c\"\x" d\ e ta"#, breaks: Self.breaks)
        #expect(line.words == ["annals", #"a bc"\x"#, "d e"])
        #expect(line.last == "ta")
        #expect(TypedLine("annals ", breaks: Self.breaks).last == "")
        #expect(TypedLine("annals ", breaks: Self.breaks).words == ["annals"])
        #expect(TypedLine("annals '' x", breaks: Self.breaks).words == ["annals", ""])
    }

    @Test func redirectionsAreNoWords() {
        let line = TypedLine("annals log > out.txt --a", breaks: Self.breaks)
        #expect(line.words == ["annals", "log"])
        #expect(line.last == "--a")
        #expect(!line.isRedirection)
        #expect(TypedLine("annals log >ou", breaks: Self.breaks).isRedirection)
    }

    @Test(arguments: [
        ("annals show ta", "tag:v 1", "tag:v\\ 1"),
        ("annals show tag:v", "tag:v 1", "v\\ 1"),
        ("annals show 'tag:v", "tag:v 1", "tag:v 1"),
        ("annals show 'tag:v", "tag:v'1", "tag:v'\\''1"),
        ("annals show \"tag:v", "tag:v$1", "tag:v\\$1"),
        ("annals show tag:'v", "tag:v1", "v1"),
        ("annals show v\\", "v 1", "v\\ 1"),
        ("annals show --at=he", "--at=head", "head"),
        ("annals show ", "~x~", "\\~x~"),
        ("annals show ", "head~1", "head~1"),
    ])
    func whatIsPutThereGoesOn(line: String, word: String, expected: String) {
        #expect(TypedLine(line, breaks: Self.breaks).replacement(by: word) == expected)
    }

    @Test func whatCannotBeWrittenIsLeftOut() {
        let line = TypedLine("annals show \"v", breaks: Self.breaks)
        #expect(line.replacement(by: "v!1") == nil)
        #expect(TypedLine("annals show w", breaks: Self.breaks).replacement(by: "v1") == nil)
    }
}
