import Annals
import AnnalsTesting
import ArgumentParser
import Foundation
import Synchronization

/// One process of `hammer`: works on the store until it is interrupted, or killed.
struct HammerWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hammer-worker", abstract: "Work until interrupted.", shouldDisplay: false)

    /// Set by Ctrl-C.
    private static let isOver = Atomic(false)

    @Argument(help: "Path of the store.")
    var store: String

    @Option(help: "Number that decides everything that is random.")
    var seed: UInt64

    @Option(help: "Which of the processes at a time it is.")
    var place = 0

    @Option(help: "A named pipe that gets a line for each acknowledged event.")
    var receipts: String

    @Option(help: "File of the key that signs checkpoints.")
    var key: String?

    func run() throws {
        signal(SIGINT) { _ in HammerWorkerCommand.isOver.store(true, ordering: .relaxed) }
        let descriptor = open(receipts, O_WRONLY)
        guard descriptor >= 0 else { throw BenchFailure("Could not open \(receipts).") }
        do {
            let store = try Store(opening: store)
            defer { store.close() }
            var work = HammerWork(
                store: store, seed: seed, place: place, key: try key.map(CheckpointKey.init),
                receipts: descriptor
            ) { Self.isOver.load(ordering: .relaxed) }
            while !Self.isOver.load(ordering: .relaxed) {
                if key == nil { try work.append() } else { try work.doSomething() }
            }
        } catch let broken as BrokenPromise {
            FileHandle.standardError.write(Data("\(broken) (seed \(seed))\n".utf8))
            throw ExitCode(BrokenPromise.status)
        }
    }
}

/// Something that a store promises and did not keep.
struct BrokenPromise: Error, CustomStringConvertible {
    /// How a worker of `hammer` ends that found one.
    static let status: Int32 = 3

    let description: String

    init(_ promise: String, _ found: String, at position: Int64? = nil) {
        let place = position.map { " at position \($0)" } ?? ""
        description = "Broken: \(promise)\(place): \(found)"
    }
}
