import Annals
import AnnalsTesting
import ArgumentParser
import Foundation
import Synchronization

/// One process of `hammer`: appends until it is interrupted, or killed.
struct HammerWriterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hammer-writer", abstract: "Append until interrupted.", shouldDisplay: false)

    /// Set by Ctrl-C.
    private static let isOver = Atomic(false)

    @Argument(help: "Path of the store.")
    var store: String

    @Option(help: "Threads that append.")
    var threads = 1

    @Option(help: "Number that decides everything that is random.")
    var seed: UInt64

    @Option(help: "File that gets a line for each acknowledged event.")
    var notes: String

    func run() throws {
        signal(SIGINT) { _ in HammerWriterCommand.isOver.store(true, ordering: .relaxed) }
        let store = try Store(opening: store)
        let descriptor = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else {
            throw BenchFailure("Could not make \(notes).")
        }
        let failure = FirstFailure()
        let threads = (0..<threads).map { number in
            WriterThread {
                try append(to: store, thread: number, descriptor)
            } failed: { error in
                failure.note(error)
                Self.isOver.store(true, ordering: .relaxed)
            }
        }
        for thread in threads {
            thread.start()
        }
        for thread in threads {
            thread.join()
        }
        store.close()
        try failure.rethrow()
    }

    private func append(to store: Store, thread: Int, _ descriptor: Int32) throws {
        var random = SeededRandom(seed: seed &+ UInt64(thread))
        let actor = try Actor("writer-\(getpid())-\(thread)")
        while !Self.isOver.load(ordering: .relaxed) {
            let events = try (0..<random.number(1...8)).map { _ in
                NewEvent(
                    stream: try StreamName("task/T-\(random.number(1...50))"),
                    type: try EventType("task.progressed"), actor: actor,
                    change: Change(data: [
                        "progress": .number(JSONNumber(Int64(random.number(0...100)))),
                        "notes": .string(String(repeating: "word ", count: random.number(0...80))),
                    ]), id: UUID())
            }
            let receipts = try store.append(events)
            var lines = ""
            for (event, receipt) in zip(events, receipts) {
                lines += Acknowledgement(id: event.id, position: receipt.position).line
            }
            // One write a batch, so that a killed writer leaves no half line but the last.
            let bytes = Array(lines.utf8)
            guard write(descriptor, bytes, bytes.count) == bytes.count else {
                throw BenchFailure("Could not write \(notes).")
            }
        }
    }
}
