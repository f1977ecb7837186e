import Foundation
package import Testing

/// Expects a text to be the one that was recorded as `Tests/TARGET/Snapshots/NAME.txt`.
///
/// Where nothing was recorded, or `ANNALS_RECORD_SNAPSHOTS=1` is set, the text is recorded and the
/// test fails all the same, so that nobody records by accident. What differs from run to run
/// (times, paths, durations) is for the caller to replace.
///
/// - Parameters:
///   - text: the text to look at; recorded as it is.
///   - name: the snapshot's name, a file name without its extension.
package func expectSnapshot(
    _ text: String, named name: String, filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let snapshot = Snapshot(name: name, besides: filePath)
    switch snapshot.compare(text) {
    case .equal:
        break
    case .different(let explanation):
        Issue.record(Comment(rawValue: explanation), sourceLocation: sourceLocation)
    }
}

/// A recorded text, and how a new one compares with it.
struct Snapshot {
    /// What came of a comparison.
    enum Comparison: Equatable {
        case equal
        /// Not equal, or recorded just now: the sentence says which.
        case different(String)
    }

    private let file: URL
    private let isRecording: Bool

    init(
        name: String, besides test: String,
        isRecording: Bool = ProcessInfo.processInfo.environment["ANNALS_RECORD_SNAPSHOTS"] == "1"
    ) {
        file = Self.folder(of: URL(filePath: test)).appending(path: "Snapshots/\(name).txt")
        self.isRecording = isRecording
    }

    /// The folder of the target that a test file belongs to: the one right below `Tests`.
    private static func folder(of test: URL) -> URL {
        var folder = test.deletingLastPathComponent()
        while folder.pathComponents.count > 2 {
            let parent = folder.deletingLastPathComponent()
            if parent.lastPathComponent == "Tests" {
                return folder
            }
            folder = parent
        }
        return test.deletingLastPathComponent()
    }

    func compare(_ text: String) -> Comparison {
        let recorded = isRecording ? nil : try? Data(contentsOf: file)
        guard let recorded else {
            return .different(record(text))
        }
        let expected = String(decoding: recorded, as: UTF8.self)
        if Array(expected.utf8) == Array(text.utf8) {
            return .equal
        }
        return .different(
            """
            Not as in Snapshots/\(file.lastPathComponent) \
            (ANNALS_RECORD_SNAPSHOTS=1 records it anew):
            \(Self.difference(from: expected, to: text))
            """)
    }

    private func record(_ text: String) -> String {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return "Recorded Snapshots/\(file.lastPathComponent): read it, then run the test again."
        } catch {
            return "Could not record Snapshots/\(file.lastPathComponent): \(error)"
        }
    }

    /// The lines that went with `-`, those that came with `+`, all others with a space.
    static func difference(from old: String, to new: String) -> String {
        let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
        let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
        let changes = newLines.difference(from: oldLines)
        var lines = oldLines.map { " \($0)" }
        for case .remove(let offset, let line, _) in changes {
            lines[offset] = "-\(line)"
        }
        // An insertion's offset counts what is in the new text only.
        for case .insert(let offset, let line, _) in changes.insertions {
            var kept = 0
            let place = lines.firstIndex { shown in
                if !shown.hasPrefix("-") {
                    kept += 1
                }
                return kept > offset
            }
            lines.insert("+\(line)", at: place ?? lines.endIndex)
        }
        return lines.joined(separator: "\n")
    }
}
