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
                let expected = try Self.tables(definition, log, through: head)
                let folded = try Self.folded(definition, log, through: head, &random)
                #expect(
                    try Self.rows(definition, folded) == Self.rows(definition, expected),
                    "\(definition.source)")
            }
        }
    }

    @Test func whatIsCommittedOnTheWayIsAStateOfTheTables() throws {
        try checkProperty(times: 6) { random in
            let definition = try Self.definition(&random)
            let made = try TestLog()
            try made.use { log in
                try Self.append(to: log, &random)
                let head = try log.read { try $0.head() }
                let tables = try MemoryTables([definition])
                let fill = ProjectionFill(definition, into: tables.connection, from: log, after: 0)
                var stop: Int64 = 0
                while stop < head {
                    stop = min(head, stop + Int64(random.number(20...200)))
                    while try fill.nextBatch(through: stop, onFailure: { _ in }) {}
                    if random.once(in: 4) { try fill.flush() } else { try fill.hold() }
                    #expect(fill.position == stop)
                    let expected = try Self.tables(definition, log, through: fill.writtenPosition)
                    #expect(try Self.rows(definition, tables) == Self.rows(definition, expected))
                }
                try fill.flush()
                #expect(fill.writtenPosition == head)
            }
        }
    }

    @Test func rowsInMemoryGoIntoAnotherDatabase() throws {
        try checkProperty(times: 4) { random in
            let definition = try Self.definition(&random)
            let made = try TestLog()
            try made.use { log in
                try Self.append(to: log, &random)
                let head = try log.read { try $0.head() }
                let (none, all) = (
                    try MemoryTables([definition]), try MemoryTables([definition])
                )
                let fill = ProjectionFill(definition, into: none.connection, from: log, after: 0)
                while try fill.nextBatch(through: head, onFailure: { _ in }) {}
                #expect(fill.isInMemory)
                try fill.flush(into: all.connection)
                #expect(!fill.isInMemory)
                let expected = try Self.tables(definition, log, through: head)
                #expect(try Self.rows(definition, all) == Self.rows(definition, expected))
                #expect(try Self.rows(definition, none).allSatisfy(\.isEmpty))
            }
        }
    }

    /// Whatever is folded beside them, the documents of a projection are those it folds alone.
    @Test func aPartOfAReplayIsAReplayOfItsOwn() throws {
        try checkProperty(times: 8) { random in
            let definition = try Self.definition(&random)
            let made = try TestLog()
            try made.use { log in
                try Self.append(to: log, &random)
                let head = try log.read { try $0.head() }
                let stop = Int64(random.number(1...Int(head)))
                let all = DocumentReplay(after: 0) { _ in true }
                let alone = DocumentReplay(after: 0, wanted: definition.typesToRead())
                try log.read { reader in
                    try all.read(reader, through: stop)
                    try alone.read(reader, through: stop)
                }
                let part = all.part(wanted: definition.typesToRead())
                for _ in 0..<2 {
                    #expect(part.bytes == alone.bytes)
                    #expect(part.documents.map(\.id) == alone.documents.map(\.id))
                    #expect(
                        try part.documents.map { try $0.value.object() }
                            == alone.documents.map { try $0.value.object() })
                    try log.read { reader in
                        try all.read(reader, through: head)
                        try part.read(reader, through: head)
                        try alone.read(reader, through: head)
                    }
                }
            }
        }
    }

    private static func rows(
        _ definition: ProjectionDefinition, _ tables: MemoryTables
    ) throws -> [[[SQLValue]]] {
        try definition.tables.map { table in
            try tables.rows("SELECT * FROM \"\(table.name)\" ORDER BY id")
        }
    }

    /// The tables as they are after an event, event by event.
    private static func tables(
        _ definition: ProjectionDefinition, _ log: EventLog, through end: Int64
    ) throws -> MemoryTables {
        let tables = try MemoryTables([definition])
        let replay = EventReplay(log, needsDocument: { _ in true })
        while try replay.nextBatch(
            through: end, { event in _ = try tables.applier.applyLeniently(event) })
        {}
        return tables
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
