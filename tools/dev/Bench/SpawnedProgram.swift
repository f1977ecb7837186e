import Foundation

/// A program that is run to its end.
struct SpawnedProgram {
    let path: String

    /// A program that was built in the same folder as this one.
    static func besideThis(_ name: String) throws -> SpawnedProgram {
        let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchFailure("There is no \(name) beside annals-dev: build it in the same way.")
        }
        return SpawnedProgram(path: path)
    }

    /// This program.
    static var this: SpawnedProgram {
        SpawnedProgram(
            path: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
                .path(percentEncoded: false))
    }

    /// Runs it with its output going nowhere, by the calls of the system alone: `Process` adds
    /// milliseconds of its own.
    func run(_ arguments: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var child: pid_t = 0
        guard posix_spawn(&child, path, &actions, nil, &words, environ) == 0 else {
            throw BenchFailure("\(path) could not be started.")
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw BenchFailure("\(path) was lost.") }
        }
        guard status == 0 else { throw BenchFailure("\(path) failed.") }
    }

    /// Runs it to its end and gives what it prints.
    func output(_ arguments: [String], environment: [String: String] = [:]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure(
                "\(path) \(arguments.first ?? "") failed with status"
                    + " \(process.terminationStatus).")
        }
        return output
    }
}
