import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// What follows from events is written again where it is not what they make, and nothing else is.
@Suite("Repair", .storesChecked)
struct RepairTests {
    private let store = Result { try TamperedStore() }

    private static let repairable: [VerificationFinding.Kind] = [
        .seal, .tree, .administration, .projection, .document, .snapshot,
    ]

    /// Edits of what follows from the events, all at once.
    private static let edits = [
        "UPDATE tree SET hash = randomblob(32)", "INSERT INTO tree VALUES (3, 0, randomblob(32))",
        "UPDATE cycles SET opened_at = 5", "UPDATE tags SET moment = 1",
        "UPDATE projections SET source = source || ' -- x' WHERE name = 'agent_tasks'",
        "UPDATE agent_tasks SET title = 'forged' WHERE task_id = 'T1'",
        "UPDATE documents SET version = version + 1 WHERE size > 0",
        "UPDATE documents SET size = -size WHERE size < 0",
        "UPDATE snapshot_chunks SET body = x'00'",
    ]

    @Test func rebuildsWhatFollowsFromEvents() throws {
        let path = try store.get().copy(named: "repaired.db", Self.edits)
        let store = try Store(opening: path)
        defer { store.close() }
        let preview = try store.repair()
        #expect(!preview.isApplied && preview.tree && preview.administration)
        #expect(preview.projections.contains("agent_tasks") && preview.documents > 0)
        #expect(try store.verify().findings == preview.findings, "a preview writes nothing")
        let repair = try store.repair(applying: true)
        #expect(repair.isApplied && repair.findings == preview.findings)
        let report = try store.verify(try self.store.get().kept)
        #expect(report.outcome == .verified)
        #expect(try store.repair(applying: true).findings == 0)
        try store.append(
            try TamperedStore.event("task/T1", ["title": "and on"], by: Actor("Agent-1")))
    }

    @Test(
        .storesUnchecked("damaged on purpose"),
        arguments: [
            "UPDATE events SET actor = actor - 1 WHERE position = 36",
            "UPDATE head SET body_bytes = 1", "UPDATE streams SET version = 1",
            "UPDATE secrets SET secret = randomblob(16)",
        ])
    func leavesAloneWhatDoesNotVerify(edit: String) throws {
        let path = try store.get().copy(named: "left.db", [edit, Self.edits[5]])
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        #expect(throws: StoreError(.corrupt, "")) { try store.repair(applying: true) }
    }
}
