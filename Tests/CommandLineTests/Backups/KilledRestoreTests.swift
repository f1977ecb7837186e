import AnnalsTesting
import Foundation
import Testing

/// Wherever a call fails or a restore is killed: the old store is there with all its events, or the
/// new one is, and a second run gets it done.
///
/// With `ANNALS_LONG_TESTS` at every call; else at some of them, others with every seed.
@Suite(.storesChecked) struct KilledRestoreTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    @Test(arguments: FailingCalls.Kind.allCases)
    func isDoneOrNot(_ kind: FailingCalls.Kind) async throws {
        let start = try await RestoreFromTests.store()
        // With an erasure, so that more is done under the lock.
        try await start.succeed("erase", "later/L0", "--apply", "--reason", "asked")
        let head = try await start.head()
        let files = ["annals.db", "copy.db"]
        let bytes = try files.map { try start.folder.read($0) }
        for seed in Seeds.next() {
            var random = SeededRandom(seed: seed)
            var call = 1
            while true {
                let store = try await StoreFolder(hasStore: false)
                for (name, bytes) in zip(files, bytes) { try store.folder.write(bytes, to: name) }
                guard try await fails(kind, atCall: call, store, head, seed) else { break }
                call += Self.isLong ? 1 : 1 + random.number(0...(call * 2))
            }
        }
    }

    /// - Returns: Whether it came to the call.
    private func fails(
        _ kind: FailingCalls.Kind, atCall call: Int, _ store: StoreFolder, _ head: Int64,
        _ seed: UInt64
    ) async throws -> Bool {
        let notes = try TemporaryDirectory()
        let arguments = ["restore", "--from", "copy.db", "--older"]
        let first = try await store.run(
            arguments,
            environment: try FailingCalls.environment(
                kind, atCall: call, in: store.folder, noting: notes.path("hit")))
        guard FileManager.default.fileExists(atPath: notes.path("hit")) else {
            #expect(first.status == 0)
            return false
        }
        let place: Comment = "call \(call), seed \(seed): \(first.status) \(first.error)"
        let names = try RestoreFromTests.names(store).sorted().joined(separator: " ")
        let isWhole = try await store.run("verify", "--log")
        #expect(isWhole.status == 0, "\(isWhole.error) \(names) \(place.rawValue)")
        let now = try await store.head()
        // The event itself is erased, completed and told in the new one.
        let log = try await store.run(
            "log", "--all", "--reverse", "--limit", "1", "--format", "csv")
        let isNew = log.output.contains("annals.restored-from-backup")
        #expect(isNew || now == head, "\(now) \(names) \(place.rawValue)")
        if first.status == 0 { #expect(isNew, place) }
        if kind != .kill {
            let drafts = try RestoreFromTests.names(store).filter { $0.contains(".new-") }
            #expect(drafts.isEmpty, place)
            if first.status != 0 {
                #expect(
                    first.error.split(separator: "\n").filter { $0.hasPrefix("annals: ") }.count
                        == 1, place)
            }
        }
        let again = try await store.run(arguments)
        #expect(again.status == 0, "\(again.error) \(place.rawValue)")
        #expect(try RestoreFromTests.names(store).allSatisfy { !$0.contains(".new-") }, place)
        #expect(try await store.succeed("verify").contains("Verified"), place)
        return true
    }
}
