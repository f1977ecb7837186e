import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import Foundation

/// Goes through everything a store says about itself and compares it with what its events say.
///
/// Positions are dense, versions consecutive, neither times nor cycles go back; the tree that is
/// stored, and its root, are those of the leaves; clock, names and checkpoints are those of the
/// events; every projection is what a replay gives; and SQLite finds the file whole. That is worked
/// out here once more, beside the verification that the store itself offers, which must find
/// nothing either.
package struct StoreInspection {
    private let path: String
    private var findings: [String] = []

    /// Findings that are named.
    private static let findingsMax = 5

    /// What is wrong with the store at a path, one sentence each; nothing if it is whole.
    ///
    /// It is opened to be read, beside whoever has it open.
    package static func findings(ofStoreAt path: String) -> [String] {
        var inspection = StoreInspection(path: path)
        do {
            let log = try EventLog(path: path, mode: .readOnly)
            defer { log.close() }
            try log.read { reader in try inspection.checkLog(reader) }
            try inspection.verify(log)
        } catch {
            inspection.add("\(error)")
        }
        inspection.checkLeftovers()
        return inspection.findings
    }

    private init(path: String) {
        self.path = path
    }

    private mutating func add(_ finding: String) {
        findings.append("\(path): \(finding)")
    }

    private mutating func expect<Value: Equatable>(
        _ found: Value, _ expected: Value, _ what: @autoclosure () -> String
    ) {
        if found != expected { add("\(what()) is \(found) and not \(expected)") }
    }

    // MARK: All that a verification finds

    private mutating func verify(_ log: EventLog) throws {
        var found: [VerificationFinding] = []
        var watch = LogVerification.Watch()
        watch.onFinding = { found.append($0) }
        let report = try Verification(of: log, .everything, watch).run()
        for finding in found.prefix(Self.findingsMax) {
            add("\(finding.kind) \(finding.place ?? ""): \(finding.message)")
        }
        expect(report.outcome, found.isEmpty ? .verified : .damaged, "the outcome")
    }

    // MARK: The file

    /// Files that a verb makes for itself beside a store, and removes.
    private mutating func checkLeftovers() {
        let url = URL(filePath: path)
        let folder = url.deletingLastPathComponent().path(percentEncoded: false)
        let name = url.lastPathComponent
        for left in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where left.hasPrefix(name) {
            let isDraft = left.dropFirst(name.count).contains(/^-journal$|^\.new-[0-9a-f]{16}/)
            let isScratch = left.dropFirst(name.count).contains(/^-rebuild-.*-[0-9a-f]{12}$/)
            if isDraft || isScratch { add("\(left) is left beside it") }
        }
    }

    // MARK: The log

    private mutating func checkLog(_ reader: LogReader) throws {
        let head = try TreeTable(reader.statements).head()
        var (frontier, hasher) = (Frontier(), LeafHasher())
        var nodes: [Int64: [[UInt8]]] = [:]
        var versions: [StreamName: Int64] = [:]
        var (cycle, recorded, bytes): (Int64, Int64, Int64) = (0, Int64.min, 0)
        var checkpoints: [Int64: String] = [:]
        try EventTable(reader.statements).forEach(after: 0, through: Int64.max) {
            row throws(StoreError) in
            let event = try reader.sealed(row)
            let place = "position \(event.position)"
            expect(event.position, frontier.size + 1, "the event after \(frontier.size)")
            let version = versions[event.stream, default: 0] + 1
            expect(event.version, version, "the version at \(place)")
            versions[event.stream] = version
            if event.recordedAt.microseconds < recorded || event.cycle < cycle {
                add("time or cycle goes back at \(place)")
            }
            (cycle, recorded) = (event.cycle, event.recordedAt.microseconds)
            if case .plain(let body, _) = event.content {
                expect(row.body.size, Int64(body.count), "the size at \(place)")
            }
            bytes += row.body.size
            if event.type.name == "annals.checkpoint-signed" {
                let data = try reader.event(row).change.data
                if let size = data["size"]?.asInt64, (0..<event.position).contains(size),
                    let note = data["note"]?.asString
                {
                    checkpoints[size] = note
                }
            }
            let leaf = hasher.leaf(event.leafHeader, bodyDigest: event.digest)
            for node in frontier.append(leaf) {
                nodes[Int64(node.level), default: []].append(node.hash.bytes)
            }
        }
        expect(head.frontier.size, frontier.size, "the size in the head")
        expect(head.frontier.root.hex, frontier.root.hex, "the root in the head")
        expect(head.frontier, frontier, "the frontier in the head")
        expect(head.bodyBytes, bytes, "the number of bytes in the head")
        try checkTree(nodes, reader)
        try checkStreams(versions, reader)
        expect(try reader.cycle(), cycle, "the current cycle")
        let kept = try CheckpointTable(reader.statements).all()
        expect(kept.map(\.size), checkpoints.keys.sorted(), "the sizes of checkpoints")
        for row in kept where checkpoints[row.size] != row.note {
            add("the checkpoint of \(row.size) is not that of its event")
        }
    }

    private mutating func checkTree(_ nodes: [Int64: [[UInt8]]], _ reader: LogReader) throws {
        for level in Int64(1)...4 {
            let stored = try TreeTable(reader.statements).hashes(level: level, 0..<Int64.max)
            if stored != nodes[level, default: []] { add("level \(level) of the tree is another") }
        }
    }

    private mutating func checkStreams(
        _ versions: [StreamName: Int64], _ reader: LogReader
    ) throws {
        var stored: [StreamName: Int64] = [:]
        for row in try StreamTable(reader.statements).rows(after: 0, limit: Int64.max) {
            stored[try reader.names.stream(row.id)] = row.version
        }
        guard stored != versions else { return }
        let names = Set(stored.keys).union(versions.keys)
            .filter { stored[$0] != versions[$0] }.map(\.description).sorted()
        add("the versions of \(names.joined(separator: ", ")) are others in the table of streams")
    }
}
