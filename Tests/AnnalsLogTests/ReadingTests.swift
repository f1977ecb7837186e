import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

@Suite("Reading", .storesChecked)
struct ReadingTests {
    /// Three streams, two categories, two actors of one name, cycles 1 to 4.
    private func fill(_ log: EventLog) throws {
        let other = try Actor("Agent-2")
        let person = try Actor("Agent-2", kind: .human)
        for index in 1...40 {
            let isTask = index % 2 == 0
            var new = try event(
                isTask ? "task/T\(index % 4)" : "agent/A",
                isTask ? "task.updated" : "agent.updated",
                ["n": .number(JSONNumber(Int64(index))), "text": .string("Größe \"\(index)\"")])
            if index % 5 == 0 { new.actor = other }
            if index % 10 == 0 { new.actor = person }
            if index % 8 == 0 { new.correlation = "run-1" }
            if index % 10 == 1 { new.cycle = Int64(index / 10 + 1) }
            new.occurredAt = Timestamp(microseconds: Int64(index % 7) * 1_000_000)
            if index == 20 { new.reason = "because of THE move" }
            try log.append([new])
        }
    }

    private func numbers(_ log: EventLog, _ query: EventQuery) throws -> [Int64] {
        let cursor = EventCursor(log, query)
        var found: [Int64] = []
        while let event = try cursor.nextEvent() {
            if case .number(let number)? = event.change.data["n"] {
                found.append(number.int64 ?? 0)
            }
        }
        return found
    }

    @Test func everyFilterAndItsReverse() throws {
        try withLog { log in
            try fill(log)
            func expect(_ wanted: (Int64) -> Bool, _ change: (inout EventQuery) throws -> Void)
                throws
            {
                var query = EventQuery()
                try change(&query)
                let expected = (1...40).map(Int64.init).filter(wanted)
                #expect(try numbers(log, query) == expected)
                query.isReversed = true
                #expect(try numbers(log, query) == expected.reversed())
            }
            try expect({ _ in true }) { _ in }
            try expect({ $0 % 2 == 0 }) { $0.category = "task" }
            try expect({ $0 % 4 == 2 }) { $0.stream = try StreamName("task/T2") }
            try expect({ $0 % 2 == 1 }) { $0.type = try EventType("agent.updated") }
            try expect({ $0 % 5 == 0 }) { $0.actor = "Agent-2" }
            try expect({ $0 % 8 == 0 }) { $0.correlation = "run-1" }
            try expect({ $0 % 40 == 0 }) {
                $0.correlation = "run-1"; $0.actor = "Agent-2"
            }
            try expect({ $0 % 20 == 10 }) {
                $0.stream = try StreamName("task/T2")
                $0.actor = "Agent-2"
            }
            try expect({ $0 == 20 }) { $0.search = "because OF the Move" }
            try expect({ $0 == 7 }) { $0.search = "\"7\"" }
            try expect({ $0 % 4 == 2 }) { $0.search = "TASK/t2" }
            try expect({ _ in false }) { $0.actor = "Agent-99" }
            try expect({ _ in false }) { $0.stream = try StreamName("task/none") }
            try expect({ _ in false }) {
                $0.category = "task"; $0.type = try EventType("agent.updated")
            }
        }
    }

    @Test func rangesAndAdministration() throws {
        try withLog { log in
            try fill(log)
            var query = EventQuery()
            query.includesAdministration = true
            #expect(try EventCursor(log, query).nextEvents().count > 31)
            // Positions 1 to 4 hold the opening of cycle 1 and the events 1 to 3.
            query = EventQuery()
            query.after = 2
            query.through = 4
            #expect(try numbers(log, query) == [2, 3])
            query.stream = try StreamName("agent/A")
            #expect(try numbers(log, query) == [3])
            query = EventQuery()
            query.category = "annals"
            #expect(try EventCursor(log, query).nextEvents().map(\.cycle) == [1, 2, 3, 4])
        }
    }

