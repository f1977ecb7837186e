import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Random edits of mangled texts: what cannot be carried out is left out, and nothing else changes.
@Suite(.storesChecked) struct FormatEditingPropertyTests {
    private static let values: [JSONValue] = [
        "plain", "", " x ", "a: b # c", "1", "true", "two\nlines\n", "é🚀\u{1}", "- x", 7, true,
        .null, [], [:], ["k": [1, "v"]], ["p", ["q": "r"]],
    ]

    @Test(arguments: FileFormat.allCases) func editsChangeWhatTheyNameAndNothingElse(
        _ format: FileFormat
    ) throws {
        let sample = try #require(HostileFormatTests.samples.first { $0.0 == format }).1
        try checkProperty(times: 400) { random in
            var bytes = Array(sample.utf8)
            if random.once(in: 2) { bytes = random.mutated(bytes) }
            if random.once(in: 4) {
                bytes = Array(
                    String(decoding: bytes, as: UTF8.self).replacing("\n", with: "\r\n").utf8)
            }
            guard let text = try? format.read(bytes, depthMax: FileReader.depthMax) else { return }
            var place = random.element(of: places(of: text.value))
            if random.once(in: 3) { place = place.appending("new") }
            let value: JSONValue? =
                random.once(in: 4) ? .none : .some(random.element(of: Self.values))
            let edit = FileTextEditor.Edit(place: place, value: value)
            guard let result = FileTextEditor.edit(bytes, format, [edit]) else { return }
            let after = try format.read(result.bytes, depthMax: FileReader.depthMax)
            var wanted = text.value
            wanted.set(value, at: place.tokens[...])
            // Nothing, or what the edit says; of Markdown other places show the same bytes.
            if result.bytes == bytes {
                #expect(after.value == text.value && result.changed.isEmpty)
                #expect(result.refused.isEmpty == (wanted == text.value))
            } else if ![.frontMatter, .checkList, .sections].contains(format) {
                #expect(after.value == wanted, "\(place) = \(value?.compact ?? "none")")
            }
            // What is set again to what it is, stays.
            let same = places(of: after.value).map {
                FileTextEditor.Edit(place: $0, value: after.value.value(at: $0))
            }
            let again = FileTextEditor.edit(result.bytes, format, same)
            #expect(again?.bytes == result.bytes && again?.changed.isEmpty == true)
        }
    }

    /// A scalar of YAML or TOML that was written as one reads as it was.
    @Test(arguments: [FileFormat.yaml, .toml]) func everyTextCanBeWritten(
        _ format: FileFormat
    ) throws {
        let pieces = [
            "a", " ", "\n", "'", "\"", "\\", ":", "#", "-", "{", ",", "é", "🚀", "\u{85}", "\t",
            "\r", "0", "\u{2028}", "\u{FEFF}", "%", "|", "\u{7F}",
        ]
        let texts =
            format == .yaml
            ? [
                "a: old\nb: 1\n", "a: 'old'\n", "a: |\n  old\nb: 1\n", "a: >\n  old\n",
                "a: [old]\n",
            ]
            : ["a = \"old\"\n", "a = 'old'\nb = 1\n", "a = '''\nold'''\n", "a = [\"old\"]\n"]
        try checkProperty(times: 600) { random in
            let count = random.number(0...6)
            let value = (0..<count).map { _ in random.element(of: pieces) }.joined()
            let text = random.element(of: texts)
            let place = text.contains("[") ? "/a/0" : "/a"
            let result = try #require(try edit(text, format, [place: .string(value)]))
            let says = try read(result.text, format).value.value(at: JSONPointer(place))
            #expect(says == .string(value), "\(value.debugDescription) in \(text)")
        }
    }
}
