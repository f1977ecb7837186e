import Annals
import Foundation
import Logging

/// Writes the log as JSON objects, one a line, to standard error.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var object: JSONObject = [
            "time": .string(Timestamp.now.rfc3339), "level": .string(event.level.rawValue),
            "message": .string("\(event.message)"),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, given in given }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            object[name] = .string("\(value)")
        }
        var line = JSONValue.object(object).terminalSafe()
        line.append("\n")
        // Where standard error is gone there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
