import AnnalsTesting
import Foundation
import Testing

/// A new store starts with the projections that are named.
@Suite(.storesChecked) struct InitTests {
    private static let visits = """
        -- Visits of customers.
        CREATE TABLE visits (customer TEXT PRIMARY KEY, n INTEGER) STRICT;

        -- on customer.*: merge into visits key customer

        """

    private func names(_ store: StoreFolder) async throws -> [String] {
        let json = try await store.succeed("projections", "--format", "csv")
        return json.split(whereSeparator: \.isNewline).dropFirst()
            .compactMap { $0.split(separator: ",").first.map(String.init) }
    }

    private static let fleet = [
        "agent_messages", "agent_tasks", "agent_workspaces", "configuration", "project_analysis",
    ]

    @Test func fleetNoneAndFiles() async throws {
        for (words, expected) in [
            ([], Self.fleet), (["fleet"], Self.fleet), (["none"], []),
            (["visits.sql"], ["visits"]), (["fleet", "visits.sql"], Self.fleet + ["visits"]),
        ] {
            let store = try await StoreFolder(hasStore: false)
            try store.folder.write(Self.visits, to: "visits.sql")
            let option = words.isEmpty ? [] : ["--projections"] + words
            let made = try await store.run(["init"] + option)
            #expect(made.status == 0, "\(made.error)")
            #expect(try await names(store) == expected)
        }
    }

    @Test func listsOfAStoreWithoutTheFleetSayWhatIsMissing() async throws {
        let store = try await StoreFolder(hasStore: false)
        try await store.succeed("init", "--projections", "none")
        let refusal = try await store.refuse("task", "list")
        #expect(refusal.contains("agent_tasks was removed from this store, or never was in it"))
        #expect(refusal.hasSuffix("add it with annals projections add agent_tasks"))
    }

    @Test func whatIsWrongMakesNoStore() async throws {
        let store = try await StoreFolder(hasStore: false)
        try store.folder.write(Self.visits, to: "visits.sql")
        try store.folder.write("CREATE TABLE x (a) STRICT;", to: "wrong.sql")
        for words in [
            ["none", "visits.sql"], ["visits.sql", "fleet"], ["visits.sql", "visits.sql"],
            ["missing.sql"], ["wrong.sql"],
        ] {
            let result = try await store.run(["init", "--projections"] + words)
            #expect(result.status == 1, "\(words)")
            #expect(!FileManager.default.fileExists(atPath: store.folder.path("annals.db")))
        }
    }
}
