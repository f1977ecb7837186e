import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

@testable import AnnalsLog

/// A search finds the same with an index as without one.
@Suite(.storesChecked) struct SearchIndexTests {
    /// Pieces that texts are made of, so that many share much, with all that is written otherwise
    /// in JSON.
    private static let pieces = [
        "pump", "Pump", "pumps", "gauge", "GAUGE", " ", "  ", "\n", "\t", "\"", "\\", "/", "é", "É",
        "Ω", "水位", "👍🏽", "ß", "-", "_", ".", "a", "b", "DB", "002", "1", "\u{7F}", "\u{1}", "*",
        "\u{FFFE}", "no", "now", "annals", "task",
    ]

    private func text(_ random: inout SeededRandom, _ count: ClosedRange<Int>) -> String {
        (0..<random.number(count)).map { _ in random.element(of: Self.pieces) }.joined()
    }

    private func fill(_ log: EventLog, _ count: Int, _ random: inout SeededRandom) throws {
        var events: [NewEvent] = []
        for _ in 0..<count {
            let number = random.number(0...5)
            var event = try event(
                number == 0 ? "note/pump \(random.number(0...9))" : "task/T\(number)",
                number == 0 ? "note.made" : "task.updated",
                [text(&random, 1...3): .string(text(&random, 0...12)), "n": 12])
            event.actor = try Actor(random.once(in: 3) ? "Gauge \"2\"" : "Agent-1")
            if random.once(in: 4) { event.reason = text(&random, 1...5) }
            if random.once(in: 4) { event.context = ["at": .string(text(&random, 1...5))] }
            events.append(event)
        }
        try log.append(events)
    }

    private func query(_ random: inout SeededRandom, _ head: Int) throws -> EventQuery {
        var query = EventQuery()
        if random.once(in: 2) {
            query.search = text(&random, 1...3)
        } else {
            var words = text(&random, 1...3).filter { $0 != "\"" }
            if random.once(in: 3) { words = "\"\(words)\"" }
            if random.once(in: 3) { words += "*" }
            query.match = try? TextQuery(words)
        }
        if random.once(in: 4) { query.actor = "Agent-1" }
        if random.once(in: 4) { query.type = try EventType("task.updated") }
        if random.once(in: 4) { query.category = "note" }
        if random.once(in: 4) { query.stream = try StreamName("task/T1") }
        if random.once(in: 3) { query.after = Int64(random.number(0...head)) }
        if random.once(in: 3) { query.through = Int64(random.number(0...head)) }
        query.includesAdministration = random.once(in: 2)
        query.isReversed = random.once(in: 2)
        return query
    }

    private func positions(_ log: EventLog, _ query: EventQuery) throws -> [Int64] {
        let cursor = EventCursor(log, query)
        var found: [Int64] = []
        while let event = try cursor.nextEvent() { found.append(event.position) }
        return found
    }

