import AnnalsModel
import AnnalsTesting
import Foundation
import Synchronization
import Testing

@testable import annals

/// Output is written in large pieces, and what goes wrong is told apart.
@Suite(.storesChecked) struct OutputTests {
    @Test func bytesAreCollected() throws {
        let captured = CapturedOutput()
        try captured.output.write("one ")
        try captured.output.writeLine("two")
        #expect(captured.writes == 0)
        try captured.output.flush()
        try captured.output.flush()
        #expect(captured.text == "one two\n")
        #expect(captured.writes == 1)
        try captured.output.write(String(repeating: "x", count: 100_000))
        #expect(captured.writes == 2)
        #expect(captured.text.utf8.count == 100_008)
    }

    /// On a terminal JSON says the same, without what could steer or mislead it.
    @Test func jsonDoesNotSteerATerminal() throws {
        let text = "a\u{9B}b\u{202E}c\u{7F}d\u{2028}e é 🦆"
        let object: JSONObject = ["text": .string(text)]
        for format in [OutputFormat.json, .ndjson] {
            let plain = try rendered(format, object: object)
            #expect(plain.contains(text))
            let shown = try rendered(format, object: object, screen: .terminal(columns: 80))
            #expect(shown.contains(#"a\u009bb\u202ec\u007fd\u2028e é 🦆"#))
            #expect(try JSONValue(parsing: Array(shown.utf8)) == .object(object))
        }
    }

    @Test func aDescriptorGetsEverything() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("", to: "out")
        let file = try #require(FileHandle(forWritingAtPath: path))
        let output = Output(descriptor: file.fileDescriptor)
        #expect(output.screen == .plain)
        let text = String(repeating: "0123456789", count: 50_000)
        try output.write(text)
        try output.flush()
        #expect(try folder.read("out") == Array(text.utf8))
    }

    @Test func aFullDiskIsAnError() throws {
        let device = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let output = Output(descriptor: device.fileDescriptor)
        try output.write("lost")
        let error = try #require(throws: StoreError.self) { try output.flush() }
        #expect(error.code == .io)
        #expect(error.message.contains("No space left on device"))
    }

    @Test func aReaderThatWentAwayIsNoFailure() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try output.write("nobody reads this")
        #expect(throws: OutputClosed.self) { try output.flush() }
    }

    @Test func aPipeThatDoesNotWaitLosesNothing() async throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
        let reader = pipe.fileHandleForReading
        let reading = Task.detached { try reader.readToEnd()?.count }
        let output = Output(descriptor: descriptor)
        try output.write(String(repeating: "y", count: 1 << 20))
        try output.flush()
        try pipe.fileHandleForWriting.close()
        #expect(try await reading.value == 1 << 20)
    }

    @Test func nobodyWaitsForASlowReader() throws {
        let pipe = Pipe()
        let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let line = String(repeating: "0123456789", count: 100)
        let lines = Limits.spoolBytesMax * 2 / line.utf8.count
        let reader = pipe.fileHandleForReading
        let read = Mutex(Data())
        let ended = DispatchSemaphore(value: 0)
        try output.writeLine("before")
        try output.withoutWaiting {
            for number in 0..<lines { try output.writeLine("\(number) \(line)") }
            // Only now does anybody read.
            // A thread of its own: this one is about to wait for it.
            Thread.detachNewThread {
                let data = try? reader.readToEnd()
                read.withLock { $0 = data ?? Data() }
                ended.signal()
            }
        }
        try output.writeLine("after")
        try output.flush()
        try pipe.fileHandleForWriting.close()
        ended.wait()
        let found = String(decoding: read.withLock { $0 }, as: UTF8.self).split(separator: "\n")
        #expect(found.count == lines + 2)
        #expect(found.first == "before" && found.last == "after")
        #expect(
            found.dropFirst().dropLast().enumerated().allSatisfy {
                $0.element == "\($0.offset) \(line)"
            })
    }

    @Test(arguments: [
        ([:], true), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true),
        (["TERM": "dumb"], false), (["TERM": "xterm"], true),
    ])
    func colour(environment: [String: String], isAllowed: Bool) {
        #expect(Screen.allowsColor(environment) == isAllowed)
        let screen = Screen(isTerminal: true, columns: 80, isColored: isAllowed)
        #expect(screen.styled("x", .red) == (isAllowed ? "\u{1B}[31mx\u{1B}[0m" : "x"))
    }
}
