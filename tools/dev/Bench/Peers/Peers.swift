import AnnalsModel
import AnnalsTesting
import Foundation

/// Other event stores that are measured on the same events, each through its own Python client.
///
/// They are installed from PyPI into an environment in a temporary folder, which goes away with
/// the bench. One that cannot be installed is left out, and the report says so.
final class Peers {
    /// What a peer is asked to do.
    enum Work {
        /// Batches of 1,000 events.
        case batches
        /// One event each, one after the other.
        case singles
        /// One event each, so many writers at the same time.
        case writers(Int)
        /// Every event is read and parsed.
        case replay

        var name: String {
            switch self {
            case .batches: "batches"
            case .singles: "singles"
            case .writers(let count): "writers-\(count)"
            case .replay: "replay"
            }
        }
    }

    /// What the script prints.
    private struct Outcome: Decodable {
        let seconds: Double
        let operations: Int
        let cpuSeconds: Double
        let fileBytes: Int64
        let latencies: [Int64]
    }

    /// Packages of PyPI.
    static let names = ["eventsourcing", "umadb"]

    private let folder: TemporaryDirectory
    private let script: String
    /// Those that are there, as in `umadb 0.7.8`.
    private(set) var versions: [String] = []
    /// Those that are not, a sentence each.
    private(set) var leftOut: [String] = []
    private var available: [String] = []
    /// Bytes on disk of each peer after its last batches.
    private(set) var fileBytes: [String: Int64] = [:]

    /// Installs what can be installed.
    init() throws {
        folder = try TemporaryDirectory()
        let bytes = PackageResources.peers_py
        script = folder.path("peers.py")
        try Data(bytes).write(to: URL(filePath: script))
        do {
            _ = try SpawnedProgram(path: "/usr/bin/env").output([
                "python3", "-m", "venv", folder.path("python"),
            ])
        } catch {
            leftOut = Self.names.map { "\($0) is left out: python3 has no 'venv'." }
            return
        }
        for name in Self.names { try install(name) }
    }

    private var python: SpawnedProgram { SpawnedProgram(path: folder.path("python/bin/python")) }

    private func install(_ name: String) throws {
        do {
            _ = try python.output([
                "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name,
            ])
            let version = try python.output([
                "-c", "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))", name,
            ])
            let text = String(decoding: version, as: UTF8.self)
            versions.append("\(name) \(text.trimmingCharacters(in: .whitespacesAndNewlines))")
            available.append(name)
        } catch {
            leftOut.append("\(name) is left out: pip could not install it.")
        }
    }

    /// A side for each peer, in operations a second.
    func sides(_ work: Work, _ events: [NewEvent]) throws -> [Contest.Side] {
        let file = folder.path("\(work.name).ndjson")
        var lines: [UInt8] = []
        for event in events {
            let line: JSONObject = [
                "stream": .string(event.stream.description),
                "type": .string(event.type.description),
                "data": .object(event.change.data),
            ]
            lines += Array(JSONValue.object(line).description.utf8) + [UInt8(ascii: "\n")]
        }
        try Data(lines).write(to: URL(filePath: file))
        return available.map { name in
            Contest.Side(name: name, isCounted: false) { meter in
                let outcome = try self.run(name, work, file)
                meter.take(
                    cpuSeconds: outcome.cpuSeconds, operations: outcome.operations,
                    outcome.latencies.map { .nanoseconds($0) })
                return Double(outcome.operations) / outcome.seconds
            }
        }
    }

    private func run(_ name: String, _ work: Work, _ file: String) throws -> Outcome {
        let manager = FileManager.default
        let store = folder.path("\(name)-\(work.name)")
        // A store that is read is filled once.
        let isKept = work.name == Work.replay.name
        if !isKept { try? manager.removeItem(atPath: store) }
        try manager.createDirectory(atPath: store, withIntermediateDirectories: true)
        defer { if !isKept { try? manager.removeItem(atPath: store) } }
        let output = try python.output([script, name, work.name, file, store])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let outcome = try decoder.decode(Outcome.self, from: output)
        if case .batches = work { fileBytes[name] = outcome.fileBytes }
        return outcome
    }
}

extension Bench {
    /// Sides of the peers, if they are asked for.
    ///
    /// - Parameter events: As many as the larger benchmarks have, if nil.
    func peerSides(_ work: Peers.Work, _ events: [NewEvent]?) throws -> [Contest.Side] {
        try peers?.sides(work, events ?? workload(self.events)) ?? []
    }
}
