import AnnalsCodec
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct BodyTextTests {
    private func text(_ change: Change, _ reason: String? = nil) -> String {
        String(decoding: encodeBody(change: change, reason: reason), as: UTF8.self)
    }

    @Test func partsStandInOrderAndAbsentOnesAreLeftOut() throws {
        #expect(text(Change()) == "{}")
        #expect(text(Change(data: ["a": 1])) == #"{"data":{"a":1}}"#)
        let unset = [try JSONPointer("/a/b"), try JSONPointer("/x~1y")]
        #expect(text(Change(unset: unset)) == #"{"unset":["/a/b","/x~1y"]}"#)
        #expect(text(Change(deleted: true), "done") == #"{"deleted":true,"reason":"done"}"#)
        #expect(
            text(Change(data: ["z": nil, "a": [1]], unset: unset), "why \"so\"\n")
                == #"{"data":{"z":null,"a":[1]},"unset":["/a/b","/x~1y"],"reason":"why \"so\"\n"}"#)
        #expect(text(Change(), "") == #"{"reason":""}"#)
    }

    @Test func bodiesReadBack() throws {
        let data: JSONObject = [
            "é": "e\u{301}", "e\u{301}": 2,
            "n": .number(try #require(JSONNumber(literal: "1.10e+2"))),
        ]
        for (change, reason) in [
            (Change(), nil), (Change(data: data), "x"), (Change(deleted: true), nil),
            (Change(data: data, unset: [try JSONPointer("/é")]), ""),
        ] as [(Change, String?)] {
            let body = encodeBody(change: change, reason: reason)
            let content = try parseBody(body, position: 1)
            #expect(content == BodyContent(change: change, reason: reason))
            #expect(encodeBody(change: content.change, reason: content.reason) == body)
        }
    }

    @Test func contextsComeLast() throws {
        for (change, reason) in [
            (Change(), nil), (Change(data: ["a": 1]), "x"), (Change(deleted: true), ""),
        ] as [(Change, String?)] {
            let without = encodeBody(change: change, reason: reason)
            #expect(encodeBody(change: change, reason: reason, context: [:]) == without)
            let context: JSONObject = ["b": nil, "a": ["x": 1]]
            let body = encodeBody(change: change, reason: reason, context: context)
            let separator = without.count > 2 ? "," : ""
            #expect(
                String(decoding: body, as: UTF8.self)
                    == String(decoding: without.dropLast(), as: UTF8.self) + separator
                    + #""context":{"b":null,"a":{"x":1}}}"#)
            let content = try parseBody(body, position: 1)
            #expect(content == BodyContent(change: change, reason: reason, context: context))
        }
    }

    @Test(arguments: [#"{"context":[]}"#, #"{"context":"x"}"#, #"{"context":null}"#])
    func otherContextsAreCorrupt(_ text: String) {
        #expect(throws: StoreError(.corrupt, "")) {
            try parseBody(Array(text.utf8), position: 42)
        }
    }

    @Test func dataMayBeAsDeepAsAllowed() throws {
        var value = JSONValue.null
        for _ in 0..<Limits.jsonDepthMax - 1 { value = [value] }
        let change = Change(data: ["a": value])
        try change.validate()
        #expect(
            try parseBody(encodeBody(change: change, reason: nil), position: 1).change == change)
    }

    @Test(
        arguments: [
            "", "null", "[]", "{", #"{"data":[]}"#, #"{"data":{}} x"#, #"{"deleted":false}"#,
            #"{"unset":"/a"}"#, #"{"unset":[""]}"#, #"{"unset":["a"]}"#, #"{"unset":[1]}"#,
            #"{"reason":1}"#, #"{"other":1}"#, #"{"data":{"a":1},"data":{"a":2}}"#,
            #"{"data":{"a":1},"deleted":true}"#, #"{"unset":["/a"],"deleted":true}"#,
            #"{"data":{"a":"\ud800"}}"#,
        ]) func otherTextsAreCorrupt(_ text: String)
    {
        let error = #expect(throws: StoreError(.corrupt, "")) {
            try parseBody(Array(text.utf8), position: 42)
        }
        #expect(error?.position == 42)
    }
}

/// Bodies whose parts are found without reading them.
@Suite struct CompactBodyTests {
    private func compact(_ body: [UInt8]) -> CompactBody? {
        var scanner = CompactScanner()
        return body.withUnsafeBytes { CompactBody($0, &scanner) }
    }

    @Test func everyWrittenBodyIsRead() throws {
        try checkProperty(times: 5) { random in
            var history = try HistoryGenerator(seed: random.next())
            for _ in 0..<200 {
                let event = try history.next()
                let body = encodeBody(
                    change: event.change, reason: event.reason, context: event.context)
                let found = try #require(compact(body))
                let data = found.data.map { String(decoding: body[$0], as: UTF8.self) }
                #expect(data ?? "{}" == event.change.data.compact)
                #expect(found.isDeletion == event.change.deleted)
                #expect(found.isFact == event.change.isFact(with: event.context))
                #expect(found.hasUnset == !event.change.unset.isEmpty)
                let pointers = try body.withUnsafeBytes { try found.pointers(of: $0) }
                #expect(pointers == event.change.unset)
            }
        }
    }

    @Test func whatIsReadIsWhatTheParserReads() throws {
        try checkProperty(times: 2_000) { random in
            var history = try HistoryGenerator(seed: random.next())
            let event = try history.next()
            let body = random.mutated(
                encodeBody(change: event.change, reason: event.reason, context: event.context))
            guard let found = compact(body) else { return }
            guard let content = try? parseBody(body, position: 1) else {
                // A pointer is looked at by whoever needs it.
                #expect(throws: StoreError.self) {
                    try body.withUnsafeBytes { try found.pointers(of: $0) }
                }
                return
            }
            let data = found.data.map { String(decoding: body[$0], as: UTF8.self) }
            #expect(data ?? "{}" == content.change.data.compact)
            #expect(found.isDeletion == content.change.deleted)
            #expect(found.isFact == content.change.isFact(with: content.context))
            let pointers = try body.withUnsafeBytes { try found.pointers(of: $0) }
            #expect(pointers == content.change.unset)
        }
    }

    @Test func everyOtherTextIsLeftToTheParser() {
        for text in [
            "", "{", "[]", #"{"data":{}}"#, #"{"context":{"a":1},"data":{"a":1}}"#,
            #"{ "data":{"a":1}}"#, #"{"data":{"a":1}} "#, #"{"unset":[]}"#, #"{"unset":[""]}"#,
            #"{"unset":["/a",]}"#, #"{"deleted":false}"#, #"{"data":{"a":1},"deleted":true}"#,
            #"{"reason":1}"#, #"{"data":{"a":1},}"#, #"{,"data":{"a":1}}"#, #"{"more":1}"#,
            #"{"data":{"a":1},"data":{"a":1}}"#,
        ] {
            #expect(compact(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
