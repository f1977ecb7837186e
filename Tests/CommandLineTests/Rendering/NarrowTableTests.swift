import AnnalsModel
import AnnalsTesting
import Testing

@testable import annals

/// On a terminal the columns of a table give way by what they are worth.
@Suite(.storesChecked) struct NarrowTableTests {
    private static let log = [
        Column("position"), Column("time", .leading, .time), Column("cycle", rank: 1),
        Column("actor", .leading), Column("stream", .leading), Column("change", .leading),
        Column("reason", .leading),
    ]
    private static let today = "2026-03-02"

    private func shown(
        _ columns: [Column], _ rows: [[JSONValue]], width: Int?, isChosen: Bool = false
    ) throws -> [String] {
        let screen = Screen(isTerminal: true, columns: width, isColored: false)
        let captured = CapturedOutput(screen: screen)
        let table = TableRows(
            columns, isChosen: isChosen, today: Self.today, output: captured.output)
        for row in rows { try table.write(row) }
        try table.finish()
        return captured.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    private func event(
        _ position: Int64, _ time: String, _ stream: String, _ reason: JSONValue = nil
    ) -> [JSONValue] {
        [
            .number(JSONNumber(position)), .string(time), 12, "Agent-3", .string(stream),
            "status, notes", reason,
        ]
    }

    /// The time of today, month and day of this year, else the date.
    @Test(arguments: [
        ("2026-03-02T08:30:00.123456Z", "08:30:00"), ("2026-03-02 08:30:59", "08:30:59"),
        ("2026-03-01T23:59:59Z", "03-01 23:59"), ("2025-12-31T08:30:00Z", "2025-12-31"),
        ("2026-03-02T08:30:00+02:00", "2026-03-02T08:30:00+02:00"), ("2026-03-02", "2026-03-02"),
        ("soon", "soon"), ("", ""), ("2026-03-02T08:30:00.1x", "2026-03-02T08:30:00.1x"),
    ])
    func shortTimes(time: String, short: String) {
        #expect(Cell(.string(time)).shortTime(today: Self.today).text == short)
    }

    @Test func timesAreShortAndEmptyColumnsLeftOut() throws {
        let rows = [
            event(7, "2026-03-02 08:30:00", "task/DB_002"),
            event(8, "2026-03-01 09:00:00", "task/DB_003"),
        ]
        #expect(
            try shown(Self.log, rows, width: 100) == [
                "position  time         cycle  actor    stream       change",
                "       7  08:30:00        12  Agent-3  task/DB_002  status, notes",
                "       8  03-01 09:00     12  Agent-3  task/DB_003  status, notes",
            ])
        // Whoever asks for a column gets it.
        let chosen = try shown(Self.log, rows, width: 100, isChosen: true)
        #expect(chosen[0].hasSuffix("change         reason"))
        // Without a width everything is as in a file.
        let wide = try shown(Self.log, rows, width: nil)
        #expect(wide[0].hasSuffix("change         reason"))
        #expect(wide[1].contains("2026-03-02 08:30:00"))
    }

    @Test(arguments: [60, 72, 80, 100, 120, 200]) func everyLineFits(width: Int) throws {
        let rows = (1...30).map { number in
            event(
                123_456 + Int64(number), "2026-03-02 08:30:00",
                "task/a-rather-long-name-\(number % 7)/with-an-end-\(number)",
                .string("It was found that the datum of the harbour had moved, by \(number) cm"))
        }
        let lines = try shown(Self.log, rows, width: width)
        #expect(lines.allSatisfy { $0.displayWidth <= width })
        for (number, line) in lines.dropFirst().prefix(30).enumerated() {
            // Numbers and times are whole; a name keeps both ends, prose its beginning.
            #expect(line.hasPrefix("  \(123_457 + number)  08:30:00"))
            #expect(line.contains("task/") && line.contains("-\(number + 1)"))
            #expect(line.contains("It was "))
        }
    }

