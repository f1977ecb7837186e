import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// A text of a format, read as files are.
func read(_ text: String, _ format: FileFormat) throws -> FormattedText {
    try format.read(Array(text.utf8), depthMax: FileReader.depthMax)
}

/// Why a text cannot be read: `line:column message`.
func refusal(_ text: String, _ format: FileFormat) -> String? {
    do throws(FileFormatError) {
        _ = try format.read(Array(text.utf8), depthMax: FileReader.depthMax)
        return nil
    } catch {
        return "\(error.line):\(error.column) \(error.message)"
    }
}

@Suite(.storesChecked) struct FormatReadingTests {
    /// A large file is kept as text, and read from that.
    @Test func aTextIsReadAsItsBytesAre() throws {
        let texts = [
            #"{"a":[1,{"b":null}],"é":"\u00e9"}"#, "{\"a\": 1,\n \"a\": 2}", "\u{FEFF}[1]",
            "{\"a\": 1, // one\n}", "{\"a\":", "", "nul", "---\na: 1\n---\n- [ ] b\n", "a: [1]\n",
        ]
        for text in texts {
            for format in FileFormat.allCases {
                let (bytes, depth) = (Array(text.utf8), FileReader.depthMax)
                let read = Result { () throws(FileFormatError) in
                    try format.read(bytes, depthMax: depth)
                }
                let lent = Result { () throws(FileFormatError) in
                    try format.read(FileContent.text(text), depthMax: depth)
                }
                switch (read, lent) {
                case (.success(let read), .success(let lent)):
                    #expect(read.value == lent.value, "\(format): \(text)")
                    #expect(read.duplicates == lent.duplicates)
                    for place in ["", "/a", "/a/1/b"] {
                        let pointer = try JSONPointer(place)
                        #expect(read.line(of: pointer) == lent.line(of: pointer))
                    }
                case (.failure(let read), .failure(let lent)):
                    #expect(read == lent, "\(format): \(text)")
                default:
                    Issue.record("\(format) reads only one of both: \(text)")
                }
            }
        }
    }

