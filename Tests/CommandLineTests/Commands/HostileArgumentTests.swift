import Annals
import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// Whatever the arguments are, they neither steer the terminal nor fill it.
@Suite(.storesChecked) struct HostileArgumentTests {
    private static let steering = "a\u{1B}]0;x\u{7}b\nc\r\u{202E}d\u{9B}2J"
    private static let shown = #"a\u{1b}]0;x\u{7}b\nc\r\u{202e}d\u{9b}2J"#

    private static func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || String(scalar).terminalSafe == String(scalar)
        }
    }

    @Test func usageErrorsShowThemEscaped() async throws {
        let store = try await StoreFolder()
        let evil = Self.steering
        for arguments in [
            [evil], ["log", evil], ["log", "--\(evil)"], ["log", "--format", evil],
            ["log", "--format=\(evil)"], ["log", "--limit", evil], ["task", evil],
            ["append", "--batch", "x", "--cycles", evil], ["watch", ".", "--cycle-every", evil],
            ["-\u{1B}"], ["log", "-\n\u{1B}"],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.output.isEmpty)
            #expect(Self.isSafe(result.error), "\(arguments)")
            #expect(result.error.hasPrefix("annals: "))
            #expect(result.error.contains("\\u{1b}"), "\(arguments) \(result.error)")
            #expect(
                result.error.split(separator: "\n").dropFirst().allSatisfy {
                    $0.hasPrefix("Usage: ") || $0.hasPrefix("Help: ") || $0.hasPrefix("  ")
                }, "\(result.error)")
        }
        let unknown = try await store.run(["log", evil])
        #expect(unknown.error.contains("'\(Self.shown)'"), "\(unknown.error)")
        #expect(unknown.error.contains("Usage: annals log"))
        let others = [
            ["help", evil], ["help", "log", evil], ["--generate-completion-script", evil],
        ]
        for arguments in others {
            let help = try await store.run(arguments)
            #expect(Self.isSafe(help.output + help.error), "\(arguments)")
        }
    }

    @Test func sentencesShowThemEscaped() async throws {
        let store = try await StoreFolder()
        let evil = Self.steering
        for arguments in [
            ["state", "task/\(evil)"], ["state", evil], ["log", "--type", evil],
            ["log", "--store", evil], ["log", "--store", "\(evil)/x"], ["query", "SELECT \(evil)"],
            ["query", "@\(evil)"], ["query", "@\(evil)", "--at", evil], ["tag", evil],
            ["projections", "add", evil], ["projections", "check", evil], ["agent", "show", evil],
            ["append", "--batch", evil], ["import", evil], ["export", "\(evil)/x"],
            ["backup", "-o", "\(evil)/x"], ["restore", "--at", "head", "-o", "\(evil)/x"],
            ["rollback", "--to", evil], ["blame", evil], ["diff", evil], ["show", evil],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status != 0, "\(arguments)")
            #expect(Self.isSafe(result.error), "\(arguments)")
            #expect(!result.error.isEmpty)
        }
    }

    @Test func longOnesAreShortened() async throws {
        let store = try await StoreFolder()
        let long = String(repeating: "x", count: 10_000)
        for arguments in [
            [long], ["log", long], ["log", "--format", long], ["log", "--\(long)"],
            ["log", "--limit=\(long)"], ["state", "task/\(long)"], ["log", "--store", long],
            ["log", "--store=\(long)"], ["import", long], ["export", "\(long)/x"],
            ["backup", "-o", long], ["query", "@\(long)"], ["query", "SELECT \(long)"],
            ["projections", "add", long], ["agent", "show", long], ["tag", long],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status != 0, "\(arguments.map { $0.prefix(20) })")
            #expect(result.error.utf8.count < 2_000, "\(arguments.map { $0.prefix(20) })")
            #expect(!result.error.isEmpty)
        }
    }

    @Test func progressShowsNamesEscaped() {
        let line = ProgressLine(
            label: "Filling \(Self.steering)", unit: "events", done: 1, total: 2, elapsed: .zero)
        #expect(line.text.hasPrefix("Filling \(Self.shown)  50 %"))
    }
}
