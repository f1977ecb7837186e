import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Synchronization
import Testing

/// A watch that writes back, beside agents that write the same files all the time.
@Suite(.storesChecked) struct WriteBackStressTests {
    private static let isLong =
        ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil
    private static let count = 4

    private static func path(_ number: Int) -> String { "config/c\(number).json" }

    private static func text(_ count: Int, _ datum: String = "chart") -> String {
        "{\"n\": \(count), \"datum\": \"\(datum)\",\n  \"kept\": 1.50}\n"
    }

    /// How an agent writes its file.
    private enum Manner: Int {
        /// Into the file itself, and blindly.
        case over
        /// Beside it, and then into its place.
        case aside
        /// What it has read, with one value changed.
        case edited
        /// In two parts.
        case parted
    }

    /// Writes one file some fifty times a second.
    ///
    /// - Returns: The last number that it wrote.
    private static func write(
        in folder: String, _ number: Int, until isOver: @Sendable () -> Bool
    ) throws -> Int {
        let full = "\(folder)/\(path(number))"
        let manner = try #require(Manner(rawValue: number))
        var count = 0
        while !isOver() || count < 5 {
            count += 1
            let data = Data(text(count).utf8)
            switch manner {
            case .over:
                let file = try #require(FileHandle(forWritingAtPath: full))
                try file.truncate(atOffset: 0)
                try file.write(contentsOf: data)
                try file.close()
            case .aside:
                try data.write(to: URL(filePath: full + ".tmp"))
                #expect(rename(full + ".tmp", full) == 0)
            case .edited:
                let text = try contents(full)
                let edited = text.replacing(/"n": \d+/, with: "\"n\": \(count)")
                try Data(edited.utf8).write(to: URL(filePath: full + ".tmp"))
                #expect(rename(full + ".tmp", full) == 0)
            case .parted:
                let file = try #require(FileHandle(forWritingAtPath: full))
                try file.truncate(atOffset: 0)
                try file.write(contentsOf: data.prefix(9))
                usleep(500)
                try file.write(contentsOf: data.dropFirst(9))
                try file.close()
            }
            usleep(20_000)
        }
        return count
    }

    private func change(_ log: EventLog, _ number: Int, _ data: JSONObject) throws {
        let event = NewEvent(
            stream: try StreamName("config/c\(number).json"),
            type: try EventType("config.changed"), actor: try Actor("api"),
            change: Change(data: data))
        _ = try log.append([event])
    }

    private func stress(_ time: Duration) async throws {
        let workspace = try Workspace()
        for number in 0..<Self.count { try workspace.write(Self.text(0), to: Self.path(number)) }
        var settings = WatchOptions()
        settings.writesBack = true
        let watch = try await RunningWatch(workspace, settings)
        let end = ContinuousClock.now + time
        let last = Mutex<[Int: Int]>([:])
        let folder = workspace.path
        for number in 0..<Self.count {
            let thread = Thread {
                do {
                    let count = try Self.write(in: folder, number) { ContinuousClock.now > end }
                    last.withLock { $0[number] = count }
                } catch {
                    Issue.record(error)
                }
            }
            thread.start()
        }
        var round = 0
        while ContinuousClock.now < end || round < 3 {
            round += 1
            for number in 0..<Self.count {
                try change(workspace.log, number, ["datum": .string("sea \(round)")])
                try change(workspace.log, number, ["mood": .number(JSONNumber(Int64(round)))])
            }
            try await Task.sleep(for: .milliseconds(150))
        }
        try await wait("the writers stop") { last.withLock { $0.count } == Self.count }
        try await wait("all is written back") {
            try (0..<Self.count).allSatisfy { number in
                let text = try workspace.text(Self.path(number))
                return text.contains("\"sea \(round)\"") && text.contains("\"mood\": \(round)")
            }
        }
        try await expectRest(workspace, watch)
        let summary = try await watch.finish()
        #expect(summary.failure == nil && summary.conflicts.isEmpty, "\(summary.conflicts)")
        #expect(summary.writtenBack > 0)
        for number in 0..<Self.count {
            let text = try workspace.text(Self.path(number))
            let count = try #require(last.withLock { $0[number] })
            #expect(text.contains("\"n\": \(count),"), "\(number): \(count) in \(text)")
            #expect(text.contains("\"kept\": 1.50"))
            let document = try #require(try workspace.document("config/c\(number).json"))
            #expect(document["datum"] == .string("sea \(round)"))
            #expect(try .object(document) == JSONValue(parsing: text))
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
        #expect(!names.contains { $0.contains(".annals-") }, "\(names)")
        let paths = Set(try workspace.events().map(\.stream).filter { $0.category == "file" })
        #expect(!paths.contains { $0.id.contains(".annals-") })
        let head = try workspace.head()
        try workspace.importAnew()
        #expect(try workspace.head() == head)
    }

    /// Expects no more events now that nobody writes, however often the watch looks.
    private func expectRest(_ workspace: Workspace, _ watch: RunningWatch) async throws {
        func looks() -> Int {
            watch.reports.count { if case .alive = $0 { true } else { false } }
        }
        var head: Int64 = -1
        try await wait("events stop") {
            let now = try workspace.head()
            defer { head = now }
            usleep(600_000)
            return now == head
        }
        let before = looks()
        try await wait("it looks again") { looks() >= before + 2 }
        #expect(try workspace.head() == head)
    }

    @Test func nobodyLosesAWrite() async throws {
        try await stress(.seconds(3))
    }

    @Test(.enabled(if: isLong)) func alsoInTheLongRun() async throws {
        try await stress(.seconds(60))
    }
}

extension Workspace {
    /// The text of a file in the folder.
    fileprivate func text(_ path: String) throws -> String {
        try contents("\(self.path)/\(path)")
    }
}

/// The text of a file, waiting for a lease on it as most programs do.
private func contents(_ path: String) throws -> String {
    let file = try #require(FileHandle(forReadingAtPath: path))
    defer { try? file.close() }
    return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
}
