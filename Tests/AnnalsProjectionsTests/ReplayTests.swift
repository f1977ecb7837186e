import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsProjections

/// Documents folded from a log, on all cores, make the rows that its events make one by one.
@Suite(.storesChecked) struct ReplayTests {
    @Test func foldingGivesWhatEventsGiveOneByOne() throws {
        try checkProperty(times: 12) { random in
            let definition = try Self.definition(&random)
            let made = try TestLog()
            try made.use { log in
                try Self.append(to: log, &random)
                let head = try log.read { try $0.head() }
                let expected = try MemoryTables([definition])
                let replay = EventReplay(log, needsDocument: { _ in true })
                var isMore = true
                while isMore {
                    isMore = try replay.nextBatch(through: head) { event in
                        _ = try expected.applier.applyLeniently(event)
                    }
                }
                let folded = try Self.folded(definition, log, through: head, &random)
                for table in definition.tables {
                    let sql = "SELECT * FROM \"\(table.name)\" ORDER BY id"
                    #expect(try folded.rows(sql) == expected.rows(sql), "\(definition.source)")
                }
            }
        }
    }

    /// The tables after stops on the way, behind some of which everything folded is forgotten.
    private static func folded(
        _ definition: ProjectionDefinition, _ log: EventLog, through head: Int64,
        _ random: inout SeededRandom
    ) throws -> MemoryTables {
        let tables = try MemoryTables([definition])
        var fill = ProjectionFill(definition, into: tables.connection, from: log, after: 0)
        #expect(fill.canFoldAhead)
        var stop: Int64 = 0
        while stop < head {
            stop = min(head, stop + Int64(random.number(1...150)))
            if random.once(in: 2) { try fill.foldAhead(through: stop) }
            while try fill.nextBatch(through: stop, onFailure: { _ in }) {}
            try fill.flush()
            if random.once(in: 2) {
                fill = ProjectionFill(definition, into: tables.connection, from: log, after: stop)
            }
        }
        return tables
    }

    /// A definition whose rows follow from documents alone.
    private static func definition(_ random: inout SeededRandom) throws -> ProjectionDefinition {
        var generator = DefinitionGenerator(seed: random.next())
        while true {
            let made = try generator.definition("p")
            let definition = try ProjectionDefinition(name: "p", source: made.source)
            if definition.followsDocumentsAlone { return definition }
        }
    }

    /// Appends documents of all sizes: small ones, some that are kept as trees, bodies that go on
    /// from the one before, and objects of more members than are scanned.
    private static func append(to log: EventLog, _ random: inout SeededRandom) throws {
        var history = try HistoryGenerator(seed: random.next(), streams: random.number(3...40))
        for _ in 0..<20 {
            var batch = try history.batch(upTo: 40)
            for index in batch.indices where !batch[index].change.isEmpty {
                guard !batch[index].change.deleted else { continue }
                switch random.number(0...19) {
                case 0:
                    let long = String(repeating: "a \"long\" text ", count: 1_500)
                    batch[index].change.data["long"] = .string(long)
                case 1:
                    var many = JSONObject()
                    for number in 0..<random.number(60...70) { many["m\(number)"] = true }
                    batch[index].change.data["many"] = .object(many)
                case 2...4:
                    let text = String(repeating: "\(random.number(0...9)), ", count: 300)
                    batch[index].change.data["other"] = .string(text)
                default:
                    break
                }
            }
            try log.append(batch, .lenient)
        }
    }
}
