import Annals
import AnnalsServer
import AnnalsTesting
import Foundation
import Logging
import ServiceLifecycle
import Testing

/// A program serves a store of its own, beside what else it does.
@Suite(.storesChecked) struct EmbeddingTests {
    private static func serve(_ store: Store, at path: String) async throws {
        // snippet: server
        let options = ServerOptions(address: .socket(path: path), actor: try Actor("services"))
        let server = AnnalsServer(store, options, logger: Logger(label: "annals"))
        try await ServiceGroup(services: [server], logger: server.logger).run()
        // end
    }

    @Test func aProgramServes() async throws {
        let folder = try TemporaryDirectory()
        let store = try Store.create(at: folder.path("annals.db"), by: try Actor("maker"))
        defer { store.close() }
        let path = folder.path("socket")
        let serving = Task { try await Self.serve(store, at: path) }
        // Other tests keep the few threads of tasks for long.
        let deadline = ContinuousClock.now + .seconds(1_200)
        while !FileManager.default.fileExists(atPath: path) {
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
        let curl = CommandLineTool(executable: URL(filePath: "/usr/bin/curl"))
        let answer = try await curl.run(
            ["-s", "--unix-socket", path, "http://localhost/v1/events?all=true"], in: folder,
            timeout: .seconds(1_200))
        #expect(answer.output.contains("annals.projection-added"), "\(answer)")
        serving.cancel()
        _ = await serving.result
        #expect(try await store.head() > 0)
    }
}
