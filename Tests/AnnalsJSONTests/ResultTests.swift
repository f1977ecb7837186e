import Annals
import AnnalsJSON
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// What a store answers has the members that are described, in their order, with their types.
@Suite(.storesChecked) struct ResultTests {
    /// What is wrong with a result's JSON; empty if it is as it is described.
    private static func faults<Result: JSONResult>(_ result: Result) -> [String] {
        faults(result.json(), Result.shape.descriptions, Result.shape.name)
    }

    private static func faults(
        _ object: JSONObject, _ members: [JSONMemberDescription], _ name: String
    ) -> [String] {
        var faults: [String] = []
        let names = members.map(\.name)
        let order = object.keys.map { names.firstIndex(of: $0) ?? -1 }
        if order.contains(-1) { faults.append("\(name): \(object.keys) has an unknown member") }
        if order != order.sorted() { faults.append("\(name): \(object.keys) are out of order") }
        for member in members {
            let place = "\(name).\(member.name)"
            guard let value = object[member.name] else {
                if case .absent = member.presence { continue }
                faults.append("\(place) is missing")
                continue
            }
            if value == .null, case .null = member.presence { continue }
            if !fits(value, member.type) { faults.append("\(place) is \(value.compact)") }
        }
        return faults
    }

    private static func fits(_ value: JSONValue, _ type: JSONType) -> Bool {
        switch type {
        case .integer: value.asInt64 != nil
        case .number: value.asNumber != nil
        case .boolean: value == true || value == false
        case .text: value.asString != nil
        case .words(let words): words.contains { .string($0) == value }
        case .time: value.asString.flatMap { try? Timestamp(rfc3339: $0) } != nil
        case .uuid: value.asString.flatMap { UUID(uuidString: $0) } != nil
        case .pointer: value.asString.flatMap { try? JSONPointer($0) } != nil
        case .stream: value.asString.flatMap { try? StreamName($0) } != nil
        case .any: true
        case .object: value.asObject != nil
        case .counts: value.asObject?.allSatisfy { $0.value.asInt64 != nil } ?? false
        case .list(let element): value.asArray?.allSatisfy { fits($0, element) } ?? false
        case .result(let name):
            value.asObject.map { faults($0, ResultShapes.byName[name] ?? [], name).isEmpty }
                ?? false
        }
    }

    private func expect(
        _ result: some JSONResult, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let faults = Self.faults(result)
        #expect(faults.isEmpty, "\(faults)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func eventsOfEverySort(seed: UInt64) throws {
        var history = try HistoryGenerator(seed: seed)
        let folder = try TemporaryDirectory()
        let store = try Store.create(
            at: folder.path("annals.db"), by: Actor("maria", kind: .human))
        defer { store.close() }
        var events: [NewEvent] = []
        for _ in 0..<200 { events.append(try history.next()) }
        for receipt in try store.append(events, options: .lenient) {
            expect(receipt)
            expect(NumberedReceipt(line: 7, receipt: receipt))
        }
        var query = EventQuery()
        query.includesAdministration = true
        for event in try store.events(query).all() {
            expect(event)
            expect(TracedEvent(depth: -1, event: event))
            var erased = event
            (erased.change, erased.context, erased.isErased) = (Change(), [:], true)
            expect(erased)
        }
    }

    @Test func whatAVerificationComesTo() throws {
        let folder = try TemporaryDirectory()
        let store = try Store.create(
            at: folder.path("annals.db"), by: Actor("maria", kind: .human))
        defer { store.close() }
        let finding = VerificationFinding(.order, at: 3, "The third event comes before the second.")
        let report = try store.verify()
        expect(finding)
        expect(VerifiedStore(report, listed: [finding]))
        expect(VerifiedStore(report, listed: nil))
        expect(VerificationAnchor(source: .kept, size: 3, holds: nil, signers: ["log"]))
        expect(try store.repair())
    }

