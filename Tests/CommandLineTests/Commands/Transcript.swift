import AnnalsTesting
import Foundation

/// What was typed and what came back, as one text to compare with a recorded one.
///
/// Times of recording, random ids, digests and the folder's path are replaced by text of the same
/// width, so that columns stay where they are; times in the year 2020 are the tests' own and stay.
struct Transcript {
    static let formats = ["table", "json", "ndjson", "csv"]

    private(set) var text = ""
    private let store: StoreFolder

    init(_ store: StoreFolder) {
        self.store = store
    }

    /// Runs a command and notes it, its output, its errors with a `!`, and its exit code.
    mutating func run(_ arguments: String..., input: String = "") async throws {
        try await run(arguments, input: input)
    }

    /// Runs a command once for each format.
    mutating func runInAllFormats(_ arguments: String..., input: String = "") async throws {
        for format in Self.formats {
            try await run(arguments + ["--format", format], input: input)
        }
    }

    /// Runs a command and notes the same.
    mutating func run(_ arguments: [String], input: String = "") async throws {
        let result = try await store.run(arguments, input: input)
        text += "$ annals \(arguments.map(Self.quoted).joined(separator: " "))\n"
        text += result.output.replacing("\r\n", with: "\\r\\n\n")
        for line in result.error.split(separator: "\n") { text += "! \(line)\n" }
        if result.status != 0 { text += "[exit \(result.status)]\n" }
        text += "\n"
    }

    /// The text with everything replaced that differs from run to run.
    var normalized: String {
        var text = text.replacing(store.folder.path, with: "FOLDER")
        text.replace(/(?!2020)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) { _ in
            "YYYY-MM-DDThh:mm:ss.uuuuuuZ"
        }
        text.replace(/(?!2020)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) { _ in "YYYY-MM-DDThh:mm:ssZ" }
        text.replace(/(?!2020)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) { _ in "YYYY-MM-DD hh:mm:ss" }
        text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/) { _ in
            "xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx"
        }
        text.replace(/\/fork\/[0-9a-f]{8}/) { _ in "/fork/xxxxxxxx" }
        text.replace(/(root"?: *"?)[0-9a-f]{64}/) { match in
            match.output.1 + String(repeating: "h", count: 64)
        }
        return text
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.wholeMatch(of: /[A-Za-z0-9_.\/:=@%+,~-]+/) != nil
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
