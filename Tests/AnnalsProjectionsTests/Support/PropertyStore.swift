import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// A store with random projections under random work, and what must be in it.
final class PropertyStore {
    /// An event that was stored, with its stream's document after it.
    private struct Known {
        let position: Int64
        let stream: StreamName
        let type: EventType
        let document: JSONObject?
    }

    private let folder: TemporaryDirectory
    /// Two logs on one file, like two processes.
    let logs: [EventLog]
    private var history: HistoryGenerator
    private var definitions: DefinitionGenerator
    private var installed: [String: GeneratedDefinition] = [:]
    private var known: [Known] = []
    private var documents: [StreamName: JSONObject] = [:]
    private let actor: Actor

    init(_ random: inout SeededRandom) throws {
        folder = try TemporaryDirectory()
        let path = folder.path("store.db")
        try StoreFile.create(path, origin: nil) { _ in }
        logs = try (0..<2).map { _ in
            try EventLog(path: path, mode: .readWrite) { InlineProjections() }
        }
        history = try HistoryGenerator(seed: random.next())
        definitions = DefinitionGenerator(seed: random.next())
        actor = try Actor("tester", kind: .human)
    }

    func close() {
        for log in logs { log.close() }
    }

    var sources: String { installed.values.map(\.source).joined(separator: "\n") }

    // MARK: Work

    /// Appends a batch.
    ///
    /// - Returns: Whether the tables took it.
    @discardableResult
    func append(_ log: EventLog, isLenient: Bool) throws -> Bool {
        let events = try history.batch(upTo: 6)
        let options = isLenient ? AppendOptions.lenient : AppendOptions()
        do {
            note(events, try log.append(events, options))
            return true
        } catch {
            guard error.code == .projectionRefused, !isLenient else { throw error }
            return false
        }
    }

    /// Appends and gives up, so that all of it is taken back.
    func appendInVain(_ log: EventLog) throws {
        let events = try history.batch(upTo: 6)
        #expect(throws: StoreError(.interrupted, "")) {
            try log.write { transaction in
                _ = try transaction.append(events, .lenient)
                throw StoreError(.interrupted, "given up")
            }
        }
    }

    /// Several callers at once, so that some share a transaction and some of them are refused.
    func appendTogether(_ log: EventLog) throws {
        let batches = try (0..<6).map { _ in try history.batch(upTo: 3) }
        let stored = Stored()
        DispatchQueue.concurrentPerform(iterations: batches.count) { index in
            let options = index % 2 == 0 ? AppendOptions.lenient : AppendOptions()
            if let receipts = try? log.append(batches[index], options) {
                stored.add(index, receipts)
            }
        }
        for (index, receipts) in stored.byPosition { note(batches[index], receipts) }
    }

    /// Adds a projection, or another one of a name that is there.
    func add(_ name: String, _ log: EventLog) throws {
        let definition = try definitions.definition(name)
        _ = try ProjectionStore(log: log).add(
            name: name, source: definition.source, by: actor)
        installed[name] = definition
    }

    /// Removes a projection and, sometimes, brings it back as it was.
    func remove(_ name: String, _ log: EventLog, andAdd: Bool) throws {
        guard let definition = installed[name] else { return }
        let store = ProjectionStore(log: log)
        try store.remove(name, by: actor)
        installed[name] = nil
        guard andAdd else { return }
        _ = try store.add(name: name, source: definition.source, by: actor)
        installed[name] = definition
    }

    /// Rebuilds a projection, which must change nothing.
    func rebuild(_ name: String, _ log: EventLog) throws {
        guard installed[name] != nil else { return }
        let store = ProjectionStore(log: log)
        let before = try contents(name)
        try store.rebuild(name)
        #expect(try contents(name) == before, "rebuild of \(name)\n\(sources)")
    }

    /// Rebuilds all projections together, which must change nothing either.
    func rebuildTogether(_ log: EventLog) throws {
        let names = installed.keys.sorted()
        let before = try names.map { try contents($0) }
        let done = try ProjectionStore(log: log).rebuild(names + ["missing"]) { _ in .init() }
        #expect(done == names)
        #expect(try names.map { try contents($0) } == before, "\(sources)")
    }

    private func note(_ events: [NewEvent], _ receipts: [Receipt]) {
        for (event, receipt) in zip(events, receipts) {
            var after = documents[event.stream]
            event.apply(to: &after)
            documents[event.stream] = after
            known.append(
                Known(
                    position: receipt.position, stream: event.stream, type: event.type,
                    document: after))
        }
    }

    // MARK: What must hold

    /// Every row of every merge is what its document makes, but where an event was refused.
    func checkRows() throws {
        for definition in installed.values {
            let refused = Set(
                try ProjectionStore(log: logs[0]).failures(of: definition.name).map(\.position))
            var rows: [String: [String: [String]]] = [:]
            for event in known where !refused.contains(event.position) {
                for merge in definition.merges
                where merge.patterns.contains(where: { $0.matches(event.type) }) {
                    rows[merge.table, default: [:]][event.stream.id] = event.document.map(merge.row)
                }
            }
            for table in Set(definition.merges.map(\.table)) {
                guard let merge = definition.merges.first(where: { $0.table == table }) else {
                    continue
                }
                let found = try logs[1].readDatabase { _, db in
                    var found: [String: [String]] = [:]
                    for id in try String.fetchAll(db, sql: "SELECT id FROM \"\(table)\"") {
                        let row = try Row.fetchOne(db, sql: merge.query, arguments: [id])
                        found[id] = row?.databaseValues.map { String.fromDatabaseValue($0) ?? "" }
                    }
                    return found
                }
                #expect(found == rows[table] ?? [:], "\(table)\n\(definition.source)")
            }
        }
    }

    /// Every projection is what a replay gives, failures included.
    func checkReplays() throws {
        let names = installed.keys.sorted()
        for name in names {
            let found = try ProjectionStore(log: logs[0]).check(name)
            #expect(found.isEmpty, "\(found)\n\(installed[name]?.source ?? "")")
        }
        let together = try ProjectionStore(log: logs[0]).check(names + ["missing"]) { _ in .init() }
        #expect(together.keys.sorted() == names)
        #expect(together.values.joined().isEmpty, "\(together)\n\(sources)")
    }

    /// All rows of a projection's tables, and its failures.
    private func contents(_ name: String) throws -> [String] {
        try logs[1].readDatabase { reader, db in
            var lines: [String] = []
            for table in try ProjectionStore.definition(name, reader).tables {
                let rows = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table.name)\"")
                lines += rows.map { "\(table.name) \($0.databaseValues)" }.sorted()
            }
            let failures = try Row.fetchAll(
                db, sql: "SELECT * FROM projection_failures WHERE projection = ?",
                arguments: [name])
            return lines + failures.map { "\($0.databaseValues)" }.sorted()
        }
    }
}

/// The receipts of several threads.
private final class Stored: @unchecked Sendable {
    // `@unchecked`: the lock guards it.
    private let lock = NSLock()
    private var receipts: [(index: Int, receipts: [Receipt])] = []

    func add(_ index: Int, _ new: [Receipt]) {
        lock.withLock { receipts.append((index, new)) }
    }

    var byPosition: [(index: Int, receipts: [Receipt])] {
        receipts.sorted { ($0.receipts.first?.position ?? 0) < ($1.receipts.first?.position ?? 0) }
    }
}
