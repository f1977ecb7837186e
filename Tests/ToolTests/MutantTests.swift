import AnnalsTesting
import Foundation
import Testing

/// The faults that `tools/mutants/run` puts in, one after the other, still fit the sources, and
/// name a test that there is.
@Suite(.storesChecked) struct MutantTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let patches: [String] = {
        let folder = root.appending(path: "tools/mutants").path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".patch") }.sorted().map { "\(folder)/\($0)" }
    }()

    @Test func thereAreSome() {
        #expect(Self.patches.count >= 7)
    }

    @Test(arguments: patches) func applies(patch: String) async throws {
        let git = CommandLineTool(executable: URL(filePath: "/usr/bin/env"))
        // Outside of a repository paths count from where it runs.
        let copy = try TemporaryDirectory()
        let text = try String(contentsOfFile: patch, encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("--- a/") {
            let path = String(line.dropFirst("--- a/".count))
            let source = try Data(contentsOf: Self.root.appending(path: path))
            try copy.write([UInt8](source), to: path)
        }
        let result = try await git.run(["git", "apply", "--check", patch], in: copy)
        #expect(result.status == 0, "\(result.error)")
    }

    @Test(arguments: patches) func namesATest(patch: String) throws {
        let lines = try String(contentsOfFile: patch, encoding: .utf8).split(separator: "\n")
        let promise = lines.first { $0.hasPrefix("Promise: ") }
        #expect(promise?.hasSuffix(".") == true)
        let caught = try #require(lines.first { $0.hasPrefix("Caught by: ") })
        let parts = caught.dropFirst("Caught by: ".count).split(separator: "/")
        try #require(parts.count == 2)
        let (suite, test) = (parts[0], parts[1])
        let tests = Self.root.appending(path: "Tests").path(percentEncoded: false)
        let files = try FileManager.default.subpathsOfDirectory(atPath: tests)
            .filter { $0.hasSuffix("/\(suite).swift") }
        let isThere = try files.contains {
            try String(contentsOfFile: "\(tests)/\($0)", encoding: .utf8).contains("func \(test)(")
        }
        #expect(isThere, "\(caught)")
    }
}
