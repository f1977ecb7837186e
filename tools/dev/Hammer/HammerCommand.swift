import Annals
import AnnalsTesting
import ArgumentParser
import Foundation

/// Lets several processes work on one store, kills some of them, and checks what is left.
struct HammerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hammer",
        abstract: "Work on one store from several processes, kill some, and check it.",
        discussion: """
            The processes append, read, follow, roll back, rebuild, erase, compact, back up, \
            verify and sign checkpoints, at random. A witness takes down what was acknowledged. \
            At the end the store must verify and hold every acknowledged event at its position, \
            exactly, and no batch by half. The first promise that is broken ends it with exit \
            code 1.

            With --kills the processes only append, and the store is checked after every kill.
            """)

    @Option(help: "Processes that work at a time.")
    var processes = 4

    @Option(help: "Seconds for which they do.")
    var seconds = 10

    @Flag(
        inversion: .prefixedNo,
        help: "Kill a process some three times a second and start another.")
    var kill = true

    @Option(
        help: ArgumentHelp(
            "Instead of for a time: kill a writing process so many times.", valueName: "number"))
    var kills: Int?

    @Option(help: "Number that decides everything that is random.")
    var seed: UInt64 = UInt64(Date.now.timeIntervalSince1970)

    func validate() throws {
        guard processes > 0, seconds > 0, kills ?? 1 > 0 else {
            throw ValidationError("--processes, --seconds and --kills are 1 or more.")
        }
    }

    func run() async throws {
        print("Seed \(seed)")
        do {
            if let kills { try await killWriters(kills) } else { try await workForATime() }
        } catch let broken as BrokenPromise {
            print("\(broken) (seed \(seed))")
            throw ExitCode.failure
        }
    }

    private func workForATime() async throws {
        var run = try HammerRun(seed: seed, processes: processes, appendsOnly: false)
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        while ContinuousClock.now < end { try await run.goOn(killing: kill) }
        try await run.end()
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let check = try run.check()
        print(
            """
            \(check.events) events in \(String(format: "%.1f", elapsed)) s by \(processes) \
            processes, \(check.acknowledged) acknowledged, \(run.killed) processes killed
            The store verifies, and holds every acknowledged event.
            """)
    }

    /// Stores of the kills are not larger than so many of them make it.
    private static let killsPerStore = 25

    private func killWriters(_ kills: Int) async throws {
        var random = SeededRandom(seed: seed)
        var (done, events, acknowledged) = (0, Int64(0), 0)
        while done < kills {
            var run = try HammerRun(
                seed: random.next(), processes: processes, appendsOnly: true)
            for _ in 0..<min(Self.killsPerStore, kills - done) {
                try await run.goOn(killing: true)
                done += 1
                // Others may go on: what was acknowledged before is there.
                _ = try run.check()
            }
            try await run.end()
            let check = try run.check()
            (events, acknowledged) = (events + check.events, acknowledged + check.acknowledged)
        }
        print(
            """
            \(done) kills, \(events) events, \(acknowledged) acknowledged
            The store verified after every kill, and held every acknowledged event.
            """)
    }
}
