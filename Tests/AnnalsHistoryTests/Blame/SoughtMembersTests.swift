import AnnalsModel
import Testing

@testable import AnnalsHistory

/// Bodies that may touch members are found without reading them.
@Suite struct SoughtMembersTests {
    private func mayTouch(_ body: String, _ paths: [String]...) throws -> Bool {
        let sought = try #require(SoughtMembers(of: paths))
        return Array(body.utf8).withUnsafeBytes { sought.mayBeTouched(by: $0) }
    }

    @Test func whatIsWrittenOrTakenAwayIsFound() throws {
        #expect(try mayTouch(#"{"data":{"a":1,"title":"x"}}"#, ["title"]))
        #expect(try mayTouch(#"{"data":{"a":{"title":1}}}"#, ["a", "b"]))
        #expect(try mayTouch(#"{"unset":["/n","/title"]}"#, ["title"]))
        #expect(try mayTouch(#"{"unset":["/title/of/it"]}"#, ["title"]))
        #expect(try mayTouch(#"{ "data" : { "title" : "x" } }"#, ["a"], ["title"]))
        #expect(try mayTouch(#"{"deleted":true}"#, ["title"]))
        #expect(try mayTouch(#"{"deleted": true,"reason":"r"}"#, ["title"]))
        #expect(try mayTouch("{\"data\":{\"h\u{F6}he\":1}}", ["h\u{F6}he"]))
    }

    @Test func whatSaysNothingOfThemIsPassedOver() throws {
        #expect(try !mayTouch(#"{"data":{"subtitle":"the title","n":1}}"#, ["title"]))
        #expect(try !mayTouch(#"{"unset":["/n/title"],"reason":"a title"}"#, ["title"]))
        #expect(try !mayTouch("", ["title"]))
        #expect(try !mayTouch("\"", ["title"]))
        #expect(try !mayTouch("\"/", ["title"]))
        #expect(try !mayTouch(#"{"data":{"tit"#, ["title"]))
    }

    @Test func whatIsWrittenOtherwiseIsRead() {
        #expect(SoughtMembers(of: [["a/b"]]) == nil)
        #expect(SoughtMembers(of: [["a~b"]]) == nil)
        #expect(SoughtMembers(of: [["a\"b"]]) == nil)
        #expect(SoughtMembers(of: [[""]]) == nil)
        #expect(SoughtMembers(of: [[]]) == nil)
        #expect(SoughtMembers(of: (0...16).map { ["m\($0)"] }) == nil)
    }
}