    @Test func whatAStoreSaysOfItself() throws {
        let folder = try TemporaryDirectory()
        let actor = try Actor("maria", kind: .human)
        let store = try Store.create(at: folder.path("annals.db"), by: actor)
        defer { store.close() }
        expect(CreatedStore(path: store.path, identity: try store.identity()))
        try store.nextCycle(note: "spring", by: actor)
        try store.nextCycle(by: actor)
        try store.setTag("here", by: actor)
        try store.createTask(TaskDraft("Mend the gauge", id: "T", agent: "Heron"), by: actor)
        expect(try store.claim("T", for: "Heron", by: actor))
        let statistics = StoreStatistics(try store.statistics())
        expect(statistics)
        #expect(
            statistics.json().keys.elementsEqual(StoreStatistics.shape.descriptions.map(\.name)))
        try store.health().forEach { expect($0) }
        expect(try store.backUp(to: folder.path("copy.db"), by: actor))
        expect(CurrentCycle(try store.cycle()))
        try store.cycles().forEach { expect($0) }
        try store.tags().forEach { expect($0) }
        for stream in try store.streams().all() { expect(stream) }
        try store.actors().forEach { expect($0) }
        for projection in try store.projections() {
            expect(projection)
            expect(ProjectionContents(projection))
            expect(try store.projection(projection.name))
            let differences = try store.checkProjection(projection.name)
            expect(CheckedProjection(projection, differences))
            expect(ProjectionInstallation(name: "p", change: .added, summary: projection))
        }
        expect(ProjectionRemoval(name: "p"))
        let stream = try StreamName("task/T")
        try store.blame(stream).forEach { expect($0) }
        try store.blameRow(of: stream).forEach { expect($0) }
        try store.differences(in: MomentRange("start..head")) { difference in
            expect(ChangedDocument(difference))
            for value in difference.values {
                expect(ChangedValue(stream: difference.stream, change: .added, value: value))
            }
        }
        var rows = ChangedRows(table: "agent_tasks")
        try store.rowDifferences(of: "agent_tasks", in: MomentRange("start..head")) { row in
            rows.add(row)
            for column in row.columns {
                expect(ChangedColumn(table: "agent_tasks", row: row, column: column))
            }
            expect(ChangedColumn(table: "agent_tasks", row: row, column: nil))
        }
        expect(rows)
        expect(
            try store.bisect(
                "SELECT count(*) > 0 FROM agent_tasks", in: MomentRange("start..head")))
        expect(
            try store.previewRollback(
                to: .position(0),
                onStep: { step in
                    expect(step)
                    expect(RollbackFileStep(step: step, file: nil))
                    expect(RollbackFileStep(step: step, file: .write))
                }))
        expect(try store.rollback(to: .position(0), by: actor, reason: "test"))
        expect(try store.restore(at: .head, to: folder.path("fork.db"), by: actor))
        try store.agentStatuses().forEach { expect($0) }
        try store.send(MessageDraft(to: "Heron", content: "x"), by: actor).forEach { expect($0) }
        expect(try store.setConfiguration("k.json", to: ["a": 1], by: actor))
    }

    @Test func whatIsProven() throws {
        let folder = try TemporaryDirectory()
        let actor = try Actor("maria", kind: .human)
        let store = try Store.create(at: folder.path("annals.db"), by: actor)
        defer { store.close() }
        let key = try CheckpointKey.random(name: store.identity().origin)
        expect(KeyFile(path: "x", key: key))
        expect(KeptCheckpoint(checkpoint: try store.checkpoint(), file: nil))
        let signed = try store.signCheckpoint(with: key, by: actor)
        expect(KeptCheckpoint(checkpoint: signed.checkpoint, file: "x"))
        for showsBody in [true, false] {
            let proof = try store.prove(1, showingBody: showsBody)
            expect(ProofFile(proof: proof, path: showsBody ? "x" : nil))
            let proven = try ProvenEvent(
                checking: Array(proof.text.utf8), keys: VerifierKeys(key.verifierKey))
            expect(proven)
            #expect((proven.json()["body"] == nil) == !showsBody)
        }
        expect(ProvenEvent.Witness(name: "w", cosignedAt: nil))
        expect(ProvenEvent.Witness(name: "w", cosignedAt: .now))
        expect(try store.exportTiles(to: folder.path("tiles")))
    }

    @Test func whatErasingGives() throws {
        let folder = try TemporaryDirectory()
        let actor = try Actor("maria", kind: .human)
        let store = try Store.create(at: folder.path("annals.db"), by: actor)
        defer { store.close() }
        try store.createTask(TaskDraft("Mend the gauge", id: "T", agent: "Heron"), by: actor)
        let stream = try StreamName("task/T")
        expect(try store.backUp(to: folder.path("copy.db"), by: actor))
        expect(try store.restore(at: .head, to: folder.path("fork.db"), by: actor))
        expect(try store.compact())
        expect(try store.addSearchIndex(.words))
        expect(try store.removeSearchIndex(.words))
        expect(try store.retention())
        try store.keepEvents(for: RetentionPeriod("6mo"), by: actor)
        expect(try store.retention())
        let preview = try store.previewErasure(of: .stream(stream), includingCauses: true)
        #expect(!preview.streams.isEmpty && preview.copies.count == 2)
        expect(preview)
        var events: Int64 = 0
        try store.eventsToErase(.stream(stream)) { _ in events += 1 }
        #expect(events == preview.events)
        expect(
            try store.erase(
                .stream(stream), by: actor, reason: "asked", overridingRetention: true))
    }

    @Test func whatWorkspacesGive() throws {
        let folder = try TemporaryDirectory()
        let actor = try Actor("maria", kind: .human)
        let store = try Store.create(at: folder.path("annals.db"), by: actor)
        defer { store.close() }
        try folder.write("{\"status\":", to: "fleet/agent_workspaces/Heron/status.json")
        try folder.write("{\"status\":\"WAITING\"}", to: "fleet/agent_workspaces/Tern/status.json")
        try folder.write("x", to: "fleet/.git/config")
        let imported = try store.importWorkspace(folder.path("fleet"))
        expect(imported)
        #expect(imported.findings.map(\.kind) == [.notJSON])
        try folder.write("other", to: "fleet/agent_workspaces/Heron/status.json")
        try folder.write("new", to: "fleet/new.txt")
        expect(try store.compareWorkspace(folder.path("fleet")))
        try store.updateAgentStatus("Tern", by: actor) { $0.status = "ACTIVE" }
        try store.updateAgentStatus("Gull", by: actor) { $0.status = "ACTIVE" }
        let exported = try store.exportWorkspace(to: folder.path("out"), isCurrent: true)
        expect(exported)
        #expect(exported.rendered.count == 1 && exported.unwritten.count > 0)
        let back = try store.writeBackWorkspace(folder.path("fleet"), isPreview: true)
        expect(back)
        #expect(back.files.count == 1)
        back.files.forEach { expect(WatchWriteBack($0)) }
        expect(try store.importWorkspace(folder.path("fleet")))
        let done = try store.rollback(
            to: .position(imported.head), files: folder.path("fleet"), by: actor, reason: "test")
        expect(done)
        #expect(done.written.count == 1 && done.removed.count == 1)
        expect(WatchBeginning(files: 1, folders: 1))
        imported.findings.forEach { expect(WatchFinding($0)) }
        expect(
            WorkspaceWatchReport.FileEvent(
                path: "x", change: "mode-changed", size: 1, movedFrom: "y", actor: actor,
                position: 1))
    }

    @Test func batches() throws {
        var summary = BatchSummary()
        expect(summary)
        summary.rejected = 2
        summary.add([Receipt(position: 1, version: 1, cycle: 0, recordedAt: .now)])
        expect(summary)
        #expect(
            summary.json().compact
                == #"{"appended":1,"known":0,"batches":1,"last_position":1,"rejected":2}"#)
        let error = StoreError(.invalidName, "no name")
        for text in [Array("é".utf8), [0xFF]] {
            expect(RejectedLine(number: 1, text: text, error: error))
        }
    }
}
