import ArgumentParser
import Foundation

/// One process of `bench`: does one piece of work and prints what it took.
struct FootprintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-footprint", abstract: "Do one piece of work, and print what it took.",
        shouldDisplay: false)

    @Argument(help: "Name of the work.")
    var work: String

    @Argument(help: "Path of the store.")
    var store: String

    @Option(help: "Number of events, where the work makes the store.")
    var events = 0

    @Option(help: "Seed of the workload.")
    var seed: UInt64 = 1

    func run() throws {
        guard let work = FootprintWork(rawValue: work) else {
            throw ValidationError("There is no work '\(work)'.")
        }
        let footprint = try work.run(store, events: events, seed: seed)
        try FileHandle.standardOutput.write(contentsOf: try JSONEncoder().encode(footprint))
    }
}
