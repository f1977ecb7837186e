import AnnalsModel
import Testing

@Suite("Refusing what is not JSON")
struct JSONRefusalTests {
    @Test(
        "One sentence with line and column",
        arguments: [
            ("", "an end where a value should be at line 1, column 1: complete the text"),
            (" \n ", "an end where a value should be at line 2, column 2: complete the text"),
            (
                "{\n \"é\": 1,\n \"a\": 2, \"a\": 3}",
                "a duplicate member \"a\" at line 3, column 10: give each member once"
            ),
            (
                "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"\\u0078\":2}}",
                "a duplicate member \"x\" at line 1, column 25: give each member once"
            ),
            (
                "[\"é😀\", x]",
                "an unexpected \"x\" at line 1, column 8: write an object, array, string, number, "
                    + "true, false or null"
            ),
            (
                "[1 2]",
                "an unexpected \"2\" at line 1, column 4: write a comma or ] after an element"
            ),
            (
                "{\"a\":1 \"b\":2}",
                "an unexpected \"\"\" at line 1, column 8: write a comma or } after a member"
            ),
            (
                "{a:1}",
                "an unexpected \"a\" at line 1, column 2: "
                    + "write the name of a member in quotation marks"
            ),
            (
                "{\"a\":1,}",
                "an unexpected \"}\" at line 1, column 8: "
                    + "write the name of a member in quotation marks"
            ),
            (
                "{\"a\"=1}",
                "an unexpected \"=\" at line 1, column 5: write a colon after the name of a member"
            ),
            ("[1,", "an end where a value should be at line 1, column 4: complete the text"),
            (
                "{\"a\":1",
                "an end too early at line 1, column 7: write a comma or } after a member"
            ),
            (
                "1 1",
                "more text after its value at line 1, column 3: give one value and nothing else"
            ),
            ("01", "a number with a leading zero at line 1, column 1: leave the zero out"),
            ("-012", "a number with a leading zero at line 1, column 2: leave the zero out"),
            (
                "-", "an end too early at line 1, column 2: write a digit to complete the number"
            ),
            (
                "[1.]",
                "an unexpected \"]\" at line 1, column 4: write a digit to complete the number"
            ),
            (
                "1e+x",
                "an unexpected \"x\" at line 1, column 4: write a digit to complete the number"
            ),
            ("\"ab", "a string without end at line 1, column 1: close it with a quotation mark"),
            (
                "\"\\",
                "a backslash that begins no escape at line 1, column 2: "
                    + "after it write one of \" \\ / b f n r t u"
            ),
            (
                "\"é\\x\"",
                "a backslash that begins no escape at line 1, column 3: "
                    + "after it write one of \" \\ / b f n r t u"
            ),
            (
                "\"a\nb\"",
                "the control character U+000A in a string at line 1, column 3: write it as \\u000a"
            ),
            (
                "\"\\ud800\"",
                "the lone surrogate \\ud800 at line 1, column 2: write both halves of the pair"
            ),
            (
                "\"\\ud800\\u0041\"",
                "the lone surrogate \\ud800 at line 1, column 2: write both halves of the pair"
            ),
            (
                "\"\\uDC00\"",
                "the lone surrogate \\udc00 at line 1, column 2: write both halves of the pair"
            ),
            (
                "\"\\u12g4\"",
                "an incomplete \\u escape at line 1, column 2: write four hexadecimal digits"
            ),
            ("\u{FEFF}1", "a byte order mark at line 1, column 1: save the text without one"),
        ])
    func sentences(text: String, sentence: String) {
        let error = refusal(.invalidJSON) { try JSONValue(parsing: text) }
        #expect(error?.message == "the JSON text has \(sentence)")
        #expect((error?.cause as? JSONSyntaxError)?.description == error?.message)
    }

    @Test(
        "Words that are none of JSON's",
        arguments: [
            "nul", "True", "NaN", "Infinity", "-Infinity", "undefined", "+1", ".5", "0x10", "'a'",
            "// c\n1", "[1,,2]", "[,]", "{,}", "[1]]", "}", "{\"a\":}", "\u{A0}1", "1_000", "tru e",
        ])
    func words(text: String) {
        refusal(.invalidJSON) { try JSONValue(parsing: text) }
    }

    @Test(
        "Bytes that are not UTF-8",
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82],
            [0xF0, 0x9F, 0x98],
            [0xC3, 0x28], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]])
    func badUTF8(bad: [UInt8]) throws {
        let sentence =
            "the JSON text has a byte that is not UTF-8 at line 2, column 5: "
            + "save the text as UTF-8"
        // Inside a plain string, inside one with escapes, and outside of any.
        for (before, after) in [("[\n\"éxy", "\"]"), ("[\n\"\\né", "\"]"), ("[\n 12,", "]")] {
            let error = refusal(.invalidJSON) {
                try JSONValue(parsing: Array(before.utf8) + bad + Array(after.utf8))
            }
            #expect(error?.message == sentence)
        }
    }

    @Test("Every scalar of the edges of UTF-8 is taken")
    func goodUTF8() throws {
        let edges: [Unicode.Scalar] = [
            "\u{80}", "\u{7FF}", "\u{800}", "\u{FFF}", "\u{1000}", "\u{D7FF}", "\u{E000}",
            "\u{FFFD}", "\u{FFFF}", "\u{10000}", "\u{3FFFF}", "\u{40000}", "\u{10FFFF}",
        ]
        for edge in edges {
            let text = String(edge)
            #expect(try JSONValue(parsing: "\"\(text)\"") == .string(text))
        }
    }

    @Test("Quoted names are short and harmless")
    func quoting() {
        let name = "\u{1B}[31m" + String(repeating: "n", count: 500)
        let text = JSONValue.string(name).compact
        let error = refusal(.invalidJSON) { try JSONValue(parsing: "{\(text):1,\(text):2}") }
        #expect(error?.message.contains("\\u{1b}[31mnnn") == true)
        #expect(error?.message.contains("n…\" at line 1") == true)
        #expect((error?.message.utf8.count ?? 0) < 320)
    }
}
