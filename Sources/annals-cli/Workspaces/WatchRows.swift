import Annals
import AnnalsJSON

/// What a watch writes to standard output: in `ndjson` each thing as it happens, in a table a line
/// for each once it has caught up, and at the end, in every format, a summary.
final class WatchRows {
    private let folder: String
    private let renderer: Renderer
    private let lines: (any RowWriter)?
    private var hasCaughtUp = false

    init(_ renderer: Renderer, of folder: String) throws {
        self.renderer = renderer
        self.folder = folder
        lines = try renderer.format == .ndjson ? renderer.rows([]) : nil
    }

    /// Writes a line about something that happened; warnings go to standard error.
    func write(_ report: WorkspaceWatchReport) throws {
        if case .warning(let sentence) = report { return Warning.say(sentence) }
        guard let lines else {
            return renderer.format == .table ? try writeLine(report) : ()
        }
        switch report {
        case .alive:
            // Whoever follows the output waits for what came before.
            try lines.flush()
        case .watching(let files, let folders):
            try lines.write(WatchBeginning(files: files, folders: folders))
            try lines.flush()
        case .file(let file): try lines.write(file)
        case .finding(let finding): try lines.write(WatchFinding(finding))
        case .writtenBack(let file): try lines.write(WatchWriteBack(file))
        case .cycle(let receipt): try lines.write(WatchCycle(receipt))
        case .reading, .warning: break
        }
    }

    /// Writes a line for people, who see it at once; what was there before is in the summary.
    private func writeLine(_ report: WorkspaceWatchReport) throws {
        if case .watching(let files, _) = report, !hasCaughtUp {
            hasCaughtUp = true
            let count = files == 1 ? "1 file" : "\(files) files"
            Warning.note("following \(folder), \(count), until Ctrl-C")
        }
        guard hasCaughtUp, let line = Self.line(of: report) else { return }
        try renderer.output.writeLine(line)
        try renderer.output.flush()
    }

    private static func line(of report: WorkspaceWatchReport) -> String? {
        switch report {
        case .file(let file):
            let change = file.change.replacing("-", with: " ")
            let size = file.size.map { $0 == 1 ? ", 1 byte" : ", \($0.grouped) bytes" } ?? ""
            let before = file.movedFrom.map { " from \($0.terminalSafe)" } ?? ""
            return "\(file.position) \(change) \(file.path.terminalSafe)\(before)\(size),"
                + " by \(file.actor.name.terminalSafe)"
        case .finding(let finding): return finding.description
        case .writtenBack(let file): return "written back \(file.path.terminalSafe)"
        case .cycle(let receipt): return "\(receipt.position) cycle \(receipt.cycle) opened"
        case .alive, .reading, .warning, .watching: return nil
        }
    }

    /// Writes the summary.
    func finish(_ result: WorkspaceWatchResult) throws {
        guard let lines else { return try renderer.object(result) }
        try lines.write(WatchEnd(result))
        try lines.finish()
    }
}
