import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// Text becomes text, whatever it holds.
@Suite(.storesChecked) struct HTMLTests {
    private func html(_ write: (inout HTML) -> Void) -> String {
        var html = HTML()
        write(&html)
        return String(decoding: html.bytes, as: UTF8.self)
    }

    @Test func textIsEscaped() {
        #expect(
            html { $0.text("<script>alert(\"1\")&amp;</script>") }
                == "&lt;script&gt;alert(&quot;1&quot;)&amp;amp;&lt;/script&gt;")
        #expect(html { $0.text("péage 潮 🌊") } == "péage 潮 🌊")
    }

    @Test func whatControlsIsShown() {
        func shown(_ text: String) -> String { "<span class=\"esc\">\(text)</span>" }
        #expect(html { $0.text("a\u{202E}b") } == "a" + shown("U+202E") + "b")
        #expect(html { $0.text("\u{1B}[31m") } == shown("U+001B") + "[31m")
        #expect(html { $0.text("\u{0}\u{85}") } == shown("U+0000") + shown("U+0085"))
        #expect(html { $0.text("a\nb\t") } == "a" + shown("\\n") + "b" + shown("\\t"))
        #expect(html { $0.text("a\nb\r", keepsLines: true) } == "a\nb" + shown("\\r"))
    }

    @Test func attributesHoldWhatTheyAreGiven() {
        let text = html { html in
            html.void("input", HTMLAttribute("value", "\"><b>&\n\u{202E}"), .flag("required"))
        }
        #expect(
            text == "<input value=\"&quot;&gt;&lt;b&gt;&amp;&#10;\u{202E}\" required=\"\">")
        #expect(html { $0.void("br", HTMLAttribute("title", nil)) } == "<br>")
    }

    @Test func numbersAreShownAsStored() throws {
        let value = try JSONValue(parsing: "[9007199254740993, 1.50e+3]")
        let text = html { $0.value(value) }
        #expect(text.contains("9007199254740993") && text.contains("1.50e+3"))
        #expect(HTML.count(1_234_567) == "1,234,567" && HTML.count(-1_000) == "-1,000")
        #expect(HTML.count(999) == "999" && HTML.count(1, "event") == "1 event")
    }

    @Test func longValuesAreCutAndSaySo() {
        let text = html { $0.value(.string(String(repeating: "é", count: 30_000))) }
        #expect(text.contains("10,000 more characters"))
        #expect(text.utf8.count < 50_000)
    }

    @Test func differencesHaveSignsAndWords() {
        let text = html { html in
            html.differences([
                ValueDifference(
                    pointer: JSONPointer(tokens: ["a"]), old: "chart", new: "<sea>"),
                ValueDifference(pointer: JSONPointer(tokens: ["b"]), old: nil, new: 3),
                ValueDifference(
                    pointer: JSONPointer(tokens: ["c"]), old: "one\ntwo\n", new: "one\n2\n"),
            ])
        }
        #expect(text.contains("changed") && text.contains("added"))
        #expect(text.contains("<del>") && text.contains("<ins>") && text.contains("&lt;sea&gt;"))
        #expect(text.contains("@@ -1,2 +1,2 @@"))
        #expect(text.contains("−") && text.contains("taken away"))
    }
}
