import AnnalsTesting
import ArgumentParser
import Foundation

/// Checks the house rules, as `TidyTests` does.
struct TidyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidy", abstract: "Check the house rules on every file of the package.")

    @Option(help: "Root of the package.")
    var root = "."

    func run() throws {
        let tree = try SourceTree(root: URL(filePath: root))
        let findings = tree.findings()
        for finding in findings {
            print(finding)
        }
        print("\(tree.files.count) files, \(findings.count) findings")
        if !findings.isEmpty {
            throw ExitCode.failure
        }
    }
}
