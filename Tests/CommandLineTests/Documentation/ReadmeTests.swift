import AnnalsTesting
import Foundation
import Testing

/// What the README tells a stranger to type works, line by line, on the example fleet.
@Suite(.storesChecked) struct ReadmeTests {
    @Test func itsCommandsRun() async throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        let script = try #require(blocks.first { $0.hasPrefix("annals init") })
        #expect(script.split(separator: "\n").count == 10)

        let folder = try TemporaryDirectory()
        let tools = URL(filePath: folder.path("tools/demo.d"))
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: root.appending(path: "tools/demo.d/fleet"), to: tools.appending(path: "fleet"))
        let annals = try CommandLineTool.built().executable.deletingLastPathComponent()
        let shell = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let path = "\(annals.path(percentEncoded: false)):/usr/bin:/bin"
        let result = try await shell.run(
            ["-euo", "pipefail", "-c", script], environment: ["PATH": path], in: folder)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("\"datum\": \"sea\""))

        let exported = try String(
            decoding: folder.read("fleet-now/agent_workspaces/Heron/future_tasks.json"),
            as: UTF8.self)
        #expect(exported.contains("\"assigned_to\": \"Plover\""))
        let forecast = "config/forecast.json"
        #expect(
            try folder.read("fleet-now/\(forecast)")
                == folder.read("tools/demo.d/fleet/\(forecast)"))
    }
}
