import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsProjections

/// Vetting furnishes its sandbox with the tables that a text names, and with no others.
@Suite struct MentionedNamesTests {
    private func mentioned(_ text: String) -> Set<String> {
        SourceText(name: "p", text).mentioned(of: ReservedNames.ofStore)
    }

    @Test func namesAreFoundInEveryQuoting() {
        for text in [
            "SELECT * FROM events", "SELECT * FROM EVENTS;", "\"events\"", "[Events]", "`events`",
            "'events'", "main.events", "/* events */", "x,events", "events",
        ] {
            #expect(mentioned(text) == ["events"], "\(text)")
        }
        #expect(mentioned("event_log JOIN streams") == ["event_log", "streams"])
    }

    @Test func partsOfNamesAreOthers() {
        for text in ["my_events", "events2", "eventsé", "éevents", "event", ""] {
            #expect(mentioned(text).isEmpty, "\(text)")
        }
    }

    @Test func whatReadsTheStoresTablesIsRefusedAsEver() {
        for table in ReservedNames.ofStore.sorted() {
            let text = """
                CREATE TABLE t (id TEXT PRIMARY KEY) STRICT;
                CREATE VIEW v AS SELECT * FROM \(table.uppercased());
                -- on task.*: merge into t key id
                """
            #expect(throws: StoreError(.projectionInvalid, ""), "\(table)") {
                try ProjectionDefinition(name: "t", source: text)
            }
        }
    }
}