    @Test func moments() throws {
        try withLog { log in
            try fill(log)
            _ = try log.write { transaction in
                try transaction.setTag("before", at: 10, by: Actor("maria", kind: .human))
            }
            func position(_ text: String) throws -> Int64 {
                try log.read { try $0.position(of: Moment(text)) }
            }
            #expect(try position("start") == 0)
            #expect(try position("head") == 45)
            #expect(try position("head~5") == 40)
            #expect(try position("7") == 7)
            #expect(try position("cycle:0") == 0)
            #expect(try position("cycle:1") == 11)
            #expect(try position("cycle:4") == 45)
            #expect(try position("tag:before") == 10)
            #expect(try position("ago:0s") == 45)
            #expect(try position("ago:1d") == 0)
            #expect(try position("occurred:1970-01-01T00:00:03Z") == 4)
            #expect(throws: StoreError(.beyondHead, "")) { try position("cycle:5") }
            #expect(throws: StoreError(.beyondHead, "")) { try position("46") }
            #expect(throws: StoreError(.beyondHead, "")) { try position("head~46") }
            #expect(throws: StoreError(.notFound, "")) { try position("tag:none") }
            let range = try MomentRange("5..2")
            #expect(throws: StoreError(.invalidMoment, "")) {
                try log.read { try $0.positions(of: range) }
            }
        }
    }

    @Test(.storesUnchecked("damages stored documents"), arguments: Seeds.next())
    func longStreamsFoldTheSameWithAndWithoutStoredDocuments(seed: UInt64) throws {
        try withLog { log in
            var random = SeededRandom(seed: seed)
            var states: [JSONObject] = []
            var document = JSONObject()
            for index in 1...300 {
                let noise = (0..<40).map { _ in
                    String(UInt32.random(in: 0...UInt32.max, using: &random))
                }
                let change = Change(
                    data: ["k\(index % 50)": .string(noise.joined(separator: " "))],
                    unset: index % 7 == 0 ? [JSONPointer(tokens: ["k\((index + 3) % 50)"])] : [])
                var new = try event("task/A", "task.updated")
                new.change = change
                try log.append([new])
                document = change.applied(to: document) ?? [:]
                states.append(document)
            }
            let name = try StreamName("task/A")
            for version in [1, 2, 49, 50, 51, 150, 299, 300] {
                let found = try log.read { try $0.document(of: name, at: Int64(version)) }
                #expect(found == states[version - 1])
            }
            let stored = try log.read {
                try $0.statements.integer("SELECT count(*) FROM documents")
            }
            #expect((stored ?? 0) > 0)
            // A damaged stored fold is passed over.
            _ = try log.write { transaction in
                transaction.touch()
                try transaction.statements.run("UPDATE documents SET body = zeroblob(7)")
            }
            let found = try log.read { try $0.document(of: name, at: 300) }
            #expect(found == states[299])
        }
    }

    @Test func theHotReadsUseTheirIndexes() throws {
        try withLog { log in
            try fill(log)
            func plan(_ change: (inout EventQuery) throws -> Void) throws -> String {
                var query = EventQuery()
                try change(&query)
                return try log.read { reader in
                    guard let resolved = try reader.resolve(query) else { return "nothing" }
                    return try explain(resolved.sql, reader)
                }
            }
            let byStream = try plan { $0.stream = try StreamName("task/T2") }
            #expect(byStream.contains("INDEX sqlite_autoindex_events_1"))
            let byType = try plan { $0.type = try EventType("task.updated") }
            #expect(byType.contains("events_by_type"))
            let byCategory = try plan { $0.category = "task" }
            #expect(byCategory.contains("events_by_type"))
            let byActor = try plan { $0.actor = "Agent-2" }
            #expect(byActor.contains("events_by_actor"))
            let byRun = try plan { $0.correlation = "run-1" }
            #expect(byRun.contains("events_by_correlation"))
            let all = try plan { _ in }
            #expect(all.contains("INTEGER PRIMARY KEY"))
            for text in [byStream, byType, byCategory, byActor, byRun, all] {
                #expect(!text.contains("TEMP B-TREE"), "\(text)")
            }
        }
    }

    private func explain(_ sql: String, _ reader: LogReader) throws(StoreError) -> String {
        let rows = try Statement(reader.statements.connection, "EXPLAIN QUERY PLAN " + sql)
        var lines: [String] = []
        while try rows.step() { lines.append(rows.text(3)) }
        return lines.joined(separator: "\n")
    }

    @Test func queriesOnlyRead() throws {
        try withLog { log in
            try fill(log)
            let query = try ReadOnlyQuery(path: log.path)
            func rows(_ sql: String) throws -> [[JSONValue]] {
                var rows: [[JSONValue]] = []
                try query.run(sql, seconds: 5) { rows.append($0) }
                return rows
            }
            #expect(
                try rows("SELECT count(*), NULL, 1.5, x'0aff', 'é' FROM event_log") == [
                    [44, .null, .number(JSONNumber(1.5) ?? JSONNumber(Int64(0))), "0aff", "é"]
                ])
            #expect(
                try rows("SELECT json_extract(event_data(2), '$.n')") == [[1]])
            #expect(try rows("SELECT event_body(999)") == [[.null]])
            #expect(try rows("SELECT value FROM json_each('[7]')") == [[7]])
            for sql in [
                "DELETE FROM events", "UPDATE head SET size = 0", "ATTACH 'x.db' AS x",
                "PRAGMA user_version = 9", "CREATE TABLE t (a)", "SELECT load_extension('x')",
                "SELECT 1; SELECT 2", "", "SELEC 1", "BEGIN", "VACUUM INTO 'x.db'",
                "SELECT * FROM pragma_journal_mode",
            ] {
                #expect(throws: StoreError(.sqlRefused, ""), "\(sql)") { try rows(sql) }
            }
            let endless = """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n
                """
            #expect(throws: StoreError(.timeLimit, "")) {
                try query.run(endless, seconds: 0.05) { _ in }
            }
            #expect(throws: StoreError(.interrupted, "")) {
                try query.run(endless, seconds: 60, isCancelled: { true }) { _ in }
            }
            #expect(try rows("SELECT 1") == [[1]])
        }
    }
}
