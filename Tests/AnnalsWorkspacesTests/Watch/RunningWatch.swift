import AnnalsModel
import AnnalsWorkspaces
import Foundation
import Synchronization
import Testing

/// A watch of a workspace on a thread of its own.
final class RunningWatch: Sendable {
    private struct Progress {
        var reports: [WorkspaceWatchReport] = []
        var ending: Result<WorkspaceWatchResult, any Error>?
    }

    private let stop: StopSignal
    private let progress = Mutex(Progress())

    /// Starts it and waits until it has caught up.
    init(
        _ workspace: Workspace, excluding patterns: [String] = [],
        settings exclusion: ExclusionSettings = ExclusionSettings(),
        max: Int = Limits.capturedFileBytesMax, _ settings: WatchOptions = WatchOptions(),
        _ attribution: Attribution = Attribution()
    ) async throws {
        stop = try StopSignal()
        let (log, path, storePath) = (workspace.log, workspace.path, workspace.storePath)
        let patterns = try patterns.map { try PathPattern($0) }
        let thread = Thread { [self] in
            let ending = Result {
                let folder = try WorkspaceFolder(
                    path, storePath: storePath, excluding: patterns, exclusion,
                    fileBytesMax: max)
                let watch = Watch(folder, log, attribution, settings, stop: stop)
                return try watch.run { report in
                    progress.withLock { $0.reports.append(report) }
                }
            }
            progress.withLock { $0.ending = ending }
        }
        thread.stackSize = 8 << 20
        thread.start()
        try await wait("it catches up") {
            progress.withLock { $0.ending != nil || $0.reports.contains { $0.isWatching } }
        }
    }

    /// What it told so far.
    var reports: [WorkspaceWatchReport] { progress.withLock { $0.reports } }

    var warnings: [String] {
        reports.compactMap { if case .warning(let sentence) = $0 { sentence } else { nil } }
    }

    var findings: [WorkspaceFinding] {
        reports.compactMap { if case .finding(let finding) = $0 { finding } else { nil } }
    }

    var files: [WorkspaceWatchReport.FileEvent] {
        reports.compactMap { if case .file(let file) = $0 { file } else { nil } }
    }

    /// Asks it to stop and waits until it has.
    func finish() async throws -> WorkspaceWatchResult {
        stop.request()
        return try await ending()
    }

    /// Waits until it has ended.
    func ending() async throws -> WorkspaceWatchResult {
        try await wait("it ends") { progress.withLock { $0.ending != nil } }
        return try #require(progress.withLock { $0.ending }).get()
    }
}

extension WorkspaceWatchReport {
    fileprivate var isWatching: Bool {
        if case .watching = self { true } else { false }
    }
}

/// Waits for something that another thread will do; how long it takes does not matter.
func wait(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    until isSo: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try !isSo() {
        guard ContinuousClock.now < deadline else {
            Issue.record(what, sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

extension Workspace {
    /// The text of a file as the store has it; nil if it has none.
    func stored(_ path: String) throws -> String? {
        try document("file/\(path)")?["text"]?.asString
    }

    /// The paths of all files that the store has now.
    func storedPaths() throws -> Set<String> {
        var paths: Set<String> = []
        for event in try events() where event.stream.category == "file" {
            if event.change.deleted {
                paths.remove(event.stream.id)
            } else {
                paths.insert(event.stream.id)
            }
        }
        return paths
    }

    /// Expects the store to have exactly what the folder has, in files, folders and documents.
    func expectCaughtUp(
        comparesDocuments: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let check = try WorkspaceCapture(log).check(folder()) { _ in }
        #expect(check.differences.isEmpty, sourceLocation: sourceLocation)
        guard comparesDocuments else { return }
        let fresh = try Workspace()
        _ = try WorkspaceCapture(fresh.log).capture(folder())
        let streams = Set(try events().map(\.stream)).union(try fresh.events().map(\.stream))
            .filter { !["file", "folders", "annals"].contains($0.category) }
        for stream in streams {
            let name = stream.description
            #expect(
                try document(name) == fresh.document(name), "\(stream)",
                sourceLocation: sourceLocation)
        }
    }
}
