import Annals

/// What a watch writes to standard output: in `ndjson` each thing as it happens, and at the end, in
/// every format, a summary.
struct WatchRows {
    private let renderer: Renderer
    private let lines: (any RowWriter)?

    init(_ renderer: Renderer) {
        self.renderer = renderer
        lines = renderer.format == .ndjson ? renderer.rows([]) : nil
    }

    /// Writes a line about something that happened; warnings go to standard error.
    func write(_ report: WorkspaceWatchReport) throws {
        if case .warning(let sentence) = report { return Warning.say(sentence) }
        guard let lines else { return }
        switch report {
        case .alive:
            // Whoever follows the output waits for what came before.
            try lines.flush()
        case .reading, .warning:
            break
        default:
            guard let line = Self.line(report) else { return }
            try lines.write(line)
            if case .watching = report { try lines.flush() }
        }
    }

    /// Writes the summary.
    func finish(_ result: WorkspaceWatchResult) throws {
        guard let lines else { return try renderer.object(result.json) }
        var line: JSONObject = ["event": "summary"]
        for (name, value) in result.json { line[name] = value }
        try lines.write(line)
        try lines.finish()
    }

    private static func line(_ report: WorkspaceWatchReport) -> JSONObject? {
        switch report {
        case .watching(let files, let folders):
            return [
                "event": "watching", "files": .number(JSONNumber(Int64(files))),
                "folders": .number(JSONNumber(Int64(folders))),
            ]
        case .file(let file):
            var line: JSONObject = [
                "event": .string(file.change == "mode-changed" ? "mode_changed" : file.change),
                "path": .string(file.path),
                "position": .number(JSONNumber(file.position)),
                "actor": .string(file.actor.name),
            ]
            line["size"] = file.size.map { .number(JSONNumber($0)) }
            line["moved_from"] = file.movedFrom.map { .string($0) }
            return line
        case .finding(let finding):
            guard case .object(let members) = finding.json else { return nil }
            var line: JSONObject = ["event": "finding"]
            for (name, value) in members { line[name] = value }
            return line
        case .cycle(let receipt):
            return [
                "event": "cycle_opened", "cycle": .number(JSONNumber(receipt.cycle)),
                "position": .number(JSONNumber(receipt.position)),
            ]
        case .reading, .warning, .alive:
            return nil
        }
    }
}

extension WorkspaceWatchResult {
    /// The summary as an object with stable names.
    var json: JSONObject {
        var object = JSONObject()
        for (name, value) in captured.json {
            object[name] = value
            // Before the lists, which are long.
            if name == "events" {
                object["cycles_opened"] = .number(JSONNumber(Int64(cyclesOpened)))
            }
        }
        return object
    }
}
