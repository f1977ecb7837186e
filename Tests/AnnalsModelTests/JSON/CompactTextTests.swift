import AnnalsTesting
import Testing

@testable import AnnalsModel

@Suite("Objects as compact JSON, changed without a tree")
struct CompactTextTests {
    private func text(_ object: JSONObject) -> [UInt8] {
        var text: [UInt8] = []
        object.write(to: &text)
        return text
    }

    private func end(of text: [UInt8], depthMax: Int = Limits.jsonDepthMax) -> Int? {
        var scanner = CompactScanner()
        return text.withUnsafeBytes { scanner.endOfObject(in: $0, at: 0, depthMax: depthMax) }
    }

    private func takes(_ text: String) -> Bool {
        end(of: Array(text.utf8)) == text.utf8.count
    }

    @Test("What is written is taken, with what comes behind it or before its end")
    func written() throws {
        try checkProperty(times: 300) { random in
            let text = text(RandomJSON.object(depth: 4, &random))
            #expect(end(of: text) == text.count)
            #expect(end(of: text + Array("}, \"more".utf8)) == text.count)
            for count in 0..<text.count { #expect(end(of: Array(text[..<count])) == nil) }
        }
    }

    @Test("What is taken is what the parser takes and the writer writes")
    func taken() throws {
        try checkProperty(times: 3_000) { random in
            let changed = random.mutated(text(RandomJSON.object(depth: 3, &random)))
            guard let end = end(of: changed) else { return }
            let taken = Array(changed[..<end])
            let object = try #require(try JSONValue(parsing: taken).asObject)
            #expect(text(object) == taken)
        }
    }

    @Test("Whatever else is JSON, or is not, is left to the parser")
    func left() {
        for good in [
            #"{}"#, #"{"a":-0.5e+10}"#, #"{"a":[true,false,null,{}],"é":"\u001f\n\\"}"#,
        ] {
            #expect(takes(good), "\(good)")
        }
        for other in [
            "", "{", "[]", "{ }", #"{"a" :1}"#, #"{"a":1,}"#, #"{"a":01}"#, #"{"a":1.}"#,
            #"{"a":+1}"#, #"{"a":1e}"#, #"{"a":"\/"}"#, #"{"a":"\u0041"}"#, #"{"a":"\u001F"}"#,
            #"{"a":"\u000a"}"#, #"{"a":"\u0080"}"#, #"{"a":1,"a":2}"#, #"{"a":{"b":1,"b":1}}"#,
            #"{"a":tru}"#, #"{"a":[1,]}"#, #"{"a":[1 ]}"#, #"{a:1}"#, "{\"a\":\"\t\"}",
        ] {
            #expect(!takes(other), "\(other)")
        }
        #expect(end(of: Array("{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)) == nil)
        #expect(end(of: Array("{\"a\":\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8)) == nil)
        let members = (0..<100).map { "\"\($0)\":0" }.joined(separator: ",")
        #expect(!takes("{\(members)}"))
    }

    @Test("Nesting has the limit that it is given")
    func depth() {
        let nested = #"{"a":[{"b":[]}]}"#
        #expect(end(of: Array(nested.utf8), depthMax: 4) == nested.utf8.count)
        #expect(end(of: Array(nested.utf8), depthMax: 3) == nil)
    }

    @Test("Merging and taking away give the bytes that trees give")
    func changes() throws {
        try checkProperty(times: 600) { random in
            var merger = CompactMerger()
            var tree = RandomJSON.object(depth: 4, &random)
            var bytes = text(tree)
            for _ in 0..<8 {
                let data =
                    random.once(in: 2)
                    ? RandomJSON.mutated(tree, &random) : RandomJSON.object(depth: 4, &random)
                var tokens: [String] = []
                for _ in 0..<random.number(1...3) {
                    tokens.append(random.element(of: RandomJSON.keys))
                }
                tree.removeValue(at: JSONPointer(tokens: tokens))
                tree.merge(data)
                let written = tokens.map { token in
                    var text: [UInt8] = []
                    JSONValue.string(token).write(to: &text)
                    return text
                }
                if let cut = bytes.withUnsafeBytes({ merger.cut(written, from: $0) }) {
                    bytes.removeSubrange(cut)
                }
                var merged: [UInt8] = []
                text(data).withUnsafeBytes { data in
                    bytes.withUnsafeBytes { merger.merge(data, into: $0, to: &merged) }
                }
                bytes = merged
                #expect(bytes == text(tree), "\(tokens) \(data)")
            }
        }
    }
}
