import Annals
import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// What is given to be read whole has an end, and a limit.
@Suite(.storesChecked) struct GivenFileTests {
    @Test(arguments: ["/dev/zero", "/dev/urandom", "."]) func noFile(path: String) async throws {
        let store = try await StoreFolder()
        let head = try await store.head()
        for arguments in [
            ["append", "--stream", "task/A", "--type", "task.x", "--data", "@\(path)"],
            ["append", "--batch", path], ["query", "@\(path)"], ["bisect", "@\(path)"],
            ["projections", "add", path],
            ["task", "create", "A", "--description", "@\(path)"],
            ["message", "send", "--to", "B", "@\(path)"],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 1, "\(arguments) \(result.error)")
            #expect(result.error.contains(path == "." ? "is a folder" : "is a device"))
            #expect(result.error.split(separator: "\n").count == 1)
        }
        #expect(try await store.head() == head)
    }

    @Test func standardInputMayBeNoDeviceEither() async throws {
        let store = try await StoreFolder()
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        for command in [
            "append --stream task/A --type task.x --data -", "append --batch -", "query -",
        ] {
            let result = try await bash.run(
                "-c", "\"$0\" \(command) < /dev/zero", annals, in: store.folder)
            #expect(result.status == 1)
            #expect(result.error.contains("\"standard input\" is a device"))
        }
        let empty = try await bash.run(
            "-c", #""$0" append --batch - < /dev/null"#, annals, in: store.folder)
        #expect(empty.status == 0, "\(empty.error)")
    }

    @Test func aPipeWithoutEndIsReadUpToTheLimit() async throws {
        let store = try await StoreFolder()
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let sql = try await bash.run(
            "-c", #"yes 2>/dev/null | "$0" query -"#, annals, in: store.folder)
        #expect(sql.status == 1)
        #expect(
            sql.error == "annals: the SQL has more than 1000000 bytes: give less, or in parts\n")
    }

    @Test func aFileMayHaveAsManyBytesAsTheLimit() async throws {
        let folder = try TemporaryDirectory()
        let store = folder.path("annals.db")
        let path = try folder.write("12345678", to: "eight")
        #expect(try GivenText.text("@" + path, "it", limit: 8, besides: store) == "12345678")
        #expect(throws: StoreError(.tooLarge, "")) {
            try GivenText.text("@" + path, "it", limit: 7, besides: store)
        }
        #expect(throws: StoreError(.tooLarge, "")) {
            try GivenText.text("12345678", "it", limit: 7, besides: store)
        }
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for (limit, isRead) in [(8, true), (7, false)] {
            Thread.detachNewThread {
                if let end = FileHandle(forWritingAtPath: pipe) {
                    try? end.write(contentsOf: Data("12345678".utf8))
                    try? end.close()
                }
            }
            let text = try? GivenText.text("@" + pipe, "it", limit: limit, besides: store)
            #expect(text == (isRead ? "12345678" : nil))
        }
    }

    @Test func aLineMayHaveAsManyBytesAsTheLimit() async throws {
        let folder = try TemporaryDirectory()
        let store = folder.path("annals.db")
        for (text, lines) in [
            ("12345678\nabc\n", ["12345678", "abc"]), ("abc\n12345678", ["abc", "12345678"]),
            ("\n\n123456789\n", ["", ""]), ("123456789", []), ("abc\n123456789", ["abc"]),
        ] {
            let path = try folder.write(text, to: "lines")
            let reader = try LineReader(path, besides: store, lineBytesMax: 8)
            var read: [String] = []
            var error: StoreError?
            do {
                while let line = try reader.next({ String(decoding: $0, as: UTF8.self) }) {
                    read.append(line)
                }
            } catch let thrown as StoreError {
                error = thrown
            }
            #expect(read == lines, "\(text)")
            #expect(error?.code == (text.contains("9") ? .tooLarge : nil), "\(text)")
        }
    }
}
