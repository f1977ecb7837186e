import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// Tables line up, stream, and are harmless to terminals.
@Suite(.storesChecked) struct TableRowsTests {
    private let columns = [Column("name"), Column("count"), Column("note")]

    @Test func numbersKeepRightAndTextKeepsLeft() throws {
        let table = try rendered(
            .table, columns: columns,
            rows: [["Heron", 7, "short"], ["A longer name", 1200, nil], [nil, nil, "last"]])
        #expect(
            table == """
                name           count  note
                Heron              7  short
                A longer name   1200
                                      last

                """)
    }

    @Test func aColumnWithAnyTextKeepsLeft() throws {
        let table = try rendered(
            .table, columns: [Column("v"), Column("w")], rows: [[1, 2], ["x", 3]])
        #expect(table == "v  w\n1  2\nx  3\n")
        let mixed = try rendered(
            .table, columns: [Column("value"), Column("w")],
            rows: [[100, 2], ["x", 3], [nil, 4]])
        #expect(mixed == "value  w\n100    2\nx      3\n       4\n")
    }

    @Test func alignmentCanBeAskedFor() throws {
        let table = try rendered(
            .table, columns: [Column("left", .leading), Column("right", .trailing)],
            rows: [[1, "a"], [22, "bb"]])
        #expect(table == "left  right\n1         a\n22       bb\n")
    }

    @Test func noRowsAreAHeader() throws {
        #expect(try rendered(.table, columns: columns, rows: []) == "name  count  note\n")
    }

    @Test func missingCellsAreEmpty() throws {
        #expect(
            try rendered(.table, columns: columns, rows: [["a"]]) == "name  count  note\na\n")
    }

    @Test func whatIsNotAScalarIsJSON() throws {
        let table = try rendered(
            .table, columns: [Column("a"), Column("b")],
            rows: [[true, [1, ["k": nil]]], [false, "x"]])
        #expect(table == "a      b\ntrue   [1,{\"k\":null}]\nfalse  x\n")
    }

    @Test func controlCharactersNeverReachTheScreen() throws {
        let hostile: JSONValue = "a\u{1B}[2Jb\nc\u{202E}d\u{9B}e"
        for screen in [Screen.plain, .terminal(columns: 200)] {
            let table = try rendered(
                .table, columns: [Column("\u{7}n")], rows: [[hostile], [["k": hostile]]],
                screen: screen)
            let controls = table.unicodeScalars.filter {
                $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
            }
            #expect(controls.isEmpty)
            #expect(table.split(separator: "\n").count == 3)
        }
    }

    @Test func wideCharactersLineUp() throws {
        let table = try rendered(
            .table, columns: [Column("name"), Column("x")],
            rows: [["潮汐", 1], ["Café", 2], ["Cafe\u{301}", 3], ["👩‍🔧🌊", 4], ["ﬃ", 5]])
        #expect(
            table == """
                name  x
                潮汐  1
                Café  2
                Cafe\u{301}  3
                👩‍🔧🌊  4
                ﬃ     5

                """)
    }

    @Test func aNarrowTerminalCutsTheWidestColumns() throws {
        let text = "The chart widget labels its axis with mean sea level."
        let rows: [[JSONValue]] = [["m-0002", "Tern", .string(text)]]
        let columns = [Column("message_id"), Column("from"), Column("content")]
        let narrow = try rendered(
            .table, columns: columns, rows: rows, screen: .terminal(columns: 60))
        #expect(
            narrow == """
                message_id  from  content
                m-0002      Tern  The chart widget labels its axis with mea…

                """)
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 60 })
        #expect(try rendered(.table, columns: columns, rows: rows).contains(text))
    }

    @Test func onlyTheFirstRowsAreKeptBack() throws {
        let captured = CapturedOutput()
        let rows = TableRows([Column("n"), Column("t")], output: captured.output)
        for number in 1..<TableRows.measuredRowsMax {
            try rows.write([.number(JSONNumber(Int64(number))), "t"])
        }
        try captured.output.flush()
        #expect(captured.text.isEmpty)
        try rows.write([1_000, "last measured"])
        try rows.write([10_000_000, "wider than its column"])
        try rows.finish()
        let lines = captured.text.split(separator: "\n")
        #expect(lines.count == TableRows.measuredRowsMax + 2)
        #expect(lines[0] == "   n  t")
        #expect(lines[1] == "   1  t")
        #expect(lines[1000] == "1000  last measured")
        #expect(lines[1001] == "10000000  wider than its column")
    }

    @Test func trickleIsShownWhenAskedFor() throws {
        let captured = CapturedOutput()
        let rows = TableRows([Column("stream"), Column("version")], output: captured.output)
        try rows.write(["task/TIDE-1", 1])
        try rows.flush()
        #expect(captured.text == "stream       version\ntask/TIDE-1        1\n")
        try rows.write(["task/TIDE-2", 12])
        try rows.finish()
        #expect(captured.text.hasSuffix("task/TIDE-2       12\n"))
    }

    @Test func objectsGiveTheirMembersToColumns() throws {
        let captured = CapturedOutput()
        let rows = TableRows([Column("a"), Column("b")], output: captured.output)
        try rows.write(["b": 2, "c": 3] as JSONObject)
        try rows.finish()
        #expect(captured.text == "a  b\n   2\n")
    }

    @Test func headersAreBoldWhereThereIsColour() throws {
        let screen = Screen(isTerminal: true, columns: 80, isColored: true)
        let table = try rendered(.table, columns: [Column("a")], rows: [["x"]], screen: screen)
        #expect(table == "\u{1B}[1ma\u{1B}[0m\nx\n")
    }

    @Test(arguments: [
        ([5, 10, 20], 35, [5, 10, 20]),
        ([5, 10, 20], 30, [5, 10, 15]),
        ([5, 30, 40], 45, [5, 20, 20]),
        ([5, 30, 30], 44, [5, 19, 19]),
        ([9, 9, 9], 10, [8, 8, 8]),
        ([], 10, []),
    ])
    func widths(natural: [Int], available: Int, expected: [Int]) {
        #expect(TableLayout.fit(natural, into: available) == expected)
    }

    @Test func aColumnThatIsShownWholeGivesNoWay() {
        let fit = TableLayout.fit([19, 40, 9], whole: [true, false, false], into: 50)
        #expect(fit == [19, 22, 9])
        #expect(TableLayout.fit([19, 12], whole: [true, true], into: 20) == [19, 12])
    }
}
