import Annals
import AnnalsJSON

/// What a watch writes to standard output: in `ndjson` each thing as it happens, and at the end, in
/// every format, a summary.
struct WatchRows {
    private let renderer: Renderer
    private let lines: (any RowWriter)?

    init(_ renderer: Renderer) throws {
        self.renderer = renderer
        lines = try renderer.format == .ndjson ? renderer.rows([]) : nil
    }

    /// Writes a line about something that happened; warnings go to standard error.
    func write(_ report: WorkspaceWatchReport) throws {
        if case .warning(let sentence) = report { return Warning.say(sentence) }
        guard let lines else { return }
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

    /// Writes the summary.
    func finish(_ result: WorkspaceWatchResult) throws {
        guard let lines else { return try renderer.object(result) }
        try lines.write(WatchEnd(result))
        try lines.finish()
    }
}