    /// Columns that say little beside the others go before any other says nothing.
    @Test func columnsOfLessWorthMakeRoom() throws {
        let reason: JSONValue = "It was found that the datum of the harbour had moved"
        let rows = [event(7, "2026-03-02 08:30:00", "task/a-rather-long-name-indeed", reason)]
        let lines = try shown(Self.log, rows, width: 70)
        #expect(!lines[0].contains("cycle"))
        #expect(lines.last == "Not shown: cycle. See --wide and --columns.")
        let chosen = try shown(Self.log, rows, width: 80, isChosen: true)
        #expect(chosen[0].contains("cycle"))
    }

    @Test func aNarrowTerminalShowsOneRecordABlock() throws {
        let rows = [
            event(7, "2026-03-02 08:30:00", "task/DB_002", "The harbour asked"),
            event(8, "2026-03-01 09:00:00", "task/DB_003"),
        ]
        #expect(
            try shown(Self.log, rows, width: 50) == [
                "position: 7", "time:     2026-03-02 08:30:00", "cycle:    12",
                "actor:    Agent-3", "stream:   task/DB_002", "change:   status, notes",
                "reason:   The harbour asked", "", "position: 8", "time:     2026-03-01 09:00:00",
                "cycle:    12", "actor:    Agent-3", "stream:   task/DB_003",
                "change:   status, notes",
            ])
        // What fits stays a table.
        #expect(
            try shown([Column("a"), Column("b")], [[1, "x"]], width: 20) == ["a  b", "1  x"])
        let long = try shown(
            [Column("a"), Column("b")], [[1, .string(String(repeating: "x", count: 500))]],
            width: 40)
        #expect(long[0] == "a: 1")
        #expect(long[1].hasSuffix("x…") && long[1].displayWidth <= 160)
    }

    @Test func manyColumnsAreABlockOnAWideTerminalToo() throws {
        let columns = (1...12).map { Column("column_\($0)") }
        let row = columns.map { JSONValue.string("\($0.name) has some words") }
        let lines = try shown(columns, [row], width: 80)
        #expect(lines.count == 12)
        #expect(lines[0] == "column_1:  column_1 has some words")
    }

    /// The mark of the event that is meant stays at the end of a branch that is cut.
    @Test func marksOfATreeAreNotCut() throws {
        let columns = [Column("event", .leading, .tree), Column("reason", .leading)]
        let rows: [[JSONValue]] = [
            ["└─ 12 measurement.corrected.by.the.harbour <", "The harbour asked for all of it"],
            ["   └─ 13 measurement.corrected.by.the.harbour", "The harbour asked for all of it"],
        ]
        let lines = try shown(columns, rows, width: 60)
        #expect(lines[1].contains("… <  The harbour"))
        #expect(lines[2].contains("└─ 13 measurement"))
        #expect(lines.allSatisfy { $0.displayWidth <= 60 })
    }

    /// Times that nobody declared are short only where that makes room.
    @Test func timesOfAQueryAreShortWhereThereIsNoRoom() throws {
        let columns = [Column("at"), Column("what")]
        let text = String(repeating: "word ", count: 8)
        let rows: [[JSONValue]] = [["2026-03-02T08:30:00.000000Z", .string(text)]]
        #expect(try shown(columns, rows, width: 80)[1].hasPrefix("2026-03-02T08:30:00.000000Z"))
        #expect(try shown(columns, rows, width: 60)[1].hasPrefix("08:30:00  word"))
    }

    @Test func aColumnThatFillsLaterGetsItsPlace() throws {
        let captured = CapturedOutput(screen: .terminal(columns: 80))
        let table = TableRows(
            [Column("a"), Column("b"), Column("c")], output: captured.output)
        try table.write(["x", nil, 1])
        try table.flush()
        try table.write(["y", "late", nil])
        try table.write(["z", nil, 3])
        try table.finish()
        #expect(
            captured.text == """
                a  c
                x  1
                a  b     c
                y  late
                z        3

                """)
    }
}
