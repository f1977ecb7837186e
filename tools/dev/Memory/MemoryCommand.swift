import Annals
import AnnalsTesting
import ArgumentParser

/// Lists and reads many streams in one process, and looks whether its memory grows.
struct MemoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract: "List and read many streams, and compare memory early and late.",
        discussion: """
            Every stream gets one event. What SQLite has beside pages must be the same after a \
            tenth of them and after all. The caches of names and bodies fill up to their bounds \
            before half of 200,000: from then on the process must stay as large as it is. Exits \
            with 1 where it grows.
            """)

    @Option(help: "Number of streams.")
    var streams = 200_000

    /// Bytes by which the process may grow in the second half, which is less than one small object
    /// a stream.
    private static let growthMax: Int64 = 4 << 20
    /// Bytes by which SQLite may grow after the first tenth.
    private static let growthMaxInSQLite: Int64 = 256 << 10
    /// Events of one append.
    private static let batchEvents = 2_000

    func validate() throws {
        guard streams >= 10 else { throw ValidationError("--streams is 10 or more.") }
    }

    func run() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("streams.db")
        try fill(path)
        let uses = try read(path)
        for (seen, use) in uses {
            print(
                "after \(seen) streams: \(use.process) bytes, SQLite \(use.sqlite),"
                    + " pages \(use.pages)")
        }
        let (early, middle, late) = (
            uses[0].use, uses[uses.count / 2 - 1].use, uses[uses.count - 1].use
        )
        guard late.process - middle.process <= Self.growthMax,
            late.sqlite - early.sqlite <= Self.growthMaxInSQLite
        else {
            print("Memory is not flat.")
            throw ExitCode.failure
        }
    }

    private func fill(_ path: String) throws {
        let maria = try Actor("maria", kind: .human)
        let store = try Store.create(at: path, by: maria, projections: .none)
        defer { store.close() }
        let type = try EventType("thing.made")
        for start in stride(from: 0, to: streams, by: Self.batchEvents) {
            let numbers = start..<min(start + Self.batchEvents, streams)
            try store.append(
                try numbers.map { number in
                    NewEvent(
                        stream: try StreamName("thing/number-\(number)"), type: type, actor: maria,
                        change: Change(data: ["title": "A thing", "number": .string("\(number)")]))
                })
        }
    }

    /// Reads every stream.
    ///
    /// - Returns: The memory after each tenth of them.
    private func read(_ path: String) throws -> [(seen: Int, use: MemoryUse)] {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        var seen = 0
        var uses: [(seen: Int, use: MemoryUse)] = []
        let listing = store.streams()
        while let stream = try listing.next() {
            seen += 1
            guard try store.document(stream.name) != nil,
                try store.events(EventQuery(stream: stream.name)).next() != nil
            else {
                throw StoreError(.corrupt, "\(stream.name) cannot be read")
            }
            if seen * 10 / streams > uses.count { uses.append((seen, MemoryUse())) }
        }
        guard seen == streams else {
            throw StoreError(.corrupt, "\(seen) streams are listed, and there are \(streams)")
        }
        return uses
    }
}
