import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// What was erased is nowhere in the bytes that a store leaves behind, and nothing else is lost.
@Suite("Bytes of what was erased", .storesChecked)
struct ErasedBytesTests {
    enum Kind: CaseIterable {
        case stream, position, subject
    }

    private func scope(
        _ kind: Kind, _ store: inout ErasableStore
    ) throws -> (ErasureScope, (Event) -> Bool) {
        let secret = store.secret
        switch kind {
        case .stream:
            return (.stream(secret), { $0.stream == secret })
        case .position:
            let events = try store.store.events().filter { $0.stream == secret }
            let position = events[events.count / 2].position
            return (.position(position), { $0.position == position })
        case .subject:
            let value = "the Ⅻ \"boxers\"\\\(Int64.random(in: 0...Int64.max))"
            var holding: Set<Int64> = []
            for (number, stream) in ["task/T1", "task/T2", "note/N", "task/secret"].enumerated() {
                var event = try store.event(StreamName(stream), words: 60, 1)
                event.type = try EventType("\(event.stream.category).updated")
                let file = JSONValue.object(["deep": .string("<\(value)>")]).compact
                switch number {
                case 0: event.reason = "asked by \(value)"
                case 1: event.change.data["text"] = .string(file)
                case 2: event.context = [value: 1]
                default:
                    let bytes = Data([0xFF] + Array(value.utf8))
                    event.change.data["base64"] = .string(bytes.base64EncodedString())
                }
                holding.insert(try store.log.append([event], .lenient)[0].position)
            }
            return (.subject(value), { holding.contains($0.position) })
        }
    }

    @Test(arguments: Kind.allCases) func areNowhere(kind: Kind) throws {
        try checkProperty { random in
            var store = try ErasableStore(random)
            let (scope, isErased) = try scope(kind, &store)
            let before = try store.store.events()
            let (kept, erased) = try store.bodies(isErased)
            let windows = Windows(in: erased, butNotIn: kept)
            #expect(windows.count > 20)
            let isCached = try store.decodedCaches().contains { windows.places(in: $0) > 0 }
            #expect(isCached || kind != .stream)
            let root = try store.log.read { try TreeTable($0.statements).head().frontier.root }
            let preview = try store.history.erasurePreview(of: scope, includingCauses: false)
            #expect(preview.events == Int64(erased.count))
            #expect(
                try root
                    == store.log.read { try TreeTable($0.statements).head().frontier.root })

            let done = try store.history.erase(
                scope, includingCauses: false, by: store.maria, reason: "a request")

            #expect(done.events == preview.events && done.bytes == preview.bytes)
            #expect(done.dictionaries == Int64(preview.dictionaries.count))
            let after = try store.store.events()
            for (old, new) in zip(before, after) {
                #expect(new.isErased == isErased(old))
                if !isErased(old) { #expect(new == old) }
            }
            for decoded in try store.decodedCaches() { #expect(windows.places(in: decoded) == 0) }
            #expect(LogReader.bytes(ofFile: store.log.path + "-wal") < 100_000)
            _ = try store.history.restore(
                at: .head(back: 0), to: store.folder.path("fork.db"), by: store.maria)
            try store.log.emptyLog()
            #expect(LogReader.bytes(ofFile: store.log.path + "-wal") == 0)
            store.log.close()
            for name in ["store.db", "fork.db"] {
                let left = windows.places(in: try store.folder.read(name))
                #expect(left == 0, "\(kind): \(left) places of \(name)")
            }
        }
    }

    /// Right after the first transaction nobody reads it, whatever he remembers.
    @Test func writersAndReadersForgetIt() throws {
        try checkProperty { random in
            var store = try ErasableStore(random)
            let other = try EventLog(path: store.log.path, mode: .readWrite) { InlineProjections() }
            defer { other.close() }
            // Both know the end of the stream with its body and its document.
            let last = try other.append([store.event(store.secret, words: 200, 1)], .lenient)[0]
            let (kept, erased) = try store.bodies { $0.stream == store.secret }
            let windows = Windows(in: erased, butNotIn: kept)
            _ = try store.history.erase(
                .stream(store.secret), includingCauses: false, by: store.maria, reason: "asked")
            for log in [other, store.log, other] {
                var event = try store.event(store.secret, words: 200, 1)
                event.change.data["name"] = "another"
                let position = try log.append([event], .lenient)[0].position
                for reader in [store.log, other] {
                    let read = try reader.read { try $0.event(at: position) }
                    #expect(read.change == event.change)
                    #expect(try reader.read { try $0.event(at: last.position) }.isErased)
                }
                let document = try other.read { try $0.document(of: store.secret, at: position) }
                #expect(document?["title"] == event.change.data["title"])
            }
            try SnapshotStore(log: other).takeAll()
            for decoded in try store.decodedCaches() { #expect(windows.places(in: decoded) == 0) }
            other.close()
            store.log.close()
            #expect(windows.places(in: try store.folder.read("store.db")) == 0)
        }
    }

    /// An event that only names the same cause, or follows in the stream, keeps what it says.
    @Test func takesCausesAlongWhereAsked() throws {
        let store = try ProjectedStore()
        let first = try store.append("note/cause", ["a": "first"])
        let own = try store.log.write { transaction in
            try transaction.setTag("here", at: first, by: try Actor("maria")).position
        }
        var event = NewEvent(
            stream: try StreamName("note/effect"), type: try EventType("note.updated"),
            actor: try Actor("maria"), change: Change(data: ["b": "second"]))
        event.causation = .position(first)
        let second = try store.log.append([event])[0].position
        event.causation = .position(own)
        let third = try store.log.append([event])[0].position
        let history = History(log: store.log)
        for (includesCauses, expected) in [(false, 2), (true, 3)] as [(Bool, Int64)] {
            let preview = try history.erasurePreview(
                of: .stream(event.stream), includingCauses: includesCauses)
            #expect(preview.events == expected)
        }
        _ = try history.erase(
            .stream(event.stream), includingCauses: true, by: try Actor("maria"), reason: "asked")
        let erased = try store.events().filter(\.isErased).map(\.position)
        #expect(erased == [first, second, third])
    }

    @Test func refusesWhatItCannotErase() throws {
        let store = try ProjectedStore()
        let maria = try Actor("maria", kind: .human)
        let note = try store.append("note/N", ["a": "first"])
        let history = History(log: store.log)
        func refusal(_ scope: ErasureScope, _ reason: String = "asked") -> StoreError.Code? {
            let result = Result { () throws(StoreError) in
                try history.erase(scope, includingCauses: false, by: maria, reason: reason)
            }
            guard case .failure(let error) = result else { return nil }
            return error.code
        }
        let head = try store.head()
        #expect(refusal(.position(1)) == .reserved)
        #expect(refusal(.stream(try StreamName("annals/projection-texts"))) == .reserved)
        #expect(refusal(.stream(try StreamName("note/none"))) == .notFound)
        #expect(refusal(.position(head + 1)) == .beyondHead)
        #expect(refusal(.subject("")) == .invalidArgument)
        #expect(refusal(.subject("nowhere")) == .notFound)
        #expect(refusal(.position(note), " ") == .invalidArgument)
        #expect(try store.head() == head)
        _ = try store.log.setRetention(try RetentionPeriod("1d"), by: maria, reason: nil)
        #expect(refusal(.position(note)) == .retained)
        let done = try history.erase(
            .position(note), includingCauses: false, by: maria, reason: "a court says so",
            overridingRetention: true)
        let event = try store.log.read { try $0.event(at: done.position ?? 0) }
        #expect(
            event.change.data.compact
                == #"{"scope":"position","positions":[[\#(note),\#(note)]],"override":true}"#)
        #expect(event.reason == "a court says so" && event.actor == maria)
        #expect(refusal(.position(note)) == .notFound)
        _ = try store.log.setRetention(nil, by: maria, reason: nil)
        #expect(try store.log.read { try $0.retention().keep } == nil)
    }

    /// Compressed again, every event says what it said, and the next compaction finds nothing.
    @Test func compactionChangesNoEvent() throws {
        try checkProperty { random in
            let store = try ErasableStore(random, events: 60)
            let before = try store.store.events()
            let root = try store.log.read { try TreeTable($0.statements).head().frontier.root }
            // Stopped on the way, the next one goes on.
            #expect(throws: CancellationError.self) {
                _ = try store.log.compact { _, _ in throw CancellationError() }
            }
            let done = try store.log.compact { _, _ in }
            #expect(done.storedAfter + done.dictionariesAfter > 0 && done.recompressed > 0)
            #expect(try store.log.read { try DictionaryTable($0.statements).ids().count } == 1)
            #expect(try store.store.events() == before)
            #expect(
                try root
                    == store.log.read { try TreeTable($0.statements).head().frontier.root })
            let stored = try store.log.readDatabase { _, db in
                try Int64.fetchOne(db, sql: "SELECT sum(length(body)) FROM events")
            }
            #expect(stored == done.storedAfter)
        }
    }

