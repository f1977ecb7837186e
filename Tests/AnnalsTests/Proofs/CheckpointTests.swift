import Annals
import AnnalsIntegrity
import AnnalsLog
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Checkpoints of a store: signed only over what is durable and continues what was signed before.
@Suite(.storesChecked) struct CheckpointTests {
    private func read(_ note: String) throws -> SignedCheckpoint {
        try SignedCheckpoint(parsing: Array(note.utf8))
    }

    @Test func aCheckpointIsWhatTheLogIsAndIsKept() throws {
        let made = try ProofStore(events: 300)
        defer { made.store.close() }
        let unsigned = try made.store.checkpoint()
        #expect(unsigned.size == 300 && unsigned.signers.isEmpty && unsigned.position == nil)
        #expect(try made.store.lastCheckpoint() == nil)
        let signed = try made.store.signCheckpoint(with: made.key, by: made.maria, reason: "night")
        #expect(signed.checkpoint.root == unsigned.root && signed.file == nil)
        #expect(signed.checkpoint.note.hasPrefix(unsigned.note + "\n"))
        #expect(signed.checkpoint.position == 301)
        #expect(try read(signed.checkpoint.note).signatures(by: made.trusted.keys).log.count == 1)
        #expect(try made.store.lastCheckpoint()?.note == signed.checkpoint.note)
        let event = try made.store.event(at: 301)
        #expect(event.type.name == "annals.checkpoint-signed" && event.actor == made.maria)
        #expect(event.stream.description == "annals/checkpoints" && event.reason == "night")
        #expect(
            event.change.data == [
                "size": 300, "root": .string(unsigned.root),
                "key": .string(made.key.verifierKey), "note": .string(signed.checkpoint.note),
            ])
        // Nothing but that was appended since.
        let again = try made.store.signCheckpoint(with: made.key, by: made.maria)
        #expect(again.checkpoint == signed.checkpoint)
        #expect(try made.store.head() == 301)
        try made.append(1)
        let next = try made.store.signCheckpoint(with: made.key, by: made.maria).checkpoint
        #expect(next.size == 302 && next.position == 303)
        // Another key of the same name signs for itself.
        let other = try CheckpointKey.random(name: "example.com/fleet")
        #expect(try made.store.signCheckpoint(with: other, by: made.maria).checkpoint.size == 303)
    }

    @Test func anEmptyLogIsSignedToo() throws {
        let made = try ProofStore()
        defer { made.store.close() }
        let signed = try made.store.signCheckpoint(with: made.key, by: made.maria).checkpoint
        #expect(signed.size == 0 && signed.position == 1)
        #expect(try made.store.signCheckpoint(with: made.key, by: made.maria).checkpoint == signed)
    }

    @Test func aKeyOfAnotherNameIsRefused() throws {
        let made = try ProofStore(events: 3)
        defer { made.store.close() }
        let other = try CheckpointKey.random(name: "example.com/other")
        #expect(throws: StoreError(.invalidArgument, "")) {
            try made.store.signCheckpoint(with: other, by: made.maria)
        }
        #expect(try made.store.head() == 3)
        #expect(throws: StoreError(.invalidName, "")) { try CheckpointKey.random(name: "my log") }
        for origin in ["my log", "a+b", "", "a\n", String(repeating: "x", count: 256)] {
            let path = made.folder.path("refused.db")
            #expect(throws: StoreError(.invalidName, ""), "\(origin)") {
                try Store.create(at: path, origin: origin, by: made.maria)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    /// An older copy is put back, and goes on otherwise: the archive knows what was there.
    @Test(arguments: [true, false]) func aLogThatWentBackIsNotSigned(isFolder: Bool) throws {
        let made = try ProofStore(events: 20)
        let place = made.folder.path("notes")
        if isFolder {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: false)
        }
        let archive = CheckpointArchive(at: place)
        try made.store.signCheckpoint(with: made.key, keepingIn: archive, by: made.maria)
        try made.store.backUp(to: made.folder.path("old.db"), by: made.maria)
        try made.append(5)
        try made.store.signCheckpoint(with: made.key, keepingIn: archive, by: made.maria)
        made.store.close()
        let old = try Store(opening: made.folder.path("old.db"))
        defer { old.close() }
        for word in ["cut off", "other", "more"] {
            let head = try old.head()
            let error = #expect(throws: StoreError(.corrupt, "")) {
                try old.signCheckpoint(with: made.key, keepingIn: archive, by: made.maria)
            }
            #expect(error?.message.contains("that was kept elsewhere") == true)
            #expect(try old.head() == head, "nothing is claimed")
            try made.append(word == "cut off" ? 3 : 40, to: old, saying: word)
        }
        // By itself it does not know.
        try old.signCheckpoint(with: made.key, by: made.maria)
    }

    @Test func cosignaturesAreKept() throws {
        let made = try ProofStore(events: 4)
        defer { made.store.close() }
        let first = try made.store.signCheckpoint(with: made.key, by: made.maria).checkpoint
        try made.append(2)
        try made.store.signCheckpoint(with: made.key, by: made.maria)
        let witnesses = try ["w.example/1", "w.example/2"].map {
            try SignerKey.random(name: try KeyName($0))
        }
        let keys = try witnesses.map { try VerifierKeys($0.cosignatureVerifier.text) }
        var cosigned = try read(first.note)
        try cosigned.cosign(with: witnesses[0], seconds: 1_700_000_000)
        try cosigned.cosign(with: SignerKey.random(name: KeyName("stranger")), seconds: 1)
        let kept = try made.store.keepCosigned(
            cosigned.serialized, by: keys[0], actor: made.maria
        ).checkpoint
        #expect(kept.signers == ["example.com/fleet", "w.example/1"], "and no stranger")
        #expect(kept.size == 4 && kept.position == 9)
        // The second comes later, with the first left out.
        var later = try read(first.note)
        try later.cosign(with: witnesses[1], seconds: 1_700_000_001)
        let both = try made.store.keepCosigned(later.serialized, by: keys[1], actor: made.maria)
        #expect(both.checkpoint.signers == ["example.com/fleet", "w.example/1", "w.example/2"])
        let again = try made.store.keepCosigned(later.serialized, by: keys[1], actor: made.maria)
        #expect(again.checkpoint == both.checkpoint)
        #expect(try made.store.head() == 10)
        #expect(throws: StoreError(.notFound, ""), "a witness is missing") {
            try made.store.keepCosigned(
                later.serialized, by: keys[0] + keys[1], actor: made.maria)
        }
        // A note that this log did not sign, whoever cosigned it.
        let stranger = try ProofStore(events: 4)
        defer { stranger.store.close() }
        let theirs = try stranger.store.signCheckpoint(with: stranger.key, by: stranger.maria)
        var foreign = try read(theirs.checkpoint.note)
        try foreign.cosign(with: witnesses[0], seconds: 1)
        #expect(throws: StoreError(.notFound, "")) {
            try made.store.keepCosigned(foreign.serialized, by: keys[0], actor: made.maria)
        }
        #expect(try made.store.head() == 10)
    }

    @Test func manySignersAndWritersAtOnce() async throws {
        let made = try ProofStore(events: 10)
        defer { made.store.close() }
        let (store, key, maria) = (made.store, made.key, made.maria)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for n in 0..<6 {
                        try await store.append(
                            NewEvent(
                                stream: StreamName("gauge/W\(writer)"),
                                type: EventType("gauge.read"), actor: maria,
                                change: Change(data: ["n": .number(JSONNumber(Int64(n)))])))
                        try await store.signCheckpoint(with: key, by: maria)
                    }
                }
            }
            try await group.waitForAll()
        }
        var query = EventQuery(stream: try StreamName("annals/checkpoints"))
        query.includesAdministration = true
        var last: (size: Int64, position: Int64) = (-1, 0)
        var count = 0
        for event in try store.events(query).all() {
            let size = try #require(event.change.data["size"]?.asInt64)
            #expect(size >= last.size && size < event.position)
            last = (size, event.position)
            count += 1
        }
        #expect(count >= 2 && last.position > 30)
    }

    /// A restored store has the notes of the log it comes from, and signs under its own name.
    @Test func aRestoredStoreIsAnotherLog() throws {
        let made = try ProofStore(events: 6)
        defer { made.store.close() }
        try made.store.signCheckpoint(with: made.key, by: made.maria)
        let path = made.folder.path("fork.db")
        let restored = try made.store.restore(at: .head, to: path, by: made.maria)
        let fork = try Store(opening: path)
        defer { fork.close() }
        #expect(try fork.lastCheckpoint() == nil)
        #expect(throws: StoreError(.invalidArgument, "")) {
            try fork.signCheckpoint(with: made.key, by: made.maria)
        }
        let key = try CheckpointKey.random(name: restored.origin)
        #expect(try fork.signCheckpoint(with: key, by: made.maria).checkpoint.size == 7)
        #expect(try fork.lastCheckpoint()?.origin == restored.origin)
    }

    @Test func theFileOfAKeyIsItsOwnersAndReplacesNothing() throws {
        let made = try ProofStore()
        made.store.close()
        let path = made.folder.path("k")
        try made.key.write(to: path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try CheckpointKey(contentsOf: path).verifierKey == made.key.verifierKey)
        #expect(throws: StoreError(.storeExists, "")) { try made.key.write(to: path) }
        #expect(throws: StoreError(.storeExists, "")) { try made.key.write(to: made.path) }
        #expect(throws: StoreError(.notFound, "")) { try CheckpointKey(contentsOf: "\(path)x") }
        let secret = try String(decoding: made.folder.read("k"), as: UTF8.self)
        #expect(!"\(made.key)".contains(secret.suffix(40)))
        let damaged = try made.folder.write(secret.replacing("+A", with: "+B"), to: "damaged")
        let error = #expect(throws: StoreError(.invalidArgument, "")) {
            try CheckpointKey(contentsOf: damaged)
        }
        #expect(error?.message.contains(secret.suffix(20)) == false)
    }
}

