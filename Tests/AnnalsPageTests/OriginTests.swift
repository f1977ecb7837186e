import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsPage

/// Captured files, the documents that were made of them, and when what they tell of happened.
@Suite(.storesChecked) struct OriginTests {
    @Test func filesAndDocumentsLeadToEachOther() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        try shown.folder.write(
            #"{"agent_id": "Plover", "status": "busy"}"#,
            to: "fleet/agent_workspaces/Plover/status.json")
        _ = try shown.store.importWorkspace(shown.folder.path("fleet"))
        func page(_ name: String, for visitor: PageVisitor? = nil) throws -> String {
            let stream = try StreamName(name)
            return try shown.page(.document(stream), for: visitor) {
                try DocumentContent(stream, before: nil, of: $0, in: $1)
            }.withoutTags
        }
        let file = "file/agent_workspaces/Plover/status.json"
        #expect(try page(file).contains("What it says became agent/Plover."))
        #expect(try page("agent/Plover").contains("It was read from \(file)."))
        // What came later is not told of before.
        let captured = try shown.store.events(EventQuery(stream: try StreamName(file))).next()
        let early = try shown.page(
            .document(try StreamName(file)), at: "seq:\(captured?.position ?? 0)"
        ) {
            try DocumentContent(try StreamName(file), before: nil, of: $0, in: $1)
        }
        #expect(!early.withoutTags.contains("became"))
        // Who does not see files is not told of them.
        let limited = try shown.visitor(["agent"])
        #expect(!(try page("agent/Plover", for: limited).contains("read from")))
        #expect(!(try page("config/f.json").contains("read from")))
    }

    /// A time is said where it is another than that of the recording.
    @Test func whatHappenedBeforeSaysWhen() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        var event = NewEvent(
            stream: try StreamName("gauge/L"), type: try EventType("gauge.read"),
            actor: try Actor("Tern"), change: Change(data: ["metres": 1]))
        event.occurredAt = try Timestamp(rfc3339: "2024-03-01T06:00:00Z")
        let position = try shown.store.append(event).position
        let timeline = try shown.page(.timeline) {
            try TimelineContent(EventFilter(), of: $0, in: $1)
        }.withoutTags
        #expect(timeline.components(separatedBy: "happened 20").count == 2)
        #expect(timeline.contains("happened 2024-03-01 06:00:00 UTC"))
        // A clock that goes ahead is seen as well.
        event.occurredAt = try Timestamp(rfc3339: "2124-03-01T06:00:00Z")
        let ahead = try shown.store.append(event).position
        let future = try shown.page(.event(ahead)) { try EventContent(ahead, of: $0, in: $1) }
        #expect(future.withoutTags.contains("happened 2124-03-01 06:00:00 UTC"))
        let one = try shown.page(.event(position)) {
            try EventContent(position, of: $0, in: $1)
        }.withoutTags
        #expect(one.contains("happened 2024-03-01 06:00:00 UTC"))
    }

    /// The beginning is no moment after an event.
    @Test func theBeginningIsNamed() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        let text = try shown.page(.timeline, at: "start") {
            try TimelineContent(EventFilter(), of: $0, in: $1)
        }.withoutTags
        #expect(text.contains("You are looking at the past, before the first event: "))
    }
}