    @Test func namesStandForFormats() {
        let names: KeyValuePairs<String, FileFormat?> = [
            "tasks.json": .json, "a/b.JSONC": .json, "issues.jsonl": .jsonLines,
            "x.ndjson": .jsonLines, "agents.yaml": .yaml, ".github/x.YML": .yaml,
            "pyproject.toml": .toml, "README.md": .checkList, "rule.mdc": .checkList,
            "notes.txt": .text, "a.json/b": nil, "Makefile": nil, "json": nil, "x.py": nil,
            "": nil,
        ]
        for (name, format) in names { #expect(FileFormat(fileName: name) == format, "\(name)") }
        func markdown(_ text: String) -> FileFormat? {
            FileFormat(fileName: "a.md", bytes: Array(text.utf8))
        }
        #expect(markdown("---\r\nname: a\r\n---\r\n") == .frontMatter)
        #expect(markdown("\u{FEFF}+++\nname = 1\n+++") == .frontMatter)
        #expect(markdown("--- \n...") == .frontMatter)
        #expect(markdown("---\nno end") == .checkList)
        #expect(markdown("----\n---\n") == .checkList)
        #expect(markdown("# Title\n---\n") == .checkList)
    }

    @Test func aByteOrderMarkIsNoPartOfAnyText() throws {
        let texts: [(FileFormat, String)] = [
            (.json, "{\"a\": 1}"), (.jsonLines, "{\"a\": 1}\n"), (.yaml, "a: 1\n"),
            (.toml, "a = 1\n"), (.frontMatter, "---\na: 1\n---\nx"), (.checkList, "- [x] a"),
            (.sections, "# a\n\n## b\nc"), (.text, "a"),
        ]
        #expect(texts.map(\.0) == FileFormat.allCases)
        for (format, text) in texts {
            let (plain, marked) = try (read(text, format), read("\u{FEFF}" + text, format))
            #expect(plain.value == marked.value, "\(format)")
            #expect(plain.problems.isEmpty && marked.problems.isEmpty)
            #expect(marked.line(of: JSONPointer(tokens: [])) == 1, "\(format)")
        }
    }

    @Test func whatIsNotUTF8IsRefusedWithItsPlace() throws {
        let texts: [(FileFormat, [UInt8], line: Int, column: Int)] = [
            (.json, Array("{\n\"é".utf8) + [0xFF] + Array("\": 1}".utf8), 2, 3),
            (.text, Array("é\né".utf8) + [0xC3], 2, 2),
            (.checkList, Array("- [ ] ".utf8) + [0xED, 0xA0, 0x80], 1, 7),
            (.toml, Array("a = 1\nb = \"".utf8) + [0xFF, 0x22], 2, 5),
        ]
        for (format, bytes, line, column) in texts {
            let error = #expect(throws: FileFormatError.self) {
                try format.read(bytes, depthMax: 9)
            }
            #expect(error?.line == line && error?.column == column, "\(format)")
        }
        #expect(throws: FileFormatError.self) {
            try FileFormat.yaml.read([0x61, 0xFF], depthMax: 9)
        }
    }

    // MARK: JSON

    @Test func commentsInJSONAreBlanks() throws {
        let text = """
            // settings
            {
              "url": "http://x//y", /* é */ "list": [1, 2, // two
              ],
              "x": {"a": "/*",},
            } // end
            """
        let value = try read(text, .json)
        #expect(
            value.value == ["url": "http://x//y", "list": [1, 2], "x": ["a": "/*"]])
        #expect(value.line(of: try JSONPointer("/list/1")) == 3)
        #expect(value.line(of: try JSONPointer("/x/a")) == 5)
        #expect(value.line(of: try JSONPointer("/y")) == nil)
        #expect(refusal("[,]", .json) == "1:2 not JSON: it has an unexpected \",\"")
        #expect(refusal("{\"a\":,}", .json) == "1:6 not JSON: it has an unexpected \",\"")
        #expect(refusal("[1,,]", .json) != nil)
        #expect(refusal("// a\n{\"b\": tru}", .json) == "2:7 not JSON: it has an unexpected \"t\"")
        #expect(refusal("/* open", .json) == "1:1 not JSON: it has an unexpected \"/\"")
    }

    @Test func duplicatesOfCommentedJSONAreReported() throws {
        let text = try read("{\"a\": 1,\n \"a\": 2, // last\n}", .json)
        #expect(text.value == ["a": 2])
        #expect(text.duplicates.map(\.pointer.description) == ["/a"])
        #expect(text.duplicates.first?.line == 2 && text.duplicates.first?.column == 2)
    }

    // MARK: JSON Lines

    /// Issues of beads, as `bd` exports them.
    @Test func brokenLinesAreProblemsAndTheOthersAreRead() throws {
        let text = """
            {"id":"bd-1","title":"Parse","status":"open","priority":1,"issue_type":"task"}\r

            {"id":"bd-2","title":"Cut
            {"id":"bd-3","title":"Late","status":"closed","id":"bd-4"}
            """
        let lines = try read(text, .jsonLines)
        #expect(lines.value.asArray?.count == 2)
        #expect(lines.value.value(at: try JSONPointer("/1/id")) == "bd-4")
        #expect(lines.problems.map(\.line) == [3])
        #expect(lines.problems.first?.message == "not JSON: it has a string without end")
        #expect(lines.duplicates.map(\.pointer.description) == ["/1/id"])
        #expect(lines.duplicates.first?.line == 4)
        #expect(lines.line(of: try JSONPointer("/0/title")) == 1)
        #expect(lines.line(of: try JSONPointer("/1/title")) == 4)
        #expect(try read("", .jsonLines).value == [])
    }

    @Test func manyBrokenLinesAreCounted() throws {
        let text = String(repeating: "{\n", count: 5_000) + "7\n"
        let lines = try read(text, .jsonLines)
        #expect(lines.value == [7])
        #expect(lines.problems.count == Limits.unreadableLinesListedMax)
        #expect(lines.problems.last?.message.hasSuffix("; 4900 more lines are not JSON") == true)
    }
}
