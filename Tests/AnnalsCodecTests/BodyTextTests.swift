import AnnalsCodec
import AnnalsModel
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
