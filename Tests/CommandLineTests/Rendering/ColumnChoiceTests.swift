import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// Columns can be chosen and ordered in every format, and one cell printed as it is.
@Suite(.storesChecked) struct ColumnChoiceTests {
    private let columns = [Column("id"), Column("text"), Column("more")]
    private let rows: [[JSONValue]] = [[1, "a", nil], [2, "b", ["k": 1]]]

    @Test(
        arguments: [
            (.table, "more     id\n          1\n{\"k\":1}   2\n"),
            (.json, "[\n  {\"more\":null,\"id\":1},\n  {\"more\":{\"k\":1},\"id\":2}\n]\n"),
            (.ndjson, "{\"more\":null,\"id\":1}\n{\"more\":{\"k\":1},\"id\":2}\n"),
            (.csv, "more,id\n,1\n\"{\"\"k\"\":1}\",2\n"),
        ] as [(OutputFormat, String)])
    func inEveryFormat(format: OutputFormat, expected: String) throws {
        let text = try rendered(format, columns: columns, rows: rows, choosing: "more, id,more")
        #expect(text == expected)
    }

    @Test(arguments: OutputFormat.allCases) func anUnknownColumnIsRefused(
        format: OutputFormat
    ) throws {
        for name in ["nosuch", "", "ID", "id "] {
            let error = try #require(throws: StoreError.self) {
                try rendered(format, columns: columns, rows: rows, choosing: "id,\(name)")
            }
            #expect(error.code == .invalidArgument)
            #expect(error.message.contains("there are id, text, more"))
        }
    }

    @Test func membersOfObjects() throws {
        let object: JSONObject = ["position": 12, "stream": "task/T", "note": nil]
        #expect(
            try rendered(.json, object: object, choosing: "stream,position")
                == "{\n  \"stream\": \"task/T\",\n  \"position\": 12\n}\n")
        #expect(try rendered(.table, object: object, choosing: "stream") == "stream: task/T\n")
        let csv = try rendered(.csv, object: object, choosing: "note,stream")
        #expect(csv == "note,stream\n,task/T\n")
        #expect(try rendered(.value, object: object, choosing: "stream,position") == "task/T\n")
        // What was to be done is done: what is there is shown.
        #expect(try rendered(.value, object: object, choosing: "nosuch,position") == "12\n")
    }

    @Test(
        arguments: [
            ("a \"b\",\u{1B}c", "a \"b\",\u{1B}c\n"), (12, "12\n"), (nil, "\n"), ("", "\n"),
            (true, "true\n"), ([1, "x"], "[1,\"x\"]\n"),
        ] as [(JSONValue, String)])
    func aValueIsOneCell(value: JSONValue, text: String) throws {
        #expect(try rendered(.value, columns: [Column("n")], rows: [[value]]) == text)
        #expect(
            try rendered(.value, columns: columns, rows: [[1, value]], choosing: "text,id") == text)
        #expect(try rendered(.value, object: ["n": value]) == text)
    }

    @Test func aValueOnATerminalIsHarmless() throws {
        let text = try rendered(
            .value, columns: [Column("n")], rows: [["a\u{1B}[2Jb"]], screen: .terminal(columns: 80))
        #expect(text == "a\\u{1b}[2Jb\n")
    }

    @Test func severalCellsAreNoValue() throws {
        let manyColumns = #expect(throws: StoreError.self) {
            try rendered(.value, columns: columns, rows: [[1, "a"]])
        }
        #expect(manyColumns?.message.contains("--columns, of id, text, more") == true)
        let manyRows = #expect(throws: StoreError.self) {
            try rendered(.value, columns: [Column("n")], rows: [[1], [2]])
        }
        #expect(manyRows?.message.contains("more than one row") == true)
        let none = #expect(throws: StoreError.self) {
            try rendered(.value, columns: [Column("n")], rows: [])
        }
        #expect(none?.code == .notFound)
    }
}
