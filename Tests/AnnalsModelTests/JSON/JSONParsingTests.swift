import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Reading JSON")
struct JSONParsingTests {
    @Test(
        "Scalars, with blanks around",
        arguments: [
            ("null", JSONValue.null), (" true\n", true), ("\tfalse\r", false), ("\"\"", ""),
            ("0", 0), ("-1", -1), ("9223372036854775807", 9_223_372_036_854_775_807),
        ])
    func scalars(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(
        "Numbers keep their literals",
        arguments: [
            "0", "-0", "0.0", "1e5", "1E+5", "1e-05", "-12.340", "123456789012345678901234567890",
            "0.1e999999",
        ])
    func numbersAreVerbatim(literal: String) throws {
        #expect(try JSONValue(parsing: "[\(literal)]").compact == "[\(literal)]")
    }

    @Test("Members keep their order, and names differ by their bytes")
    func membersKeepOrder() throws {
        let text = "{\"z\":1,\"é\":2,\"a\":3,\"e\u{301}\":4,\"\":5}"
        let object = try #require(try JSONValue(parsing: text).asObject)
        #expect(object.keys.map(ExactString.init(_:)) == ["z", "é", "a", "e\u{301}", ""])
        #expect(object["é"] == 2)
        #expect(object["e\u{301}"] == 4)
        #expect(object.compact.hasSameBytes(as: text))
    }

    @Test("Every escape, in names and values")
    func escapes() throws {
        let text = #"{"\u0061\"":"\"\\\/\b\f\n\r\t\u0000\u00e9\u20AC\ud83d\ude00x\u007f"}"#
        let object = try #require(try JSONValue(parsing: text).asObject)
        #expect(object["a\""] == "\"\\/\u{8}\u{C}\n\r\t\u{0}é€😀x\u{7F}")
    }

    @Test("Strings of every length around the eight bytes of a step")
    func lengths() throws {
        for length in 0...40 {
            for stop in ["", "é", "\\n", "😀"] {
                let text = String(repeating: "x", count: length) + stop + "tail"
                let expected = text.replacing("\\n", with: "\n")
                #expect(try JSONValue(parsing: "\"\(text)\"") == .string(expected))
            }
        }
    }

    @Test("Depth up to the limit, not beyond")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONValue(parsing: nested(128)).compact == nested(128))
        let error = refusal(.invalidJSON) { try JSONValue(parsing: nested(129)) }
        #expect(
            error?.message == "the JSON text has more than 128 levels of nesting at line 1, "
                + "column 129: nest it less deep")
        #expect(try JSONValue(parsing: nested(129), depthMax: 129).compact == nested(129))
        refusal(.invalidJSON) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 200)) }
        refusal(.invalidJSON) { try JSONValue(parsing: nested(1_000_000)) }
    }

    @Test("Objects with many members are searched just as exactly")
    func manyMembers() throws {
        let members = (0..<1_000).map { "\"k\($0)\":\($0)" }
        let object = try #require(
            try JSONValue(parsing: "{\(members.joined(separator: ","))}").asObject)
        #expect(object.count == 1_000)
        #expect(object["k999"] == 999)
        #expect(object["k1000"] == nil)
        refusal(.invalidJSON) {
            try JSONValue(parsing: "{\(members.joined(separator: ",")),\"k500\":0}")
        }
    }

    @Test("What is written reads back the same")
    func roundTrip() throws {
        try checkProperty(times: 2_000) { random in
            let value = JSONValue.object(RandomJSON.object(depth: 4, &random))
            let again = try JSONValue(parsing: value.compact)
            #expect(again == value)
            #expect(again.compact.hasSameBytes(as: value.compact))
            #expect(try JSONValue(parsing: value.pretty(indent: 3)) == value)
            #expect(try JSONValue(parsing: value.terminalSafe(indent: 1)) == value)
            let lenient = try JSONValue.parseLenient(Array(value.compact.utf8))
            #expect(lenient.value == value)
            #expect(lenient.duplicates.isEmpty)
        }
    }

    @Test("No bytes whatever crash the reader, and what it takes it writes back the same")
    func hostileBytes() throws {
        let stock =
            Array("{}[]\":,\\u0dD8eE+-.1 tfn\n\"\"\u{e9}\u{20ac}".utf8) + [0xFF, 0xC0, 0xED]
        try checkProperty(times: 20_000) { random in
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                stock[Int.random(in: 0..<stock.count, using: &random)]
            }
            guard let value = try? JSONValue(parsing: bytes) else { return }
            #expect((try? JSONValue(parsing: value.compact)) == value)
        }
    }

    @Test("A text cut anywhere is refused at a place inside it")
    func truncation() throws {
        let text = Array(#"{"a":[1.5e+3,true,null,"x\u00e9\ud83d\ude00é"],"b":{"c":-0.1}}"#.utf8)
        for count in 0..<text.count {
            let error = refusal(.invalidJSON) { try JSONValue(parsing: Array(text[..<count])) }
            let cause = try #require(error?.cause as? JSONSyntaxError)
            #expect((0...count).contains(cause.location.offset))
        }
        #expect(try JSONValue(parsing: text).asObject?.count == 2)
    }
}
