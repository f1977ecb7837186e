import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Reading JSON files leniently")
struct JSONLenientTests {
    @Test("The last duplicate wins in the place of the first, and each is reported")
    func duplicates() throws {
        let text = """
            {"a": 1, "b": [{"x": 1, "x": {"y": 1, "y": 2}}], "c": 0,
             "a": 2, "é": 0, "a": 3}
            """
        let read = try JSONValue.parseLenient(Array(text.utf8))
        #expect(read.value.compact == #"{"a":3,"b":[{"x":{"y":2}}],"c":0,"é":0}"#)
        #expect(
            read.duplicates.map { "\($0.pointer) \($0.line):\($0.column)" } == [
                "/b/0/x 1:25", "/b/0/x/y 1:39", "/a 2:2", "/a 2:18",
            ])
    }

    @Test("A byte order mark is skipped and takes no column")
    func byteOrderMark() throws {
        let read = try JSONValue.parseLenient(Array("\u{FEFF}{\"a\":1,\"a\":2}".utf8))
        #expect(read.value == ["a": 2])
        #expect(read.duplicates.map(\.column) == [8])
        let error = refusal(.invalidJSON) {
            try JSONValue.parseLenient(Array("\u{FEFF}{\"a\":x}".utf8))
        }
        let cause = try #require(error?.cause as? JSONSyntaxError)
        #expect(cause.location == JSONLocation(line: 1, column: 6, offset: 8))
        refusal(.invalidJSON) { try JSONValue.parseLenient(Array("\u{FEFF}\u{FEFF}1".utf8)) }
        refusal(.invalidJSON) { try JSONValue.parseLenient([0xEF, 0xBB, 0xBF]) }
    }

    @Test(
        "Everything else is refused as ever",
        arguments: [
            "", "[1,]", "{\"a\":1,}", "\"\\ud800\"", "01", "NaN", "1 2",
        ])
    func otherErrors(text: String) {
        refusal(.invalidJSON) { try JSONValue.parseLenient(Array(text.utf8)) }
        refusal(.invalidJSON) {
            try JSONValue.parseLenient(Array("[[]]".utf8), depthMax: 1)
        }
    }

    @Test("Without duplicates both readings agree, with them only the lenient one reads")
    func agreement() throws {
        let members = (0..<100).map { "\"k\($0 % 70)\":\($0)" }.joined(separator: ",")
        refusal(.invalidJSON) { try JSONValue(parsing: "{\(members)}") }
        let read = try JSONValue.parseLenient(Array("{\(members)}".utf8))
        #expect(read.value.asObject?.count == 70)
        #expect(read.value.asObject?.keys.first == "k0")
        #expect(read.value.asObject?["k0"] == 70)
        #expect(read.duplicates.count == 30)
    }

    @Test("Checking without values finds what reading finds")
    func checking() throws {
        func outcome(_ read: () throws -> [JSONDuplicate]) -> String {
            do {
                return try read().map { "\($0.pointer) \($0.line):\($0.column)" }.joined(
                    separator: " ")
            } catch {
                return "\(error)"
            }
        }
        func expectSame(_ bytes: [UInt8], depthMax: Int = Limits.jsonDepthMax) {
            let read = outcome { try JSONValue.parseLenient(bytes, depthMax: depthMax).duplicates }
            let checked = outcome { try JSONValue.checkLenient(bytes, depthMax: depthMax) }
            #expect(read == checked, "\(String(decoding: bytes, as: UTF8.self))")
        }
        let text = """
            {"a": 1, "b\\u00e9": [{"x": 1, "x": {"y": -1.5e3, "y": [true, false, null, "é\\n"]}}],
             "c": "", "a": 2, "é": {}, "a": [[[]]]}
            """
        for front in ["", "\u{FEFF}", "\u{FEFF}\u{FEFF}", " 1", "01", "\"\\ud800\"", "nul", "{,"] {
            expectSame(Array((front + text).utf8))
        }
        for depth in 0...6 { expectSame(Array(text.utf8), depthMax: depth) }
        let bytes = Array(text.utf8)
        for count in bytes.indices { expectSame(Array(bytes[..<count])) }
        let others = Array("\"\\{}[],:0-.e \n\t\u{1}nt\u{E9}".utf8) + [0xFF, 0xC3]
        try checkProperty(times: 400) { random in
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                damaged[place] = others.randomElement(using: &random) ?? 0
            }
            expectSame(damaged)
        }
    }
}
