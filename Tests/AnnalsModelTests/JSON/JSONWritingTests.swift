import AnnalsModel
import Testing

@Suite("Writing JSON")
struct JSONWritingTests {
    @Test("Compact: no blanks, only the required escapes")
    func compact() {
        let value: JSONValue = [
            "text": "\" \\ / \u{8}\u{C}\n\r\t \u{0}\u{1F} \u{7F} é 😀 \u{2028}",
            "list": [nil, true, false, -12, []], "object": [:],
        ]
        #expect(
            value.compact
                == #"{"text":"\" \\ / \b\f\n\r\t \u0000\u001f "# + "\u{7F} é 😀 \u{2028}"
                + #"","list":[null,true,false,-12,[]],"object":{}}"#)
        #expect(value.description == value.compact)
        var bytes = Array("x".utf8)
        value.write(to: &bytes)
        value.asObject?.write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x" + value.compact + value.compact)
    }

    @Test("Escapes at every offset of a step of eight bytes")
    func escapeOffsets() throws {
        for length in 0...20 {
            for tail in 0...12 {
                let text =
                    String(repeating: "é", count: length) + "\"\u{1}\\"
                    + String(repeating: "b", count: tail)
                let written = JSONValue.string(text).compact
                #expect(try JSONValue(parsing: written) == .string(text))
                #expect(written.utf8.count == text.utf8.count + 2 + 1 + 5 + 1)
            }
        }
    }

    @Test("Pretty: a line for each member and element, nothing inside empty containers")
    func pretty() {
        let value: JSONValue = ["a": [1, ["b": nil]], "c": [], "d": [:]]
        #expect(
            value.pretty() == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """)
        #expect(value.asObject?.pretty(indent: 1) == value.pretty(indent: 1))
        #expect(JSONValue.null.pretty() == "null")
    }

    @Test("For a terminal: nothing that steers it, and still the same JSON")
    func terminalSafe() throws {
        let value: JSONValue = ["\u{1B}[2J": "\u{9B}31m \u{202E}abc\u{2066} \u{7F} é\u{2028}\n\""]
        let text = value.terminalSafe()
        #expect(
            text == #"{"\u001b[2J":"\u009b31m \u202eabc\u2066 \u007f é\u2028\n\""}"#)
        #expect(text.terminalSafe == text)
        #expect(try JSONValue(parsing: text) == value)
        #expect(value.terminalSafe(indent: 2).contains("\n  \"\\u001b"))
    }
}
