import AnnalsLog
import AnnalsModel
import AnnalsTesting
import GRDB
import Testing

@testable import AnnalsProjections

/// What the store's own events make of its tables.
@Suite(.storesChecked) struct AdministrationTests {
    private static let tables = ["cycles", "tags", "projections", "checkpoints"]

    /// Every row of the tables, as text.
    private func rows(_ log: EventLog) throws -> [[String]] {
        try log.readDatabase { _, db in
            try Self.tables.map { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1").map {
                    $0.databaseValues.map { "\($0)" }.joined(separator: "|")
                }
            }
        }
    }

    @Test(.storesUnchecked("its checkpoints are made up"))
    func tablesAreTheSameWhenTheirEventsAreAppliedAgain() throws {
        let made = try TestLog(hasTables: true)
        let log = made.log
        defer { log.close() }
        let maria = try Actor("maria", kind: .human)
        let projections = ProjectionStore(log: log)
        try projections.installBuiltIns(by: maria)
        func board(_ column: String) -> String {
            """
            CREATE TABLE board (id TEXT PRIMARY KEY, \(column) TEXT) STRICT;
            -- on task.*: merge into board key id
            """
        }
        _ = try projections.add(name: "board", source: board("title"), by: maria)
        _ = try projections.add(name: "board", source: board("status"), by: maria)
        try projections.remove("configuration", by: maria)
        _ = try projections.add(
            name: "again", source: board("x").replacing("board", with: "again"), by: maria)
        try projections.remove("again", by: maria)
        _ = try projections.add(
            name: "again", source: board("y").replacing("board", with: "again"), by: maria)
        _ = try log.write { transaction in
            _ = try transaction.openCycle(4, by: maria, note: nil)
            _ = try transaction.openNextCycle(by: maria, note: "a \"note\"")
            for (name, position) in [("a", 1), ("b", 2), ("a", 3)] as [(String, Int64)] {
                _ = try transaction.setTag(name, at: position, by: maria)
            }
        }
        // The last note of each size counts; one of events that are not there yet says nothing.
        _ = try log.write { transaction in
            for (size, note) in [(4, "a"), (2, "b"), (4, "c"), (999, "d"), (-1, "e")]
                as [(Int64, String)]
            {
                _ = try transaction.administer(
                    "checkpoints", "checkpoint-signed", by: maria,
                    data: ["size": .number(JSONNumber(size)), "note": .string(note)])
            }
            _ = try transaction.administer(
                "checkpoints", "checkpoint-signed", by: maria, data: ["size": "4"])
        }
        let expected = try rows(log)
        #expect(expected.map(\.count) == [2, 2, 6, 2])
        try log.write { transaction in
            transaction.touch()
            for table in Self.tables { try transaction.statements.run("DELETE FROM \(table)") }
            let administration = Administration(transaction.statements)
            try EventTable(transaction.statements).forEach(after: 0, through: transaction.head) {
                row throws(StoreError) in
                try administration.apply(try transaction.reader.sealed(row))
            }
        }
        #expect(try rows(log) == expected)
    }
}
