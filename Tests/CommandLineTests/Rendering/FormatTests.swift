import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// JSON, NDJSON and CSV say exactly what the values say.
@Suite(.storesChecked) struct FormatTests {
    private let columns = [Column("id"), Column("text")]
    private let hostile = "a\u{1B}[0m\u{7F}\u{9B}\u{202E}é\"\\\n"

    @Test func jsonIsOneArray() throws {
        let json = try rendered(.json, columns: columns, rows: [[1, "a"], [2, nil]])
        #expect(json == "[\n  {\"id\":1,\"text\":\"a\"},\n  {\"id\":2,\"text\":null}\n]\n")
        #expect(try rendered(.json, columns: columns, rows: []) == "[]\n")
    }

    @Test func ndjsonIsAnObjectALine() throws {
        let text = try rendered(.ndjson, columns: columns, rows: [[1, "a\nb"], [2]])
        #expect(text == "{\"id\":1,\"text\":\"a\\nb\"}\n{\"id\":2,\"text\":null}\n")
        #expect(try rendered(.ndjson, columns: columns, rows: []) == "")
    }

    @Test func objectsKeepEveryMember() throws {
        let captured = CapturedOutput()
        let rows = try Renderer(format: .ndjson, output: captured.output).rows(columns)
        try rows.write(["more": [1], "id": 7] as JSONObject)
        try rows.finish()
        #expect(captured.text == "{\"more\":[1],\"id\":7}\n")
    }

    @Test(arguments: [OutputFormat.json, .ndjson]) func programsGetTextUnaltered(
        format: OutputFormat
    ) throws {
        let json = try rendered(format, columns: columns, rows: [[1, .string(hostile)]])
        #expect(json.contains("a\\u001b[0m\u{7F}\u{9B}\u{202E}é\\\"\\\\\\n"))
    }

    @Test(arguments: [OutputFormat.json, .ndjson]) func terminalsGetTheSameJSONEscaped(
        format: OutputFormat
    ) throws {
        let json = try rendered(
            format, columns: columns, rows: [[1, .string(hostile)]],
            screen: .terminal(columns: 20))
        let steering = json.unicodeScalars.filter {
            $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
        }
        #expect(steering.isEmpty)
        let parsed = try JSONValue(parsing: json)
        let row = parsed.asArray?.first ?? parsed
        #expect(row.asObject?["text"] == .string(hostile))
    }

    @Test func csvFollowsRFC4180() throws {
        let csv = try rendered(
            .csv, columns: [Column("id"), Column("a,b")],
            rows: [
                [1, "plain"], [2, "with, comma"], [3, "a \"quote\""], [4, "two\nlines"], [5, nil],
                [6, ""], [7, ["k": 1]], [8, " spaced "], [9, true],
            ])
        let expected = [
            "id,\"a,b\"", "1,plain", "2,\"with, comma\"", "3,\"a \"\"quote\"\"\"",
            "4,\"two\nlines\"", "5,", "6,\"\"", "7,\"{\"\"k\"\":1}\"", "8,\" spaced \"", "9,true",
        ]
        #expect(csv == expected.map { $0 + "\n" }.joined())
        #expect(try rendered(.csv, columns: columns, rows: []) == "id,text\n")
    }

    @Test func csvOnATerminalIsHarmless() throws {
        let csv = try rendered(
            .csv, columns: columns, rows: [[1, "a\u{1B}[2Jb"]], screen: .terminal(columns: 80))
        #expect(csv == "id,text\n1,a\\u{1b}[2Jb\n")
        let file = try rendered(.csv, columns: columns, rows: [[1, "a\u{1B}[2Jb"]])
        #expect(file == "id,text\n1,a\u{1B}[2Jb\n")
    }

    @Test func columnsOfOneNameStayApartInJSON() throws {
        let twice = [Column("n"), Column("n"), Column("n_2"), Column("e\u{301}"), Column("\u{E9}")]
        let json = try rendered(.ndjson, columns: twice, rows: [[1, 2, 3, 4, 5]])
        #expect(json == "{\"n\":1,\"n_2\":2,\"n_2_2\":3,\"e\u{301}\":4,\"\u{E9}\":5}\n")
    }

    @Test func aSingleObjectInEveryFormat() throws {
        let receipt: JSONObject = ["position": 12, "stream": "task/TIDE-1", "reason": nil]
        #expect(
            try rendered(.table, object: receipt) == """
                position: 12
                stream:   task/TIDE-1
                reason:

                """)
        #expect(
            try rendered(.json, object: receipt) == """
                {
                  "position": 12,
                  "stream": "task/TIDE-1",
                  "reason": null
                }

                """)
        #expect(
            try rendered(.ndjson, object: receipt)
                == "{\"position\":12,\"stream\":\"task/TIDE-1\",\"reason\":null}\n")
        #expect(
            try rendered(.csv, object: receipt)
                == "position,stream,reason\n12,task/TIDE-1,\n")
    }

    @Test func largePartsOfAnObjectStandBelowTheirKey() throws {
        let event: JSONObject = [
            "type": "task.created", "small": ["a": 1],
            "data": [
                "title": "Warn crews of low water at the ferry berth",
                "notes": ["before the first ferry", "\u{1B}[31mred"],
            ],
        ]
        #expect(
            try rendered(.table, object: event) == """
                type:  task.created
                small: {"a":1}
                data:
                  {
                    "title": "Warn crews of low water at the ferry berth",
                    "notes": [
                      "before the first ferry",
                      "\\u001b[31mred"
                    ]
                  }

                """)
    }

    @Test func documentsAreJSONEverywhere() throws {
        func document(_ format: OutputFormat, _ value: JSONValue) throws -> String {
            let captured = CapturedOutput()
            try Renderer(format: format, output: captured.output).document(value)
            return captured.text
        }
        let value: JSONValue = ["a": 1, "b": [true]]
        #expect(try document(.table, value) == "{\n  \"a\": 1,\n  \"b\": [\n    true\n  ]\n}\n")
        #expect(try document(.json, value) == document(.table, value))
        #expect(try document(.ndjson, value) == "{\"a\":1,\"b\":[true]}\n")
        #expect(try document(.csv, value) == "a,b\n1,[true]\n")
        #expect(try document(.csv, 3) == "3\n")
        #expect(try document(.value, "a b") == "a b\n")
        #expect(try document(.value, value) == "{\"a\":1,\"b\":[true]}\n")
    }
}
