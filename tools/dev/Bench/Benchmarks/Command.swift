import Annals
import AnnalsModel
import Foundation

extension Benchmark {
    /// How long one use of the command line takes, from start to end of the process.
    static let command = Benchmark(
        name: "command", summary: "a command-line append and --version, the whole process"
    ) { bench in
        let tool = try SpawnedProgram.besideThis("annals")
        let store = try bench.makeStore()
        store.close()
        let append = [
            "append", "--store", store.path, "--stream", "task/T-1", "--type", "task.updated",
            "--data", "{\"status\":\"in_progress\"}", "--by", "bench",
        ]
        let programs = [
            ("/bin/true", SpawnedProgram(path: "/bin/true"), []),
            ("version", tool, ["--version"]), ("append", tool, append),
        ]
        let sides = programs.map { name, program, arguments in
            Contest.Side(name: name, isCounted: false) { meter in
                let repeats = 10
                let seconds = try meter.measure(repeats, isChild: true) {
                    for _ in 0..<repeats { try meter.time { try program.run(arguments) } }
                }
                return seconds / Double(repeats) * 1000
            }
        }
        try bench.hold(
            Contest(
                name: "command", title: "A whole process", unit: "ms", reach: "15 ms an append",
                sides: sides))
    }
}
