import AnnalsModel
import AnnalsTesting
import Testing

@Suite("JSON Pointers")
struct JSONPointerTests {
    @Test(
        "Texts and tokens",
        arguments: [
            ("", []), ("/", [""]), ("/a", ["a"]), ("/a//b/", ["a", "", "b", ""]),
            ("/a~1b/m~0n", ["a/b", "m~n"]), ("/~01", ["~1"]), ("/0/é", ["0", "é"]),
            ("/\u{301}x/ ", ["\u{301}x", " "]),
        ] as [(String, [String])])
    func texts(text: String, tokens: [String]) throws {
        let pointer = try JSONPointer(text)
        #expect(pointer == JSONPointer(tokens: tokens))
        #expect(pointer.description.hasSameBytes(as: text))
        #expect(pointer.isRoot == text.isEmpty)
    }

    @Test("Bad syntax is refused", arguments: ["a", "a/b", " /a", "/~", "/~2", "/a~/b", "#/a"])
    func badSyntax(text: String) {
        let error = refusal(.invalidPointer) { try JSONPointer(text) }
        #expect(error?.message.contains(text.quotedForMessage) == true)
    }

    @Test("The examples of RFC 6901")
    func examples() throws {
        let document: JSONObject = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5,
            "k\"l": 6, " ": 7, "m~n": 8,
        ]
        let answers: [(String, JSONValue?)] = [
            ("", .object(document)), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0),
            ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6),
            ("/ ", 7), ("/m~0n", 8), ("/foo/-", nil), ("/foo/2", nil), ("/foo/01", nil),
            ("/foo/+1", nil), ("/foo/-0", nil), ("/nothing", nil), ("/a~1b/x", nil),
        ]
        for (text, value) in answers {
            #expect(try document.value(at: JSONPointer(text)) == value, "\(text)")
        }
    }

    @Test("Pointers differ by the bytes of their tokens")
    func equality() throws {
        #expect(try JSONPointer("/é") != JSONPointer("/e\u{301}"))
        #expect(JSONPointer(tokens: ["a", "b"]) != JSONPointer(tokens: ["a/b"]))
        let set = Set(try ["/a", "/a", "/e\u{301}"].map { try JSONPointer($0) })
        #expect(set.count == 2)
        #expect(try JSONPointer("/a").appending("b/c").description == "/a/b~1c")
    }

    @Test("Removing walks through objects alone")
    func removal() throws {
        let object: JSONObject = ["a": ["b": ["c": 1], "d": [["e": 1]]], "f": 2]
        var changed = object
        for text in ["", "/x", "/a/x/y", "/f/x", "/a/d/0", "/a/d/0/e", "/a/b/c/x"] {
            #expect(try changed.removeValue(at: JSONPointer(text)) == nil)
            #expect(changed == object, "\(text)")
        }
        #expect(try changed.removeValue(at: JSONPointer("/a/b/c")) == 1)
        #expect(changed == ["a": ["b": [:], "d": [["e": 1]]], "f": 2])
    }

    @Test("Any tokens come back from their text")
    func roundTrip() throws {
        try checkProperty(times: 2_000) { random in
            let tokens = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                RandomJSON.keys[Int.random(in: 0..<RandomJSON.keys.count, using: &random)]
            }
            let pointer = JSONPointer(tokens: tokens)
            let again = try JSONPointer(pointer.description)
            #expect(again == pointer)
        }
    }
}
