import Annals
import AnnalsTesting
import ArgumentParser
import Foundation

/// Lets several processes append to one store, kills some of them, and checks what is left.
struct HammerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hammer",
        abstract: "Append to one store from several processes, then check it.",
        discussion: """
            Every writer notes each event that the store acknowledged. At the end the log must be \
            whole and dense, and hold every noted event at its position: also where writers were \
            killed in the middle of their work.
            """)

    @Option(help: "Processes that append at a time.")
    var writers = 4

    @Option(help: "Threads of each process.")
    var threads = 2

    @Option(help: "Seconds for which they do.")
    var seconds = 10

    @Flag(
        inversion: .prefixedNo, help: "Kill a writer some three times a second and start another.")
    var kill = true

    @Option(help: "Number that decides everything that is random.")
    var seed: UInt64 = UInt64(Date.now.timeIntervalSince1970)

    func validate() throws {
        guard writers > 0, threads > 0, seconds > 0 else {
            throw ValidationError("--writers, --threads and --seconds are 1 or more.")
        }
    }

    func run() async throws {
        print("Seed \(seed)")
        let folder = try TemporaryDirectory()
        let path = folder.path("hammered.db")
        try Store.create(at: path, by: Actor("hammer", kind: .human)).close()
        let start = ContinuousClock.now
        let killed = try await hammer(path, folder)
        let elapsed = (ContinuousClock.now - start) / .seconds(1)

        let acknowledged = try Acknowledgement.read(folder)
        let check = try HammerCheck(path: path, acknowledged: acknowledged)
        print(
            """
            \(check.events) events in \(String(format: "%.1f", elapsed)) s by \(writers) processes \
            of \(threads) threads, \(acknowledged.count) acknowledged, \(killed) processes killed
            """)
        for finding in check.findings {
            print(finding)
        }
        guard check.findings.isEmpty else {
            throw ExitCode.failure
        }
        print("The log is whole and dense, and holds every acknowledged event.")
    }

    /// Keeps the writers going and returns how many were killed.
    private func hammer(_ path: String, _ folder: TemporaryDirectory) async throws -> Int {
        let tool = CommandLineTool(
            executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
        var random = SeededRandom(seed: seed)
        var number = 0
        func start() throws -> RunningCommand {
            number += 1
            return try tool.start(
                [
                    "hammer-writer", path, "--threads", "\(threads)", "--seed",
                    "\(random.next() >> 1)", "--notes", folder.path("notes-\(number)"),
                ], in: folder)
        }
        var running = try (0..<writers).map { _ in try start() }
        let end = ContinuousClock.now + .seconds(seconds)
        var killed = 0
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(random.number(100...500)))
            let chosen = random.number(0...(running.count - 1))
            if kill {
                running[chosen].kill()
                _ = try await running[chosen].result()
                killed += 1
                running[chosen] = try start()
            }
        }
        for writer in running {
            writer.interrupt()
        }
        for writer in running {
            let result = try await writer.result()
            // One that was only just started may not have begun to listen.
            guard result.status == 0 || result.status == 128 + SIGINT else {
                throw BenchFailure("A writer failed: \(result.error)")
            }
        }
        return killed
    }
}
