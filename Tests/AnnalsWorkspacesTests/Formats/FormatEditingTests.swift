import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct FormatEditingTests {
    private func expect(
        _ format: FileFormat, _ text: String, _ edits: KeyValuePairs<String, JSONValue?>,
        _ wanted: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try #require(try edit(text, format, edits), sourceLocation: sourceLocation)
        #expect(result.text == wanted, sourceLocation: sourceLocation)
        #expect(result.changed.isEmpty == (text == wanted), sourceLocation: sourceLocation)
    }

    @Test func commentsInJSONStay() throws {
        let text = "// s\n{\n  \"a\": 1, // one\n  \"b\": [1, 2], /* x */ // two\n}\n"
        try expect(.json, text, ["/a": 2], text.replacing("1, // one", with: "2, // one"))
        try expect(
            .json, text, ["/c": 3], text.replacing("// two\n", with: "// two\n  \"c\": 3,\n"))
        try expect(
            .json, text.replacing("],", with: "]"), ["/c": 3, "/d": 4],
            text.replacing("// two\n", with: "// two\n  \"c\": 3,\n  \"d\": 4\n"))
        try expect(.json, text, ["/b": [1, 2, 3]], text.replacing("2]", with: "2, 3]"))
        try expect(.json, text, ["/b/1": .none], text.replacing(", 2]", with: "]"))
        try expect(
            .json, "[\n  1, // a\n  2 // b\n]", ["": [1, 2, 3]],
            "[\n  1, // a\n  2, // b\n  3\n]")
        try expect(.json, "[1/*x*/]", ["/0": 2], "[2/*x*/]")
    }

    @Test func linesOfJSONChangeOneByOne() throws {
        let text = "\u{FEFF}{\"id\":1, \"s\":\"open\"}\r\nbroken\r\n{\"id\":2}\r\n\r\n"
        try expect(.jsonLines, text, ["/0/s": "done"], text.replacing("open", with: "done"))
        try expect(.jsonLines, text, ["/1/t": "x"], text.replacing("2}", with: "2,\"t\":\"x\"}"))
        try expect(.jsonLines, text, ["/0": .none], "\u{FEFF}broken\r\n{\"id\":2}\r\n\r\n")
        try expect(
            .jsonLines, text, ["": [["id": 1, "s": "open"], ["id": 2], ["id": 3]]],
            text.replacing("{\"id\":2}\r\n", with: "{\"id\":2}\r\n{\"id\":3}\r\n"))
        try expect(.jsonLines, "1\n2", ["": [1, 2, 3]], "1\n2\n3")
        try expect(.jsonLines, "1\n2", ["/1": .none], "1\n")
        try expect(.jsonLines, "", ["": [1]], "1\n")
    }

    @Test func tablesOfTOMLChangeInPlace() throws {
        let text = """
            a = 1 # one
            d = 1979-05-27
            [t]
            s = 'x'
              l = [
                1,
                2, # two
              ]
            [t.u]
            i = { p = 1, q = "r" }
            [[k]]
            n = 1

            """
        try expect(.toml, text, ["/a": 25], text.replacing("= 1 #", with: "= 25 #"))
        try expect(
            .toml, text, ["/d": "1980-01-01"], text.replacing("1979-05-27", with: "1980-01-01"))
        try expect(.toml, text, ["/d": "soon"], text.replacing("1979-05-27", with: "\"soon\""))
        try expect(.toml, text, ["/t/s": "y"], text.replacing("'x'", with: "'y'"))
        try expect(.toml, text, ["/t/s": "it's"], text.replacing("'x'", with: "\"it's\""))
        try expect(.toml, text, ["/t/l/1": 3], text.replacing("2, #", with: "3, #"))
        try expect(
            .toml, text, ["/t/l": [1, 2, 3]], text.replacing("# two\n", with: "# two\n    3,\n"))
        try expect(.toml, text, ["/t/l": [2]], text.replacing("    1,\n", with: ""))
        try expect(
            .toml, text, ["/t/new key": [1, ["b": true]]],
            text.replacing("  ]\n", with: "  ]\n  \"new key\" = [1, { b = true }]\n"))
        try expect(.toml, text, ["/b": "x"], text.replacing("27\n", with: "27\nb = \"x\"\n"))
        try expect(.toml, text, ["/k/0/m": 1], text + "m = 1\n")
        try expect(.toml, text, ["/a": .none], text.replacing("a = 1 # one\n", with: ""))
        try expect(.toml, text, ["/t/u/i/q": 2], text.replacing("\"r\"", with: "2"))
        try expect(.toml, text, ["/t/u/i": ["q": "r"]], text.replacing("p = 1, ", with: ""))
        try expect(.toml, "[x]\na = 1\n", ["/y": 1], "y = 1\n[x]\na = 1\n")
        try expect(.toml, "a.b = 1\n", ["/a/b": 2], "a.b = 2\n")
        // What TOML cannot say, or would say elsewhere.
        let edits: KeyValuePairs<String, JSONValue?> = [
            "/a": .some(.null), "/k": [], "/t": .none, "/k/0": .none,
        ]
        for (place, value) in edits { try expect(.toml, text, [place: value], text) }
    }

    @Test func checkBoxesAreTicked() throws {
        let text = "# A\r\n- [ ] one\r\n  * [-] two  \r\n\r\ntext\r\n1. [x] three"
        try expect(.checkList, text, ["/items/0/done": true], text.replacing("[ ]", with: "[x]"))
        try expect(.checkList, text, ["/items/2/done": false], text.replacing("[x]", with: "[ ]"))
        try expect(.checkList, text, ["/items/1/mark": "✓"], text.replacing("[-]", with: "[✓]"))
        try expect(
            .checkList, text, ["/items/1/title": "zwei"], text.replacing("two", with: "zwei"))
        try expect(
            .checkList, text, ["/items/1": .none], text.replacing("  * [-] two  \r\n", with: ""))
        let items = try #require(try read(text, .checkList).value.asObject?["items"]?.asArray)
        try expect(
            .checkList, text, ["/items": .array([items[0], ["title": "new"]] + items[1...])],
            text.replacing("one\r\n", with: "one\r\n- [ ] new\r\n"))
        for place in ["/items/0/depth", "/items/0/line", "/items/0/section", "/items/0/x", "/y"] {
            try expect(.checkList, text, [place: 7], text)
        }
        try expect(.checkList, text, ["/items/0/title": "a\nb"], text)
        // What stands in it would stand elsewhere then.
        try expect(.checkList, text, ["/items/0": .none], text)
        try expect(.checkList, text, ["/items/0/mark": "xy"], text)
    }

    @Test func headBodyAndItemsChange() throws {
        let text = "---\nid: task-1\nstatus: 'To Do' # now\n---\n\n- [ ] one\n"
        try expect(
            .frontMatter, text, ["/meta/status": "Done", "/items/0/done": true],
            text.replacing("To Do", with: "Done").replacing("[ ]", with: "[x]"))
        try expect(
            .frontMatter, text, ["/meta/labels": ["a", "b"]],
            text.replacing("now\n", with: "now\nlabels:\n  - a\n  - b\n"))
        try expect(
            .frontMatter, text, ["/meta/id": .none], text.replacing("id: task-1\n", with: ""))
        try expect(
            .frontMatter, text, ["/body": "Text\n"],
            "---\nid: task-1\nstatus: 'To Do' # now\n---\nText\n")
        try expect(
            .frontMatter, "+++\na = 1\n[b]\nc = 2\n+++\nx", ["/meta/a": 3, "/meta/b/d": "e"],
            "+++\na = 3\n[b]\nc = 2\nd = \"e\"\n+++\nx")
        try expect(.frontMatter, "---\n---\nx", ["/meta/a": 1], "---\na: 1\n---\nx")
        try expect(.frontMatter, "\u{FEFF}x\n", ["/meta/a": 1], "\u{FEFF}---\na: 1\n---\nx\n")
        // A head that is no YAML.
        let loose = "---\nname: a\ndescription: when: now\nmodel: opus\n---\nx\n"
        try expect(
            .frontMatter, loose, ["/meta/model": "haiku"], loose.replacing("opus", with: "haiku"))
        try expect(
            .frontMatter, loose, ["/meta/description": "never"],
            loose.replacing("when: now", with: "never"))
    }

    @Test func aTextIsReplaced() throws {
        try expect(.text, "\u{FEFF}a\r\n", ["/text": "b"], "\u{FEFF}b")
        try expect(.text, "a", ["/other": "b"], "a")
    }
}
