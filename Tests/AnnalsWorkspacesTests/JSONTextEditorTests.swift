import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct JSONTextEditorTests {
    private func edit(
        _ text: String, _ edits: KeyValuePairs<String, JSONValue?>
    ) throws -> (text: String, changed: [String])? {
        let edits = try edits.map {
            JSONTextEditor.Edit(place: try JSONPointer($0), value: $1)
        }
        return JSONTextEditor.edit(Array(text.utf8), edits).map {
            (String(decoding: $0.bytes, as: UTF8.self), $0.changed.map(\.description))
        }
    }

    @Test func onlyTheChangedValueChanges() throws {
        let text = "{\r\n\t\"a\" :  1.50,\r\n\t\"b\": \"x\",   \"c\": [1,  2]\r\n}\r\n\r\n"
        let result = try #require(try edit(text, ["/b": "y\u{1F680}\n"]))
        #expect(
            result.text
                == "{\r\n\t\"a\" :  1.50,\r\n\t\"b\": \"y🚀\\n\",   \"c\": [1,  2]\r\n}\r\n\r\n")
        #expect(result.changed == ["/b"])
    }

    @Test func escapesLikeTheText() throws {
        let text = #"{"a": "\ud83d\udea8 \/", "b": "x"}"#
        #expect(
            try edit(text, ["/b": "é🚀"])?.text
                == #"{"a": "\ud83d\udea8 \/", "b": "\u00e9\ud83d\ude80"}"#)
        let capital = #"{"a": "\u00E9", "b": "x"}"#
        #expect(try edit(capital, ["/b": "é"])?.text == #"{"a": "\u00E9", "b": "\u00E9"}"#)
    }

    @Test func membersComeAndGo() throws {
        let text = "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": 2\n    },\n    \"d\": 3\n}\n"
        #expect(
            try edit(text, ["/e": ["x": [1, true]]])?.text == """
                {
                    "a": 1,
                    "b": {
                        "c": 2
                    },
                    "d": 3,
                    "e": {
                        "x": [
                            1,
                            true
                        ]
                    }
                }

                """)
        #expect(
            try edit(text, ["/d": .none, "/b/f": "g"])?.text
                == "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": 2,\n"
                + "        \"f\": \"g\"\n    }\n}\n"
        )
        #expect(
            try edit(text, ["/a": .none])?.text
                == "{\n    \"b\": {\n        \"c\": 2\n    },\n    \"d\": 3\n}\n")
        #expect(
            try edit(text, ["/b/c": .none])?.text
                == "{\n    \"a\": 1,\n    \"b\": {},\n    \"d\": 3\n}\n")
        #expect(try edit(#"{"a":1,"b":2}"#, ["/c": [1, 2]])?.text == #"{"a":1,"b":2,"c":[1,2]}"#)
        #expect(try edit("{}", ["/c": 1])?.text == #"{"c": 1}"#)
    }

    @Test func elementsComeAndGo() throws {
        let text =
            "{\"list\": [\n  {\"id\": 1},\n  {\"id\": 2, \"x\": 0},\n  {\"id\": 3}\n],"
            + " \"t\": [\"a\", \"b\"]}"
        #expect(
            try edit(text, ["/list/1/x": 9])?.text
                == text.replacing("\"x\": 0", with: "\"x\": 9"))
        #expect(
            try edit(text, ["/list/0": .none, "/list/2": .none])?.text
                == "{\"list\": [\n  {\"id\": 2, \"x\": 0}\n], \"t\": [\"a\", \"b\"]}")
        #expect(
            try edit(text, ["/t": ["a", "b", "c"]])?.text
                == text.replacing("[\"a\", \"b\"]", with: "[\"a\", \"b\", \"c\"]"))
        #expect(
            try edit(text, ["/t": ["z", "a", "b"]])?.text
                == text.replacing("[\"a\", \"b\"]", with: "[\"z\", \"a\", \"b\"]"))
        #expect(try edit(text, ["/t": []])?.text == text.replacing("[\"a\", \"b\"]", with: "[]"))
    }

    @Test func theLastOfDuplicatesIsTheOneThatChanges() throws {
        let text = "\u{FEFF}{\"a\": 1, \"a\": 2, \"b\": 3}"
        #expect(try edit(text, ["/a": 4])?.text == "\u{FEFF}{\"a\": 1, \"a\": 4, \"b\": 3}")
        #expect(try edit(text, ["/a": .none])?.text == "\u{FEFF}{\"b\": 3}")
        #expect(try edit(text, ["/b": 3])?.text == text)
        #expect(try edit(text, ["/x/y": 3])?.text == text)
        #expect(try edit("not json", ["/a": 1]) == nil)
    }
}
