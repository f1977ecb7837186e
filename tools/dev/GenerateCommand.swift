import AnnalsModel
import AnnalsTesting
import ArgumentParser
import Foundation

/// Prints an invented history, the same for the same seed.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Print an invented history of a fleet, one event a line.",
        discussion: "The same seed gives the same history. 'annals append --batch -' reads it.")

    @Option(help: "Number that decides everything that is random.")
    var seed: UInt64 = 1

    @Option(help: "Number of events.")
    var events = 10_000

    @Option(help: "Remove the oldest tasks and messages while more than this many are alive.")
    var live: Int?

    @Flag(help: "Large documents that are saved as a whole for every small change.")
    var histories = false

    func validate() throws {
        guard events >= 0, live ?? 0 >= 0 else {
            throw ValidationError("A number of events is 0 or more.")
        }
        guard live == nil || !histories else {
            throw ValidationError("--live is for the workload of tasks and messages alone.")
        }
    }

    func run() throws {
        if histories {
            try write(HistoryWorkload(seed: seed, events: events))
        } else {
            try write(Workload(seed: seed, events: events, live: live))
        }
    }

    private func write(_ history: some Sequence<NewEvent>) throws {
        var lines: [UInt8] = []
        for event in history {
            event.write(lineTo: &lines)
            if lines.count > 1 << 16 {
                try FileHandle.standardOutput.write(contentsOf: lines)
                lines.removeAll(keepingCapacity: true)
            }
        }
        try FileHandle.standardOutput.write(contentsOf: lines)
    }
}
