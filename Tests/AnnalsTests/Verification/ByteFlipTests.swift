import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Whatever bit of a file is another, it is found, or the file says the same as before.
@Suite("Byte flips", .storesUnchecked("damaged on purpose"))
struct ByteFlipTests {
    private static let times =
        ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] == "1" ? 10_000 : 150

    /// Columns that say nothing about events; see the page Threats.
    ///
    /// How a body is compressed is compared by what comes out.
    private static let passedOver: [String: Set<String>] = [
        "store": ["id", "origin", "created_at", "first_position"],
        "events": ["dictionary", "base", "body"],
        "dictionaries": ["bytes", "made_at", "body_bytes"],
        "dictionary_sources": ["stream"],
        "documents": ["body"],
        "snapshots": ["stored", "matched"],
        "snapshot_chunks": ["body"],
    ]

    @Test func areFoundOrChangeNothing() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("store.db")
        try Self.fill(path)
        let bytes = try folder.read("store.db")
        let before = try Self.dump(path)
        let used = bytes.indices.filter { bytes[$0] != 0 }
        try checkProperty(times: Self.times) { random in
            var flipped = bytes
            // Half of them where something is: most of a small file is empty.
            let place =
                random.once(in: 2) ? random.element(of: used) : random.number(0...bytes.count - 1)
            let mask = UInt8(1) << UInt8(random.number(0...7))
            flipped[place] ^= mask
            let copy = try folder.write(flipped, to: "flipped.database")
            defer {
                for suffix in ["-wal", "-shm", "-lock"] {
                    try? FileManager.default.removeItem(atPath: copy + suffix)
                }
            }
            guard try Self.isVerified(copy) else { return }
            #expect(try Self.dump(copy) == before, "byte \(place), mask \(mask)")
        }
    }

    private static func fill(_ path: String) throws {
        let store = try Store.create(at: path, by: Actor("maria", kind: .human))
        defer { store.close() }
        for number in 0..<90 {
            var event = try TamperedStore.event(
                "task/T\(number % 3)",
                [
                    "title": .string("Task \(number)"),
                    "notes": .string(String(repeating: "note \(number * 7919) ", count: 50)),
                ], by: Actor("Agent-\(number % 4)"))
            if number % 9 == 0 {
                (event.id, event.correlation) = (UUID(), "run-\(number)")
                event.occurredAt = Timestamp(microseconds: 1_700_000_000_000_000)
            }
            try store.append(event)
        }
        try store.nextCycle(note: "next", by: Actor("maria", kind: .human))
        try store.setTag("v1", at: .head, by: Actor("maria", kind: .human))
    }

    /// Whether a verification finds nothing; an error is a finding too.
    private static func isVerified(_ path: String) throws -> Bool {
        do {
            let store = try Store(opening: path, mode: .readOnly)
            defer { store.close() }
            return try store.verify().outcome == .verified
        } catch is StoreError {
            return false
        }
    }

    /// Every row of every table, and every event with what it says.
    private static func dump(_ path: String) throws -> [String] {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        var query = EventQuery()
        query.includesAdministration = true
        var lines = try store.events(query).all().map { "\($0)" }
        try store.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            for table in tables {
                for row in try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"") {
                    let cells = row.filter { !(passedOver[table]?.contains($0.0) ?? false) }
                    let texts = cells.map { "\($0.0)=\($0.1)" }
                    lines.append("\(table) " + texts.joined(separator: " "))
                }
            }
        }
        return lines
    }
}
