import AnnalsTesting
import Foundation
import Testing

/// Tests can run programs without being held up by them.
@Suite(.storesChecked) struct CommandLineToolTests {
    private let shell = CommandLineTool(executable: URL(filePath: "/bin/sh"))
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    @Test func outputErrorAndStatusArrive() async throws {
        let result = try await shell.run(
            "-c", "cat; echo oops >&2; exit 3", input: "héllo\n", in: folder)
        #expect(result.output == "héllo\n")
        #expect(result.error == "oops\n")
        #expect(result.status == 3)
    }

    @Test func largeStreamsDoNotBlock() async throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        let result = try await shell.run(["-c", "cat; exit 0"], input: bytes, in: folder)
        #expect(result.outputBytes == bytes)
    }

    @Test func workingDirectoryAndEnvironment() async throws {
        let result = try await shell.run(
            "-c", "pwd -P; echo $COLOUR", environment: ["COLOUR": "blue"], in: folder)
        #expect(result.output == "\(folder.path)\nblue\n")
    }

    @Test func aSignalIsAStatus() async throws {
        let result = try await shell.run("-c", "kill -TERM $$", in: folder)
        #expect(result.status == 128 + SIGTERM)
    }

    @Test func interruptingReachesTheProgram() async throws {
        let running = try shell.start(
            ["-c", "trap 'echo bye; exit 130' INT; echo begun; while :; do sleep 0.01; done"],
            in: folder)
        while !running.outputSoFar.contains("begun") {
            try await Task.sleep(for: .milliseconds(5))
        }
        running.interrupt()
        let result = try await running.result()
        #expect(result.output == "begun\nbye\n")
        #expect(result.status == 130)
    }

    @Test func aProgramThatHangsIsKilled() async throws {
        let running = try shell.start(["-c", "echo begun; exec sleep 600"], in: folder)
        await #expect(throws: CommandLineTool.Failure.self) {
            _ = try await running.result(timeout: .milliseconds(200))
        }
    }

    @Test func theBuiltProgramIsFound() async throws {
        let annals = try CommandLineTool.built()
        let result = try await annals.run("--help", in: folder)
        #expect(result.status == 0)
        #expect(result.output.contains("USAGE"))
    }

    @Test func whatAProgramUsedGoesAwayWithIt() async throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory).path
        let result = try await shell.run(["-c", "echo done"], in: try #require(directory))
        #expect(result.output == "done\n")
        var running: RunningCommand? = try shell.start(
            ["-c", "echo $$; exec sleep 600"], in: try #require(directory))
        while running?.outputSoFar.hasSuffix("\n") != true {
            try await Task.sleep(for: .milliseconds(5))
        }
        let number = try #require(running).processIdentifier
        directory = nil
        #expect(FileManager.default.fileExists(atPath: path))
        running = nil
        // The system tells a little later that it has ended.
        while kill(number, 0) == 0 || FileManager.default.fileExists(atPath: path) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test(arguments: ["", "INT", "TERM"]) func aToolLeavesNothing(signal: String) async throws {
        let tool = try CommandLineTool.built("annals-dev").executable.path(percentEncoded: false)
        let own = try TemporaryDirectory()
        // The shell sends it as soon as there is something to leave behind.
        let script = """
            "$0" hammer --processes 1 --seed 1 --seconds "$2" >&2 &
            if [ -n "$1" ]; then
                until [ -n "$(ls "$TMPDIR")" ]; do sleep 0.01; done
                kill -s "$1" $!
            fi
            wait $!; echo $?; ls "$TMPDIR"
            """
        let result = try await shell.run(
            ["-c", script, tool, signal, signal.isEmpty ? "1" : "600"],
            environment: ["TMPDIR": own.path],
            in: folder)
        let status = ["": 0, "INT": 128 + SIGINT, "TERM": 128 + SIGTERM][signal]
        #expect(result.output == "\(status ?? -1)\n", "\(result.error)")
    }

    @Test func lockedDirectoriesGoAwayToo() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory).path
        try directory?.write("text", to: "some/file")
        chmod("\(path)/some", 0o000)
        chmod(path, 0o500)
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func directoriesGoAway() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory).write("text", to: "some/file")
        #expect(try directory?.read("some/file") == Array("text".utf8))
        #expect(FileManager.default.fileExists(atPath: path))
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
