package import Foundation

/// A program that tests run: by default the `annals` that was built with them.
package struct CommandLineTool: Sendable {
    /// Why a program could not be run.
    package struct Failure: Error, CustomStringConvertible {
        /// One sentence.
        package let description: String

        /// Says why.
        package init(description: String) {
            self.description = description
        }
    }

    /// The program's file.
    package let executable: URL

    /// Names a program by its file.
    package init(executable: URL) {
        self.executable = executable
    }

    /// A program of this package, built beside the running one.
    ///
    /// - Throws: ``Failure`` where there is none, as after building a single test target.
    package static func built(_ name: String = "annals") throws -> CommandLineTool {
        let sources = URL(filePath: #filePath)
        let root = (0..<4).reduce(sources) { url, _ in url.deletingLastPathComponent() }
        let folders = [
            URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent(),
            Bundle.main.bundleURL,
            URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent(),
            root.appending(path: ".build/debug"),
        ]
        for folder in folders {
            let candidate = folder.appending(path: name)
            if FileManager.default.isExecutableFile(atPath: candidate.path(percentEncoded: false)) {
                return CommandLineTool(executable: candidate)
            }
        }
        throw Failure(description: "There is no \(name) beside the tests: run 'swift build' first.")
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: the arguments after the program's name.
    ///   - input: its standard input; empty by default, never the terminal's.
    ///   - environment: variables beside `PATH`, `HOME` and the like; those of this process whose
    ///     names begin with `ANNALS_` are not handed on, and `TMPDIR` goes with this process.
    ///   - folder: its working directory.
    ///   - timeout: after which it is killed.
    /// - Throws: ``Failure`` where it could not be started or was killed by the timeout.
    package func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        in folder: TemporaryDirectory, timeout: Duration = .seconds(600)
    ) async throws -> CommandResult {
        let running = try start(
            arguments, input: input, environment: environment, in: folder, mayBeKilled: false)
        return try await running.result(timeout: timeout)
    }

    /// Runs the program to its end with a text as its standard input.
    package func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:],
        in folder: TemporaryDirectory
    ) async throws -> CommandResult {
        try await run(
            arguments, input: Array(input.utf8), environment: environment, in: folder)
    }

    /// Starts the program and leaves it running; it is killed if nobody refers to it any more.
    package func start(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        in folder: TemporaryDirectory
    ) throws -> RunningCommand {
        try start(
            arguments, input: input, environment: environment, in: folder, mayBeKilled: true)
    }

    private func start(
        _ arguments: [String], input: [UInt8], environment: [String: String],
        in folder: TemporaryDirectory, mayBeKilled: Bool
    ) throws -> RunningCommand {
        var inherited = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("ANNALS_") && $0.key != "NO_COLOR" }
        inherited["TMPDIR"] = try TemporaryRoot.url().path(percentEncoded: false)
        let profile = try CoverageProfiles.environment(for: executable, mayBeKilled: mayBeKilled)
        return try RunningCommand(
            executable: executable, arguments: arguments, input: input,
            environment: inherited.merging(profile) { _, new in new }
                .merging(environment) { _, new in new },
            folder: folder)
    }
}
