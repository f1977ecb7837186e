import Annals
import AnnalsTesting
import Foundation

extension Benchmark {
    /// How long one use of the command line takes, from start to end of the process.
    static let command = Benchmark(
        name: "command", summary: "a command-line append, the whole process"
    ) { bench in
        let tool = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "annals")
        guard FileManager.default.isExecutableFile(atPath: tool.path(percentEncoded: false)) else {
            throw BenchFailure("There is no annals beside annals-dev: build it in the same way.")
        }
        let path = bench.newPath()
        try Store.create(at: path, by: Actor("bench", kind: .human)).close()
        let append = Contest.Side(name: "annals append") {
            try milliseconds(
                tool,
                [
                    "append", "--store", path, "--stream", "task/T-1", "--type", "task.updated",
                    "--data", "{\"status\":\"in_progress\"}", "--by", "bench",
                ])
        }
        let nothing = Contest.Side(name: "/bin/true") {
            try milliseconds(URL(filePath: "/bin/true"), [])
        }
        try Contest(
            title: "A whole process", unit: "ms", reach: "40 ms an append",
            sides: [nothing, append]
        ).run(rounds: max(bench.rounds, 20))
    }

    private static func milliseconds(_ tool: URL, _ arguments: [String]) throws -> Double {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        let time = try Measurement.of {
            try process.run()
            process.waitUntilExit()
        }
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(tool.lastPathComponent) failed.")
        }
        return time.seconds * 1000
    }
}
