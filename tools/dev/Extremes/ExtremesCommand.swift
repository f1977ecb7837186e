import Annals
import AnnalsTesting
import ArgumentParser
import Foundation
import GRDB

/// Puts the extremes of Int64 into every integer column of a store and runs every verb.
struct ExtremesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extremes",
        abstract: "Put extreme numbers into every integer column of a store, and use it.",
        discussion: """
            A store with some of everything is made. Of each copy one integer is changed with \
            plain SQLite, then every verb runs: each must succeed or say in a sentence why not. \
            A trap ends the program, after the line that says which number it was.
            """)

    @Option(help: "Only this share of the columns, counted from 0 ...")
    var share = 0

    @Option(help: "... of so many shares.")
    var shares = 1

    @Flag(help: "Every number and row rather than the most telling ones.")
    var all = false

    @Flag(help: "Print each verb before it runs.")
    var verbose = false

    func validate() throws {
        guard shares > 0, (0..<shares).contains(share) else {
            throw ValidationError("--share is from 0 up to one less than --shares.")
        }
    }

    func run() throws {
        let folder = try TemporaryDirectory()
        let original = try ExtremeStore(in: folder)
        try original.checkUntouched { verb in report(verb) }
        let columns = try original.integerColumns()
        var cases = 0
        for (index, column) in columns.enumerated() where index % shares == share {
            for (value, isLast) in try numbers(for: column, index, original) {
                print("\(column.table).\(column.name) \(isLast ? "last" : "first") = \(value)")
                fflush(nil)
                try original.use(column, value, isLast: isLast) { verb in report(verb) }
                cases += 1
            }
        }
        print("\(cases) files with an extreme number, none of which was too much")
    }

    private func report(_ verb: String) {
        guard verbose else { return }
        print("  \(verb)")
        fflush(nil)
    }

    private func numbers(
        for column: ExtremeStore.Column, _ index: Int, _ original: ExtremeStore
    ) throws -> [(Int64, isLast: Bool)] {
        let telling: [Int64] = [.max, .min]
        guard all else { return telling.map { ($0, (index + ($0 < 0 ? 1 : 0)) % 2 == 0) } }
        let numbers = telling + [-1, 0, .max - 1, 1 << 53, 1 << 31]
        return numbers.flatMap { [($0, true), ($0, false)] }
    }
}
