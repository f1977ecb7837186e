import AnnalsTesting
import Foundation
import Testing

/// The house rules hold for every file of this package.
@Suite(.storesChecked) struct HouseRuleTests {
    private static let tree = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try SourceTree(root: root)
    }

    @Test(arguments: TidyRule.all) func holds(rule: TidyRule) throws {
        let findings = try rule.check(Self.tree.get())
        #expect(
            findings.isEmpty,
            "\(rule)\n\(findings.map(\.description).joined(separator: "\n"))")
    }

    /// What somebody fetched or made while he worked stays out.
    @Test func nothingElseLiesAtTheTop() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path())
            .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(
            names.sorted() == [
                "LICENSE", "Package.swift", "README.md", "Sources", "Tests", "projections", "tools",
            ])
    }

    @Test func theTreeIsThisPackage() throws {
        let tree = try Self.tree.get()
        #expect(tree.files.contains { $0.path == "Tests/TidyTests/HouseRuleTests.swift" })
        let tests = try #require(tree.targets.first { $0.name == "TidyTests" })
        #expect(tests.path == "Tests/TidyTests")
        #expect(tests.dependencies == ["AnnalsTesting"])
        #expect(tree.files(of: tests).map(\.path).contains("Tests/TidyTests/HouseRuleTests.swift"))
        let tool = try #require(tree.targets.first { $0.name == "annals-dev" })
        #expect(tool.dependencies.contains("ArgumentParser"))
        #expect(tool.exclude == ["CAllocations", "CBare", "thresholds.yaml"])
        let toolTests = try #require(tree.targets.first { $0.name == "ToolTests" })
        #expect(toolTests.dependencies.contains("annals_dev"))
    }
}
