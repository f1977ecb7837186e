import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// A proof that was kept elsewhere is compared as a whole: its checkpoint, and its event.
@Suite(.storesUnchecked("damaged on purpose")) struct KeptProofTests {
    private let made: ProofStore
    private static let position: Int64 = 40

    init() throws {
        made = try ProofStore(events: 600)
        try made.store.signCheckpoint(with: made.key, by: made.maria)
    }

    private func proof(showsBody: Bool = false) throws -> String {
        try made.store.prove(Self.position, showingBody: showsBody).text
    }

    private func verify(
        against proof: String, after edit: String = ""
    ) throws -> (VerificationReport, [VerificationFinding]) {
        made.store.close()
        let queue = try DatabaseQueue(path: made.path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: edit) }
        try queue.close()
        let store = try Store(opening: made.path, mode: .readOnly)
        defer { store.close() }
        var findings: [VerificationFinding] = []
        let report = try store.verify(
            VerificationOptions(
                .log, against: Array(proof.utf8), keys: made.key.verifierKey + "\n")
        ) { findings.append($0) }
        return (report, findings)
    }

    private static func set(_ values: String, at position: Int64) -> String {
        "UPDATE events SET \(values) WHERE position = \(position)"
    }

    @Test(arguments: [false, true]) func holdsForItsStore(showsBody: Bool) throws {
        let (report, findings) = try verify(against: try proof(showsBody: showsBody))
        #expect(findings.isEmpty && report.outcome == .verified)
        #expect(report.anchors.contains { $0.source == .kept && $0.holds == true })
    }

    @Test(arguments: ["recorded_at = recorded_at + 1", "occurred_at = 5", "causation = 1"])
    func namesTheEventThatIsAnother(edit: String) throws {
        let (_, findings) = try verify(
            against: try proof(), after: Self.set(edit, at: Self.position))
        let finding = try #require(findings.first { $0.place == "kept proof 40" })
        #expect(finding.kind == .checkpoint && finding.position == Self.position)
        #expect(finding.expected != nil && finding.found != nil)
        #expect(finding.expected != finding.found)
    }

    @Test func accusesNoOtherEvent() throws {
        let (report, findings) = try verify(
            against: try proof(), after: Self.set("recorded_at = recorded_at + 1", at: 41))
        #expect(report.outcome == .damaged)
        #expect(!findings.contains { $0.place?.hasPrefix("kept proof") == true })
        #expect(findings.contains { $0.place?.hasPrefix("kept checkpoint") == true })
    }

    @Test func needsNoDataBesideIt() throws {
        let lines = try proof().split(separator: "\n", omittingEmptySubsequences: false)
        let bare = lines.filter { !$0.hasPrefix("extra ") }.joined(separator: "\n")
        let (_, findings) = try verify(
            against: bare, after: Self.set("occurred_at = 5", at: Self.position))
        let finding = try #require(findings.first { $0.place == "kept proof 40" })
        #expect(finding.expected == nil && finding.found != nil)
    }

    @Test func saysNothingIfItWasChanged() throws {
        var lines = try proof().split(separator: "\n", omittingEmptySubsequences: false)
        let hash = try #require(lines.firstIndex { $0.hasPrefix("index ") }) + 1
        lines.swapAt(hash, hash + 1)
        let changed = lines.joined(separator: "\n")
        #expect(throws: StoreError(.invalidArgument, "")) { try verify(against: changed) }
    }
}
