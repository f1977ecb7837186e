import Annals
import AnnalsTesting
import Foundation
import Testing

/// What holds when several processes use one file, and when one of them is killed.
@Suite("Processes", .storesChecked)
struct ManyProcessesTests {
    private let folder: TemporaryDirectory
    private let annals: CommandLineTool

    init() throws {
        folder = try TemporaryDirectory()
        annals = try CommandLineTool.built()
    }

    /// Lines of a batch: tasks that are created and changed, and messages that are sent.
    private func lines(_ count: Int, seed: Int) -> String {
        (0..<count).map { index in
            let stream = index % 3 == 0 ? "message/m\(seed)-\(index)" : "task/T\(index % 40)"
            let type = index % 3 == 0 ? "message.sent" : "task.updated"
            return """
                {"stream":"\(stream)","type":"\(type)","actor":"Agent-\(seed)",\
                "data":{"title":"title \(index)","n":\(index),"by":{"seed":\(seed)}}}\n
                """
        }.joined()
    }

    private func expectWhole(_ events: Int64) throws {
        let store = try Store(opening: folder.path("annals.db"))
        defer { store.close() }
        var query = EventQuery()
        query.includesAdministration = true
        var versions: [StreamName: Int64] = [:]
        var last: Int64 = 0
        let cursor = store.events(query)
        while let event = try cursor.next() {
            #expect(event.position == last + 1)
            #expect(event.version == versions[event.stream, default: 0] + 1)
            last = event.position
            versions[event.stream] = event.version
        }
        #expect(last == events)
        #expect(try store.health().allSatisfy(\.isHealthy))
        for projection in try store.projections() {
            #expect(try store.checkProjection(projection.name).isEmpty)
        }
    }

    @Test func eightProcessesAppendOneByOne() async throws {
        _ = try await annals.run("init", in: folder)
        let perProcess = 60
        let running = try (1...8).map { seed in
            try annals.start(
                ["append", "--batch", "-", "--batch-size", "1", "--format", "json"],
                input: Array(lines(perProcess, seed: seed).utf8), in: folder)
        }
        for process in running {
            let result = try await process.result()
            #expect(result.status == 0, "\(result.error)")
        }
        try expectWhole(Int64(5 + 8 * perProcess))
    }

    @Test func eightProcessesStartAndEndAroundEachOther() async throws {
        _ = try await annals.run("init", in: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 1...8 {
                group.addTask {
                    for round in 1...6 {
                        let result = try await annals.run(
                            "append", "--stream", "task/T\(round)", "--type", "task.updated",
                            "--data", "{\"n\":\(worker)}", "--by", "Agent-\(worker)", in: folder)
                        #expect(result.status == 0, "\(result.error)")
                    }
                }
            }
            try await group.waitForAll()
        }
        try expectWhole(5 + 48)
    }

    @Test func aKilledBatchLeavesWholeBatchesOnly() async throws {
        _ = try await annals.run("init", in: folder)
        let batch = folder.path("batch.ndjson")
        try folder.write(lines(20_000, seed: 1), to: "batch.ndjson")
        var stored: Int64 = 5
        for round in 1...5 {
            let running = try annals.start(
                ["append", "--batch", batch, "--batch-size", "50"], in: folder)
            try await Task.sleep(for: .milliseconds(60 * round))
            // At the latest in the last round something is there before the end comes.
            for _ in 0..<6000 where round == 5 {
                if try head() > 5 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            running.kill()
            _ = try? await running.result()
            let head = try head()
            #expect(head >= stored)
            #expect((head - stored) % 50 == 0)
            stored = head
        }
        try expectWhole(stored)
        #expect(stored > 5)
    }

    /// Position of the last event.
    private func head() throws -> Int64 {
        let store = try Store(opening: folder.path("annals.db"), mode: .readOnly)
        defer { store.close() }
        return try store.head()
    }
}
