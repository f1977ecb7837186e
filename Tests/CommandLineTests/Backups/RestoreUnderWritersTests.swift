import Annals
import AnnalsTesting
import Foundation
import Testing

/// While others append, nothing that was acknowledged is lost between the look and the exchange.
@Suite(.storesChecked) struct RestoreUnderWritersTests {
    @Test func whatWasAcknowledgedIsInTheKeptFile() async throws {
        let folder = try await RestoreFromTests.store()
        let path = folder.folder.path("annals.db")
        let store = try Store(opening: path)
        let event = NewEvent(
            stream: try StreamName("more/M"), type: try EventType("more.made"),
            actor: try Actor("Writer"))
        let writing = Task.detached { () -> (last: Int64, error: StoreError?) in
            var last: Int64 = 0
            while !Task.isCancelled {
                do {
                    last = try await store.append(event).position
                } catch {
                    return (last, error as? StoreError)
                }
            }
            return (last, nil)
        }
        let refused = try await folder.run("restore", "--from", "copy.db")
        #expect(refused.status == 1 && refused.error.contains("that copy.db has not"))
        let restored = try await folder.run("restore", "--from", "copy.db", "--older")
        #expect(restored.status == 0, "\(restored.error)")
        try await Task.sleep(for: .milliseconds(50))
        writing.cancel()
        let (last, error) = await writing.value
        #expect(error?.code == .storeReplaced, "\(String(describing: error))")
        store.close()
        let kept = try await folder.succeed(
            "query", "SELECT max(position) FROM event_log", "--store", "annals.db.before-restore",
            "--format", "csv")
        let end = kept.split(whereSeparator: \.isNewline).last.flatMap { Int64($0) }
        #expect(end == last && last > 17)
        #expect(try await folder.head() == 15)
        let again = try Store(opening: path)
        #expect(try await again.append(event).position == 16)
        again.close()
    }

    /// Nobody may take the place of a store that this process uses.
    @Test func notUnderThisProcess() async throws {
        let folder = try await RestoreFromTests.store()
        let (path, copy) = (folder.folder.path("annals.db"), folder.folder.path("copy.db"))
        let store = try Store(opening: path)
        let maria = try Actor("maria", kind: .human)
        #expect(throws: StoreError(.invalidArgument, "")) {
            try Store.restore(from: copy, to: path, goingBack: true, by: maria)
        }
        #expect(try await store.head() == 17)
        store.close()
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await Store.restore(from: copy, to: path, goingBack: true, by: maria) { _ in
                throw Stop()
            }
        }
        let verified = try await Store.verifyBackup(at: copy, of: path)
        #expect(verified.standing == .beginning && verified.behind == 2 && verified.isGood)
        let restored = try await Store.restore(
            from: copy, to: path, goingBack: true, by: maria)
        #expect(restored.lost == 2 && restored.kept == path + ".before-restore")
        let checks = try await Store.examine(at: path)
        #expect(checks.first { $0.name == "kept_files" }?.state == .note)
        #expect(checks.allSatisfy { $0.state != .wrong }, "\(checks)")
    }
}