/// Stores that were changed behind the library's back.
@Suite(.storesUnchecked("changed on purpose")) struct ChangedCheckpointTests {
    /// A row of the tree, the root, a note: nothing is signed over what does not fit.
    @Test(arguments: [
        "UPDATE tree SET hash = zeroblob(32) WHERE level = 1 AND n = 0",
        "DELETE FROM tree WHERE level = 1", "DELETE FROM events WHERE position = 518",
        "UPDATE actors SET name = 'somebody' WHERE name = 'maria'",
        "UPDATE checkpoints SET note = replace(note, '512', '511')",
        "UPDATE checkpoints SET note = 'rubbish' || substr(note, 18)",
        "UPDATE checkpoints SET size = 511",
        "INSERT INTO checkpoints SELECT 700, replace(note, '512', '700') FROM checkpoints",
    ])
    func areNotSigned(edit: String) throws {
        let made = try ProofStore(events: 512)
        let archive = CheckpointArchive(at: made.folder.path("notes"))
        try made.store.signCheckpoint(with: made.key, keepingIn: archive, by: made.maria)
        try made.append(5)
        made.store.close()
        let queue = try DatabaseQueue(path: made.path)
        try queue.write { try $0.execute(sql: edit) }
        try queue.close()
        let store = try Store(opening: made.path)
        defer { store.close() }
        let isOther = edit.contains("rubbish")
        if isOther {
            // A note of another log is none of this one's: the next is signed, as by a new key.
            try store.signCheckpoint(with: made.key, by: made.maria)
            return
        }
        let error = #expect(throws: StoreError(.corrupt, "")) {
            try store.signCheckpoint(with: made.key, by: made.maria)
        }
        #expect(
            error?.message.contains("verify") == true || error?.message.contains("backup") == true)
    }
}
