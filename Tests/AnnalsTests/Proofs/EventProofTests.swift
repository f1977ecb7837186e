import Annals
import AnnalsTesting
import Foundation
import Testing

/// Proofs of events, and exported trees.
@Suite(.storesChecked) struct EventProofTests {
    @Test func everyEventIsProven() throws {
        let made = try ProofStore(events: 300)
        defer { made.store.close() }
        #expect(throws: StoreError(.notFound, "")) { try made.store.prove(1) }
        try made.store.signCheckpoint(with: made.key, by: made.maria)
        let trusted = try made.trusted
        for position in Int64(1)...300 {
            let event = try made.store.event(at: position)
            for showsBody in [false, true] {
                let proof = try made.store.prove(position, showingBody: showsBody)
                #expect(proof.size == 300 && proof.position == position)
                let proven = try ProvenEvent(checking: Array(proof.text.utf8), keys: trusted)
                #expect(proven.position == position && proven.actor == event.actor.name)
                #expect(proven.stream == event.stream.description)
                #expect(proven.version == event.version && proven.type == event.type.name)
                #expect(proven.recordedAt == event.recordedAt && proven.cycle == event.cycle)
                let body = try proven.body.map { try JSONValue(parsing: $0) }
                #expect(body == (showsBody ? .object(event.body) : nil))
            }
        }
        // The event that keeps the checkpoint is not in it.
        #expect(throws: StoreError(.invalidArgument, "")) { try made.store.prove(301) }
        for position in [0, -1, Int64.min, 302, .max] {
            #expect(throws: StoreError(.beyondHead, "")) { try made.store.prove(position) }
        }
        let others = try VerifierKeys(CheckpointKey.random(name: made.key.name).verifierKey)
        let proof = try made.store.prove(7)
        #expect(throws: StoreError(.notFound, "")) {
            try ProvenEvent(checking: Array(proof.text.utf8), keys: others)
        }
    }

    /// Every file below a folder, by its path.
    private func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for case let name as String in try #require(FileManager.default.enumerator(atPath: folder))
        {
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
            if let data { files[name] = data }
        }
        return files
    }

    /// An export that goes on is the same as one that begins, at sizes around whole tiles.
    @Test func exportsGoOn() throws {
        let made = try ProofStore(events: 3)
        defer { made.store.close() }
        let growing = made.folder.path("growing")
        #expect(throws: StoreError(.notFound, "")) { try made.store.exportTiles(to: growing) }
        var size: Int64 = 3
        for goal in [3, 5, 254, 256, 258, 510, 512, 700] as [Int64] {
            // Each checkpoint but the last has an event of its own.
            if goal > size { try made.append(goal - size) }
            let signed = try made.store.signCheckpoint(with: made.key, by: made.maria).checkpoint
            #expect(signed.size == goal)
            size = goal + 1
            let export = try made.store.exportTiles(to: growing)
            #expect(export.size == goal && export.filesWritten > 0)
            let again = try made.store.exportTiles(to: growing)
            #expect(again.filesWritten == 0 && again.filesRemoved == 0)
            let whole = made.folder.path("whole-\(goal)")
            try made.store.exportTiles(to: whole)
            #expect(try files(growing) == files(whole), "\(goal)")
        }
        #expect(try files(growing).keys.contains("tile/1/000.p/2"))
        #expect(try files(growing)["tile/0/001"]?.count == 8_192)
        // A folder with another log is left alone.
        let other = try ProofStore(events: 2)
        defer { other.store.close() }
        try other.store.signCheckpoint(with: other.key, by: other.maria)
        let before = try files(growing)
        #expect(throws: StoreError(.corrupt, "")) { try other.store.exportTiles(to: growing) }
        #expect(try files(growing) == before)
        struct Stop: Error {}
        try made.append(300)
        try made.store.signCheckpoint(with: made.key, by: made.maria)
        #expect(throws: Stop.self) {
            try made.store.exportTiles(to: growing) { _, _ in throw Stop() }
        }
        #expect(try files(growing)["checkpoint"] == before["checkpoint"])
        try made.store.exportTiles(to: growing)
        let whole = made.folder.path("whole")
        try made.store.exportTiles(to: whole)
        #expect(try files(growing) == files(whole))
    }
}

extension Event {
    /// What its body says.
    fileprivate var body: JSONObject {
        var body: JSONObject = ["data": .object(change.data)]
        if let reason { body["reason"] = .string(reason) }
        return body
    }
}
