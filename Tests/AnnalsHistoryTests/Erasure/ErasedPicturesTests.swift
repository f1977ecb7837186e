import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Binary content is stored as bytes, and dictionaries quote these: what was erased is nowhere as
/// bytes, and nowhere as the text that an event says.
@Suite("Bytes of erased pictures", .storesChecked)
struct ErasedPicturesTests {
    /// A store with two pictures in several versions, of which the first is to be erased.
    private struct Album {
        var store: ErasableStore
        let erased: StreamName
        let maria: Actor
        /// What all versions of the first have in common, so that a dictionary quotes it.
        private let mark: [UInt8]
        private var random: SeededRandom
        /// Contents of the versions, the first picture's and the other's.
        private(set) var contents: (erased: [[UInt8]], kept: [[UInt8]]) = ([], [])

        init(_ random: SeededRandom) throws {
            self.random = random
            store = try ErasableStore(random, events: 30)
            erased = try StreamName("file/portrait.png")
            maria = store.maria
            mark = Self.noise(700, &self.random)
            for number in 0..<8 {
                // Some one after the other, with bases; no two begin alike.
                let stream = number % 3 == 2 ? try StreamName("file/tree.png") : erased
                try add(stream)
            }
        }

        private static func noise(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }

        private mutating func add(_ stream: StreamName) throws {
            let count = random.number(1_500...4_500)
            let front = Self.noise(count, &random)
            let end = Self.noise(count, &random)
            let content = front + (stream == erased ? mark : []) + end
            if stream == erased {
                contents.erased.append(content)
            } else {
                contents.kept.append(content)
            }
            let event = NewEvent(
                stream: stream, type: try EventType("file.changed"), actor: maria,
                change: Change(data: ["base64": .string(Data(content).base64EncodedString())]))
            try store.log.append([event], .lenient)
        }

        /// Strings of what is to be erased, as text and as bytes.
        func windows() throws -> Windows {
            let bodies = try store.bodies { $0.stream == erased }
            return Windows(
                in: bodies.erased + contents.erased, butNotIn: bodies.kept + contents.kept)
        }

        func dictionaries() throws -> [[UInt8]] {
            try store.log.readDatabase { _, db in
                try Data.fetchAll(db, sql: "SELECT bytes FROM dictionaries").map { [UInt8]($0) }
            }
        }

        func packedBodies() throws -> Int64 {
            try store.log.readDatabase { _, db in
                try Int64.fetchOne(db, sql: "SELECT count(*) FROM events WHERE dictionary < -1")
                    ?? 0
            }
        }
    }

    @Test(arguments: [true, false]) func areNowhere(sourcesAreTold: Bool) throws {
        try checkProperty { random in
            let album = try Album(random)
            let store = album.store
            _ = try store.log.compact { _, _ in }
            let windows = try album.windows()
            #expect(try album.packedBodies() == 8)
            #expect(try album.dictionaries().contains { windows.places(in: $0) > 0 })
            let before = try store.store.events()
            if !sourcesAreTold {
                _ = try store.log.write { transaction in
                    try transaction.statements.run("DELETE FROM dictionary_sources")
                    transaction.touch()
                }
            }

            let done = try store.history.erase(
                .stream(album.erased), includingCauses: false, by: album.maria, reason: "asked")

            #expect(done.events == 6 && done.dictionaries > 0)
            for dictionary in try album.dictionaries() {
                #expect(windows.places(in: dictionary) == 0)
            }
            for (old, new) in zip(before, try store.store.events()) {
                #expect(new.isErased == (old.stream == album.erased))
                if !new.isErased { #expect(new == old) }
            }
            _ = try store.log.compact { _, _ in }
            #expect(try album.packedBodies() == 2)
            _ = try store.history.restore(
                at: .head(back: 0), to: store.folder.path("fork.db"), by: album.maria)
            try store.log.emptyLog()
            store.log.close()
            for name in ["store.db", "fork.db"] {
                #expect(windows.places(in: try store.folder.read(name)) == 0, "\(name)")
            }
        }
    }

    /// A position in the middle: the version after it had it as its base.
    @Test func oneVersionIsNowhere() throws {
        try checkProperty { random in
            let album = try Album(random)
            let store = album.store
            let events = try store.store.events().filter { $0.stream == album.erased }
            let gone = 2
            let bodies = try store.bodies { $0.position == events[gone].position }
            let windows = Windows(
                in: bodies.erased + [album.contents.erased[gone]],
                butNotIn: bodies.kept + album.contents.kept
                    + album.contents.erased.enumerated().filter { $0.offset != gone }
                    .map(\.element))
            #expect(windows.count > 20)
            _ = try store.history.erase(
                .position(events[gone].position), includingCauses: false, by: album.maria,
                reason: "asked")
            for event in events where event.position != events[gone].position {
                let read = try store.log.read { try $0.event(at: event.position) }
                #expect(read == event)
            }
            try store.log.emptyLog()
            store.log.close()
            #expect(windows.places(in: try store.folder.read("store.db")) == 0)
        }
    }
}