    @Test func findsTheSameWithAndWithoutIt() throws {
        try checkProperty(times: 3) { random in
            try withLog { log in
                let head = 2_600
                try fill(log, 1_000, &random)
                for kind in SearchIndexKind.allCases {
                    let index = try log.addSearchIndex(kind) { _, _ in }
                    #expect(index.position == 1_000 && index.isUsable && index.bytes > 0)
                }
                // Some of what comes then is read as it is; more than that is taken in.
                try fill(log, random.once(in: 2) ? 600 : 1_600, &random)
                let queries = try (0..<60).map { _ in try query(&random, head) }
                let found = try queries.map { try positions(log, $0) }
                let indexes = try log.searchIndexes()
                #expect(indexes.count == 2)
                for kind in SearchIndexKind.allCases { _ = try log.removeSearchIndex(kind) }
                for (query, found) in zip(queries, found) {
                    let wanted = try positions(log, query)
                    #expect(
                        found == wanted,
                        "\(query.search ?? "-") \(query.match?.text ?? "-") \(query.isReversed)")
                }
                #expect(try log.searchIndexes().isEmpty)
            }
        }
    }

    /// The words of a text are those that FTS5 finds in it.
    @Test func wordsAreThoseOfTheIndex() throws {
        try withLog { log in
            var query = EventQuery()
            let texts = ["Ein-Pegel_7 MISST", "wasser\nstand", "höhe \u{E9}t\u{E9}", "tabs\tund"]
            for text in texts {
                try log.append([try event("task/A", "task.updated", ["t": .string(text)])])
            }
            let wanted: [(String, [Int64])] = [
                ("pegel", [1]), ("pege", []), ("pege*", [1]), ("7", [1]), ("ein pegel", [1]),
                ("\"pegel ein\"", []), ("\"ein pegel\"", [1]), ("ein-pegel", [1]),
                ("\"7 mis\"*", [1]), ("stand", [2]), ("nstand", []), ("\"wasser stand\"", [2]),
                ("HÖHE", []), ("höhe", [3]), ("\u{E9}t*", [3]), ("und", [4]),
                ("tabs und misst", []),
                ("task", [1, 2, 3, 4]), ("agent 1", [1, 2, 3, 4]),
            ]
            for isIndexed in [false, true] {
                if isIndexed { _ = try log.addSearchIndex(.words) { _, _ in } }
                for (text, positions) in wanted {
                    query.match = try TextQuery(text)
                    #expect(try self.positions(log, query) == positions, "\(text) \(isIndexed)")
                }
            }
        }
    }

    @Test func isMadeAgainWhereItIsNotTrue() throws {
        try withLog { log in
            try log.append([try event("task/A", "task.updated", ["t": "the first"])])
            let path = log.file.file + SearchIndexKind.trigrams.suffix
            let made = try log.addSearchIndex(.trigrams) { _, _ in }
            #expect(made.path == path)
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            var query = EventQuery()
            query.search = "first"
            // Damaged: it is left aside, and made anew when that is asked for.
            var bytes = try Data(contentsOf: URL(filePath: path))
            for index in bytes.indices.dropFirst(100) { bytes[index] = 0x5A }
            try bytes.write(to: URL(filePath: path))
            #expect(try log.searchIndexes().map(\.isUsable) == [false])
            #expect(try positions(log, query) == [1])
            #expect(try log.addSearchIndex(.trigrams) { _, _ in }.isUsable)
            #expect(try positions(log, query) == [1])
            // Of another store.
            try withLog { other in
                let moved = other.file.file + SearchIndexKind.trigrams.suffix
                try FileManager.default.copyItem(atPath: path, toPath: moved)
                try other.append([try event("task/B", "task.updated", ["t": "another first"])])
                #expect(try other.searchIndexes().map(\.isUsable) == [false])
                #expect(try positions(other, query) == [1])
                #expect(!FileManager.default.fileExists(atPath: moved))
            }
            // No index at all.
            try Data("a letter".utf8).write(to: URL(filePath: path))
            #expect(try positions(log, query) == [1])
            try FileManager.default.removeItem(atPath: path)
            let foreign = try DatabaseQueue(path: path)
            try foreign.write { try $0.execute(sql: "CREATE TABLE letters (text)") }
            try foreign.close()
            #expect(throws: StoreError(.unsupported, "")) {
                try log.addSearchIndex(.trigrams) { _, _ in }
            }
            #expect(throws: StoreError(.unsupported, "")) { try log.removeSearchIndex(.trigrams) }
            #expect(try positions(log, query) == [1])
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    /// Where it is stopped, what was done stays.
    @Test func goesOnWhereItWasStopped() throws {
        try checkProperty { random in
            try withLog { log in
                try fill(log, 9_000, &random)
                #expect(throws: StoreError(.interrupted, "")) {
                    try log.addSearchIndex(.words) { done, total throws(StoreError) in
                        #expect(total == 9_000)
                        if done < total { throw StoreError(.interrupted, "stopped") }
                    }
                }
                let part = try #require(try log.searchIndexes().first)
                #expect(part.position > 0 && part.position < 9_000 && part.isUsable)
                #expect(try log.addSearchIndex(.words) { _, _ in }.position == 9_000)
            }
        }
    }

    /// An erasure by something that does not know of indexes.
    @Test func isOfNoUseAfterAnErasure() throws {
        try withLog { log in
            let stream = try StreamName("task/A")
            try log.append([
                try event("task/A", "task.updated", ["t": "the secret"]),
                try event("task/B", "task.updated", ["t": "no secret"]),
            ])
            for kind in SearchIndexKind.allCases { _ = try log.addSearchIndex(kind) { _, _ in } }
            let statement = ErasureStatement(
                scope: .stream(stream), actor: try Actor("maria"), reason: "asked")
            _ = try log.write { transaction in
                let events = EventTable(transaction.statements)
                let id = try #require(try events.place(at: 1)).stream
                return try transaction.erase(try events.places(ofStream: id), statement)
            }
            #expect(try log.searchIndexes().map(\.isUsable) == [false, false])
            var query = EventQuery(search: "secret")
            #expect(try positions(log, query) == [2])
            query = EventQuery(match: try TextQuery("secret"))
            #expect(try positions(log, query) == [2])
            // Nothing of it stays.
            #expect(try log.searchIndexes().isEmpty)
        }
    }

    /// What lies in the place of an index and is none is said, and waited for by nobody.
    @Test func aPipeIsNoIndex() throws {
        try withLog { log in
            try log.append([try event("task/A", "task.made", ["title": "pumpkin"])])
            let index = log.file.file + SearchIndexKind.trigrams.suffix
            #expect(mkfifo(index, 0o600) == 0)
            #expect(try log.searchIndexes().map(\.isUsable) == [false])
            #expect(throws: StoreError(.unsupported, "")) {
                try log.addSearchIndex(.trigrams) { _, _ in }
            }
            #expect(throws: StoreError(.unsupported, "")) { try log.removeSearchIndex(.trigrams) }
            unlink(index)
            #expect(try log.addSearchIndex(.trigrams) { _, _ in }.isUsable)
        }
    }

    /// Making an index that is there looks whether it is damaged.
    @Test func aDamagedIndexIsMadeAgain() throws {
        var random = SeededRandom(seed: 3)
        try withLog { log in
            try log.append(
                try (0..<600).map {
                    try event("task/T\($0)", "task.made", ["title": .string("pumpkin \($0)")])
                })
            _ = try log.addSearchIndex(.trigrams) { _, _ in }
            let index = log.file.file + SearchIndexKind.trigrams.suffix
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: index)))
            for _ in 0..<300 {
                bytes[random.number(8192...bytes.count - 1)] = UInt8(random.number(0...255))
            }
            try Data(bytes).write(to: URL(filePath: index))
            _ = try log.addSearchIndex(.trigrams) { _, _ in }
            var query = EventQuery()
            query.search = "pumpkin"
            #expect(try positions(log, query).count == 600)
        }
    }
}
