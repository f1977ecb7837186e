import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// A recorded history of files, captured commit by commit.
///
/// It takes half a minute, so it runs where `ANNALS_LONG_TESTS` is set.
@Suite(
    .storesChecked, .enabled(if: ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil))
struct HistoryReplayTests {
    private struct Commit {
        var number: Int64 = 0
        var author = ""
        var subject = ""
        var changes: [FileChange] = []
    }

    @Test func everyTreeComesBack() throws {
        guard let path = sample("file-history-a.jsonl.xz"), let commits = try commits(path) else {
            return
        }
        let workspace = try Workspace()
        var files: [WorkspacePath: [UInt8]] = [:]
        var trees: [Int64: [WorkspacePath: [UInt8]]] = [:]
        var versions = 0
        for commit in commits {
            let summary = try workspace.capture.capture(
                commit.changes,
                Attribution(
                    actor: Actor(commit.author, kind: .human), reason: commit.subject,
                    cycle: commit.number + 1))
            versions += summary.captured + summary.moved * 2 + summary.deleted + summary.unchanged
            for change in commit.changes { files[change.path] = change.version?.content.bytes }
            if commit.number % 25 == 0 { trees[commit.number + 1] = files }
        }
        #expect(versions == commits.reduce(0) { $0 + $1.changes.count })
        for (cycle, files) in trees {
            let position = try workspace.log.read { try $0.position(of: .cycle(cycle)) }
            let out = workspace.place.path("tree-\(cycle)")
            let summary = try WorkspaceExport(workspace.log).write(to: out, at: position)
            #expect(summary.refused.isEmpty)
            #expect(summary.files == files.count)
            for (path, bytes) in files {
                let written = try? Data(contentsOf: URL(filePath: "\(out)/\(path.id)"))
                #expect(written.map { Array($0) } == bytes, "cycle \(cycle): \(path)")
            }
        }
        try expectSameAsFresh(workspace, files)
    }

    /// The documents at the end are those of an import of the last tree alone.
    private func expectSameAsFresh(
        _ workspace: Workspace, _ files: [WorkspacePath: [UInt8]]
    ) throws {
        let fresh = try Workspace()
        let broken = try fresh.capture.capture(
            files.sorted { $0.key < $1.key }.map { path, bytes in
                FileChange(path: path, version: FileVersion(content: .bytes(bytes)))
            }
        ).findings.filter { $0.kind == .notJSON }.map(\.path)
        let streams = Set(try fresh.events().map(\.stream))
            .union(try workspace.events().map(\.stream)).filter { $0.category != "file" }
        #expect(streams.count > 500)
        for stream in streams {
            let document = try workspace.document(stream.description)
            let text = document?.compact ?? ""
            if broken.contains(where: { text.contains($0) }) { continue }
            #expect(document == (try fresh.document(stream.description)), "\(stream)")
        }
    }

    private func commits(_ path: String) throws -> [Commit]? {
        let xz = Process()
        xz.executableURL = URL(filePath: "/usr/bin/xz")
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/xz") else { return nil }
        xz.arguments = ["-dc", path]
        let pipe = Pipe()
        xz.standardOutput = pipe
        try xz.run()
        let text = Array(try pipe.fileHandleForReading.readToEnd() ?? Data())
        var commits: [Commit] = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let entry = try #require(try JSONValue(parsing: Array(line)).asObject)
            let number = try #require(entry["commit"]?.asInt64)
            if commits.last?.number != number {
                commits.append(
                    Commit(
                        number: number, author: entry["author"]?.asString ?? "",
                        subject: entry["subject"]?.asString ?? ""))
            }
            let time = try Timestamp(rfc3339: try #require(entry["time"]?.asString))
            let content = entry["content"]?.asString.map { Array($0.utf8) }
            commits[commits.count - 1].changes.append(
                FileChange(
                    path: WorkspacePath(bytes: try #require(entry["path"]?.asString).utf8),
                    version: entry["op"] == "delete"
                        ? nil
                        : FileVersion(
                            content: .bytes(try #require(content)), observedAt: time,
                            occurredAt: time)))
        }
        return commits
    }
}
