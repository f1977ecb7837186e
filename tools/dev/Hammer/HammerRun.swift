import Annals
import AnnalsTesting
import Foundation

/// One store with the processes that work on it and the witness.
struct HammerRun {
    private let folder: TemporaryDirectory
    private let path: String
    private let tool: CommandLineTool
    private let appendsOnly: Bool
    private let witness: RunningCommand
    private var random: SeededRandom
    private var workers: [RunningCommand] = []
    /// Number of processes that were killed.
    private(set) var killed = 0

    private static let pipe = "receipts"
    private static let notes = "acknowledged"
    private static let key = "signing.key"
    private static let origin = "example.com/hammered"

    /// Makes the store and starts all of them.
    init(seed: UInt64, processes: Int, appendsOnly: Bool) throws {
        folder = try TemporaryDirectory()
        path = folder.path("hammered.db")
        random = SeededRandom(seed: seed)
        self.appendsOnly = appendsOnly
        tool = CommandLineTool(
            executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
        try Store.create(at: path, origin: Self.origin, by: Actor("hammer", kind: .human)).close()
        try CheckpointKey.random(name: Self.origin).write(to: folder.path(Self.key))
        guard mkfifo(folder.path(Self.pipe), 0o600) == 0 else {
            throw BenchFailure("Could not make a pipe in \(folder.path).")
        }
        witness = try tool.start(
            ["hammer-witness", folder.path(Self.pipe), folder.path(Self.notes)], in: folder)
        for place in 0..<processes { workers.append(try start(place)) }
    }

    private mutating func start(_ place: Int) throws -> RunningCommand {
        var arguments = [
            "hammer-worker", path, "--place", "\(place)", "--seed", "\(random.next() >> 1)",
            "--receipts", folder.path(Self.pipe),
        ]
        if !appendsOnly { arguments += ["--key", folder.path(Self.key)] }
        return try tool.start(arguments, in: folder)
    }

    /// Lets them work for a moment, and then kills one of them and starts another.
    ///
    /// - Throws: `BrokenPromise` if one of them found one.
    mutating func goOn(killing kills: Bool) async throws {
        try await Task.sleep(for: .milliseconds(random.number(60...500)))
        for (place, worker) in workers.enumerated() where worker.hasEnded {
            let result = try await worker.result()
            throw BrokenPromise(
                "nobody fails", "process \(place) ended with \(result.status): \(result.error)")
        }
        let chosen = random.number(0...(workers.count - 1))
        guard kills else { return }
        workers[chosen].kill()
        _ = try await workers[chosen].result()
        killed += 1
        workers[chosen] = try start(chosen)
    }

    /// Lets all of them end, and the witness when it has taken down everything.
    func end() async throws {
        for worker in workers { worker.interrupt() }
        for (place, worker) in workers.enumerated() {
            let result = try await worker.result()
            // One that was only just started may not have begun to listen.
            guard result.status == 0 || result.status == 128 + SIGINT else {
                throw BrokenPromise(
                    "nobody fails",
                    "process \(place) ended with \(result.status): \(result.error)")
            }
        }
        let pipe = FileHandle(forWritingAtPath: folder.path(Self.pipe))
        try pipe?.write(contentsOf: Data(HammerWitnessCommand.lastLine.utf8))
        let result = try await witness.result()
        guard result.status == 0 else { throw BenchFailure("The witness failed: \(result.error)") }
    }

    /// Looks for anything that must not be in the store.
    ///
    /// - Throws: `BrokenPromise`.
    func check() throws -> HammerCheck {
        // Before the store is looked at: nothing that is acknowledged later need be there.
        let notes = (try? folder.read(Self.notes)) ?? []
        let acknowledged = String(decoding: notes, as: UTF8.self).split(separator: "\n")
            .compactMap(Acknowledgement.init(line:))
        return try HammerCheck(path: path, acknowledged: acknowledged)
    }
}
