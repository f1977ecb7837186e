import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// The version is said in one place, and is the same wherever the program says it.
@Suite(.storesChecked) struct VersionTests {
    @Test(arguments: [["version"], ["--version"], ["-V"], ["version", "--format", "value"]])
    func itStandsAlone(words: [String]) async throws {
        let store = try await StoreFolder(hasStore: false)
        let result = try await store.run(words)
        #expect(result.output == "\(AnnalsVersion.current)\n")
        #expect(result.status == 0)
    }

    @Test func theBuildIsDescribed() async throws {
        let store = try await StoreFolder(hasStore: false)
        let build = try await store.succeed("version", "--build", "--format", "ndjson")
        #expect(build.hasPrefix(#"{"version":"\#(AnnalsVersion.current)","commit":"#))
        #expect(build.contains(#""format":2,"platform":"linux"#))
        let version = try await store.succeed("version", "--format", "ndjson")
        #expect(version == "{\"version\":\"\(AnnalsVersion.current)\"}\n")
        let isStatic = try await store.succeed(
            "version", "--build", "--format", "value", "--columns", "static")
        #expect(isStatic == "false\n", "tests are built with shared libraries")
    }

    /// Files that are written by people; what others published has versions of its own,
    /// and so have the packages that a tool asks for (`name==1.2.3`).
    @Test func noOtherFileRepeatsIt() throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let home = "Sources/AnnalsModel/Store/AnnalsVersion.swift"
        let changes = ".github/CHANGELOG.md"
        var found: [String] = []
        for folder in ["Sources", "Tests", "tools", "projections", ".github", ".ci"] {
            let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
            for name in (files?.allObjects ?? []).compactMap({ $0 as? String }) {
                let path = "\(folder)/\(name)"
                let data = try? Data(contentsOf: root.appending(path: path))
                guard let data, data.count < 1 << 20, path != home, path != changes else {
                    continue
                }
                let pins = /[A-Za-z][A-Za-z0-9._-]*==[0-9.]+/
                let text = String(decoding: data, as: UTF8.self).replacing(pins, with: "")
                if text.contains(AnnalsVersion.current) { found.append(path) }
            }
        }
        #expect(found.isEmpty, "\(found)")
    }

    /// The newest release that the changes speak of is this version, or the one before it.
    @Test func theChangesAgree() throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let changes = try String(
            contentsOf: root.appending(path: ".github/CHANGELOG.md"), encoding: .utf8)
        let newest = changes.split(separator: "\n").first { $0.hasPrefix("## ") }
        let version = AnnalsVersion.current
        let expected = ["## Unreleased", "## \(version)", "## \(version), unreleased"]
        #expect(expected.contains { newest ?? "" == $0 }, "\(newest ?? "none")")
    }
}