    /// Whatever call of the disk fails, the erasure is not begun or can be gone on with.
    @Test(arguments: DiskFault.all) func goesOnAfterAFault(fault: DiskFault) throws {
        try checkProperty { random in
            var call = 1
            while true {
                let store = try ErasableStore(random, events: 30)
                let faults = DiskFaults(under: store.folder.path)
                let log = try EventLog(path: store.log.path, mode: .readWrite) {
                    InlineProjections()
                }
                defer { log.close() }
                let (kept, erased) = try store.bodies { $0.stream == store.secret }
                let windows = Windows(in: erased, butNotIn: kept)
                let before = try store.store.events()
                store.log.close()
                faults.plan(fault, atCall: call, times: random.once(in: 2) ? 1 : .max)
                let erase = {
                    try History(log: log).erase(
                        .stream(store.secret), includingCauses: false, by: store.maria,
                        reason: "asked")
                }
                var thrown: StoreError?
                do { _ = try erase() } catch let error as StoreError { thrown = error }
                let failed = faults.failed
                faults.mend()
                if let thrown {
                    let state = try log.read { try ErasureState($0) }
                    let isBegun = try log.read { try $0.event(at: before[10].position) }
                    if state.last == 0, thrown.code != .outcomeUnknown {
                        #expect(!isBegun.isErased)
                    }
                    do {
                        _ = try erase()
                    } catch let error as StoreError where error.code == .notFound {
                        // What failed came after the end.
                        #expect(state.last > 0 && !state.isUnfinished)
                    }
                }
                #expect(try !log.read { try ErasureState($0) }.isUnfinished)
                log.close()
                let left = windows.places(in: try store.folder.read("store.db"))
                #expect(left == 0, "call \(call): \(thrown?.message ?? "done")")
                if failed == 0 { break }
                call += 1 + random.number(call...(call * 4))
            }
        }
    }
}
