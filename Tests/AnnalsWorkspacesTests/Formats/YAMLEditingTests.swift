import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct YAMLEditingTests {
    private func expect(
        _ text: String, _ edits: KeyValuePairs<String, JSONValue?>, _ wanted: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try #require(try edit(text, .yaml, edits), sourceLocation: sourceLocation)
        #expect(result.text == wanted, sourceLocation: sourceLocation)
        #expect(result.changed.isEmpty == (text == wanted), sourceLocation: sourceLocation)
    }

    @Test func scalarsChangeInTheirOwnBytesAndStyle() throws {
        let text = "# c\r\na:   one  # note\r\nb: 'it''s'\r\nc: \"x\"\r\nd: [p, 'q']\r\ne:\r\n"
        try expect(text, ["/a": "two"], text.replacing("one", with: "two"))
        try expect(text, ["/a": 7], text.replacing("one", with: "7"))
        try expect(text, ["/a": "yes"], text.replacing("one", with: "'yes'"))
        try expect(text, ["/a": "x: y"], text.replacing("one", with: "'x: y'"))
        try expect(text, ["/a": "a\tb\u{1}"], text.replacing("one", with: "\"a\\tb\\u0001\""))
        try expect(text, ["/b": "they're"], text.replacing("it''s", with: "they''re"))
        try expect(text, ["/c": "é🚀\n"], text.replacing("\"x\"", with: "\"é🚀\\n\""))
        try expect(text, ["/d/0": "x, y"], text.replacing("[p", with: "['x, y'"))
        try expect(text, ["/d/1": nil as JSONValue], text.replacing("'q'", with: "null"))
        try expect(text, ["/e": true], text.replacing("e:", with: "e: true"))
        try expect(text, ["/a": "one"], text)
        try expect("due: 2026-11-26\n", ["/due": "2026-11-27"], "due: 2026-11-27\n")
        try expect("- a\n-\n- c\n", ["/1": "b"], "- a\n- b\n- c\n")
        try expect("word # c\n", ["": "other"], "other # c\n")
    }

    @Test func blockScalarsStayBlocks() throws {
        let text = "a: |\n    one\n    two\n\n# c\nb: >-\n  x\n  y\n"
        try expect(
            text, ["/a": "1\n\n 2\n"], "a: |\n    1\n\n     2\n\n# c\nb: >-\n  x\n  y\n")
        try expect(text, ["/a": "1"], text.replacing("|\n    one\n    two", with: "|-\n    1"))
        try expect(text, ["/b": "p\nq"], text.replacing("x\n  y", with: "p\n\n  q"))
        try expect(text, ["/b": " p"], text.replacing(">-\n  x\n  y", with: "' p'"))
        try expect("a: b\n", ["/a": "1\n2"], "a: |-\n  1\n  2\n")
        try expect("a: |\n  b", ["/a": "1\n"], "a: \"1\\n\"")
        try expect("a: |\n  b", ["/a": "1"], "a: |-\n  1")
    }

    @Test func membersComeAndGoAsLines() throws {
        let text = "a:\n    x: 1 # one\n    y: 2\n\nlist:\n- id: 1\n  t: p\n- id: 2\n"
        try expect(
            text, ["/a/z": ["k": [1, ["q": "w"]], "e": []]],
            text.replacing(
                "y: 2",
                with: "y: 2\n    z:\n        k:\n            - 1\n            - q: w\n        e: []"
            ))
        try expect(text, ["/a/x": .none], text.replacing("    x: 1 # one\n", with: ""))
        try expect(
            text, ["/a/x": .none, "/a/y": .none],
            "a: {}" + text.dropFirst("a:\n    x: 1 # one\n    y: 2".utf8.count))
        try expect(text, ["/list/0/id": .none], text.replacing("id: 1\n  t: p", with: "t: p"))
        try expect(text, ["/list/1/m": "o"], text + "  m: o\n")
        try expect(text, ["/list/0": .none], text.replacing("- id: 1\n  t: p\n", with: ""))
        try expect(text, ["/new": "v"], text + "new: v\n")
        try expect("a: 1\nb: 2", ["/c": 3], "a: 1\nb: 2\nc: 3")
        try expect("a: 1\nb: 2", ["/b": .none], "a: 1\n")
        try expect(
            text, ["/a": "s"], "a: s" + text.dropFirst("a:\n    x: 1 # one\n    y: 2".utf8.count))
        try expect("{a: 1, b: 2} # c\n", ["/a": .none, "/c": "x"], "{b: 2, c: x} # c\n")
        try expect("a: 1\n", ["": ["b": 2]], "b: 2\n")
        try expect("- a: 1 # c\n  # d\n  b: 2\n", ["/0/a": .none], "- # c\n  # d\n  b: 2\n")
        try expect("x:\n  a: |\n    t", ["/x/b": 1], "x:\n  b: 1\n  a: |\n    t")
        try expect("x: |\n  t\na: 1", ["/a": .none], "x: |\n  t\n")
        try expect("x: y # c\n", ["/x": "a\nb"], "x: \"a\\nb\" # c\n")
    }

    @Test func elementsComeAndGoAsLines() throws {
        let text = "tags:\n  # all\n  - a # first\n  - b\nend: 1\n"
        try expect(
            text, ["/tags": ["a", "x", "b"]], text.replacing("first\n", with: "first\n  - x\n"))
        try expect(
            text, ["/tags": ["x", "a", "b"]], text.replacing("- a", with: "- x\n  - a"))
        try expect(
            text, ["/tags": ["a", "b", ["k": 1]]], text.replacing("- b\n", with: "- b\n  - k: 1\n"))
        try expect(text, ["/tags": ["b"]], text.replacing("  - a # first\n", with: ""))
        try expect("t: [a, b]\n", ["/t": ["a", "b", "c d"]], "t: [a, b, c d]\n")
        try expect(
            "t: [a,\n    b, # x\n  ]\n", ["/t": ["a", "b", "c"]],
            "t: [a,\n    b, # x\n    c,\n  ]\n")
    }

    /// What several places say is not changed in one of them.
    @Test func whatOthersMeanStays() throws {
        let text = "a: &x {p: 1}\nb: *x\nc:\n  <<: *x\n  q: 2\nd: !t v\n"
        for place in ["/a/p", "/b", "/b/p", "/d", "/c/<<"] { try expect(text, [place: 9], text) }
        try expect(text, ["/c/p": 9], text.replacing("q: 2", with: "q: 2\n  p: 9"))
        try expect(text, ["/b/p": 9, "/c/q": 3, "/x/y": 1], text.replacing("q: 2", with: "q: 3"))
        #expect(try edit("a: [", .yaml, ["/a": 1]) == nil)
    }

    @Test func documentsChangeOneByOne() throws {
        let text = "\u{FEFF}a: 1\n---\na: 1 # c\n...\n"
        try expect(text, ["/1/a": 2], "\u{FEFF}a: 1\n---\na: 2 # c\n...\n")
        try expect(text, ["/0/b": 2], "\u{FEFF}a: 1\nb: 2\n---\na: 1 # c\n...\n")
    }
}
