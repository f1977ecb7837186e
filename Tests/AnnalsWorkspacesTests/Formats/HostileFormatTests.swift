import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Texts that are made to break their readers.
@Suite(.storesChecked) struct HostileFormatTests {
    static let samples: [(FileFormat, String)] = [
        (.json, "{\"a\": [1, {\"b\": \"x\"}], // c\n \"d\": null,}"),
        (.jsonLines, "{\"id\": 1}\n[2]\r\n\n\"é\"\n"),
        (
            .yaml,
            "a: &x [1, 'two', \"thr\\u00e9\"]\nb:\n  - c: |\n      text\n    d: *x\n"
                + "---\n<<: {e: f}\n"
        ),
        (
            .toml,
            "a.b = 1\n[t.u]\nx = [{y = 'z'}, 1e3]\n[[l]]\nd = 1979-05-27 07:32:00Z\n"
                + "s = \"\"\"q\"\"\"\n"
        ),
        (.frontMatter, "---\nname: a: b\nlist: [x]\n---\n# H\n- [ ] one\n  - [x] two\n"),
        (
            .checkList,
            "# A\n```\n- [ ] c\n```\n1. [x] é 🚀\nB\n===\n- [ ] d <!-- e -->\n"
        ),
        (
            .sections,
            "---\na: b\n---\n# T\n**Status:** é\n\n## S\n\nDone\n- [ ] x\n\nU\n--\nmore\n"
        ),
        (.text, "any\r\ntext\n"),
    ]

    /// Whatever the bytes: an answer or an error, places that are in the text, no end of the
    /// process.
    @Test(arguments: FileFormat.allCases) func mangledTextsAreReadOrRefused(
        _ format: FileFormat
    ) throws {
        let sample = try #require(Self.samples.first { $0.0 == format }).1
        try checkProperty(times: 600) { random in
            let bytes = random.mutated(Array(sample.utf8))
            let last = bytes.count { $0 == 0x0A } + 1
            do throws(FileFormatError) {
                let text = try format.read(bytes, depthMax: 20)
                for place in places(of: text.value) {
                    guard let line = text.line(of: place) else { continue }
                    #expect((1...last).contains(line))
                }
            } catch {
                #expect((1...last).contains(error.line) && error.column > 0)
            }
        }
    }

    @Test func endlessNestingIsRefused() {
        let count = 200_000
        let open = String(repeating: "[", count: count)
        let texts: [(FileFormat, String)] = [
            (.json, open), (.yaml, open), (.toml, "a = " + open),
            (.yaml, String(repeating: "- ", count: count)),
            (.yaml, String(repeating: "? ", count: count)),
            (.yaml, String(repeating: "{a: ", count: count)),
            (.toml, "[" + String(repeating: "a.", count: count) + "a]"),
            (.toml, String(repeating: "a.", count: count) + "a = 1"),
            (.toml, "x = " + String(repeating: "{a=", count: count)),
        ]
        for (format, text) in texts { #expect(refusal(text, format) != nil, "\(text.prefix(9))") }
    }
}
