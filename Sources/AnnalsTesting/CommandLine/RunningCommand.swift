import Foundation
import Synchronization

/// A program that was started and has perhaps not ended.
///
/// Its streams are files, so that no pipe fills up while nobody reads.
package final class RunningCommand: Sendable {
    private enum Phase {
        case running(waiting: [@Sendable (Int32) -> Void])
        case ended(status: Int32)
    }

    /// How far it is.
    ///
    /// Foundation never lets go of a process, nor of what its handler refers to: this and not the
    /// command, which would not go away, nor would its folders.
    private final class Course: Sendable {
        private let phase = Mutex(Phase.running(waiting: []))
        /// Where the program may write until it ends.
        private let folders: Mutex<[TemporaryDirectory]>

        init(folders: [TemporaryDirectory]) {
            self.folders = Mutex(folders)
        }

        /// Calls `body` with the status once the program has ended.
        func whenEnded(_ body: @escaping @Sendable (Int32) -> Void) {
            let status: Int32? = phase.withLock { phase in
                switch phase {
                case .running(var waiting):
                    waiting.append(body)
                    phase = .running(waiting: waiting)
                    return nil
                case .ended(let status):
                    return status
                }
            }
            if let status {
                body(status)
            }
        }

        /// Notes that it ended.
        func end(status: Int32) {
            let waiting: [@Sendable (Int32) -> Void] = phase.withLock { phase in
                guard case .running(let waiting) = phase else {
                    return []
                }
                phase = .ended(status: status)
                return waiting
            }
            for body in waiting {
                body(status)
            }
            folders.withLock { $0 = [] }
        }
    }

    /// The programs of this process that have perhaps not ended.
    private static let running = Mutex<Set<Int32>>([])

    private let course: Course
    private let process: Mutex<Process>
    private let streams: TemporaryDirectory
    private let folder: TemporaryDirectory
    private let name: String

    init(
        executable: URL, arguments: [String], input: [UInt8], environment: [String: String],
        folder: TemporaryDirectory
    ) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder.url
        let streams = try TemporaryDirectory()
        try streams.write(input, to: "input")
        try streams.write([], to: "output")
        try streams.write([], to: "error")
        process.standardInput = FileHandle(forReadingAtPath: streams.path("input"))
        process.standardOutput = FileHandle(forWritingAtPath: streams.path("output"))
        process.standardError = FileHandle(forWritingAtPath: streams.path("error"))
        let course = Course(folders: [streams, folder])
        self.course = course
        self.streams = streams
        self.folder = folder
        name = executable.lastPathComponent
        self.process = Mutex(process)
        try self.process.withLock { process in
            process.terminationHandler = { ended in
                _ = Self.running.withLock { $0.remove(ended.processIdentifier) }
                let signal = ended.terminationReason == .uncaughtSignal
                course.end(status: ended.terminationStatus + (signal ? 128 : 0))
            }
            try Self.running.withLock { running in
                // Locked, so that the end of a short run is not noted before its start.
                try Self.withoutBlockedSignals { try process.run() }
                running.insert(process.processIdentifier)
            }
        }
    }

    deinit {
        kill()
    }

    /// Calls `body` with no signal blocked on this thread.
    ///
    /// A program inherits what is blocked where it is started, and on the threads that run tests
    /// nearly everything is: it would never see Ctrl-C.
    private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Its process number.
    package var processIdentifier: Int32 {
        process.withLock { $0.processIdentifier }
    }

    /// Whether it has ended by now.
    package var hasEnded: Bool { process.withLock { !$0.isRunning } }

    /// What it has written to its standard output so far.
    package var outputSoFar: String {
        String(decoding: (try? streams.read("output")) ?? [], as: UTF8.self)
    }

    /// What it has written to its standard error so far.
    package var errorSoFar: String {
        String(decoding: (try? streams.read("error")) ?? [], as: UTF8.self)
    }

    /// Asks it to end, as Ctrl-C does.
    package func interrupt() {
        process.withLock { $0.interrupt() }
    }

    /// Ends it at once, as a crash or a power cut would.
    package func kill() {
        process.withLock { process in
            if process.isRunning {
                CoverageProfiles.leaveOut(process: process.processIdentifier)
                _ = Foundation.kill(process.processIdentifier, SIGKILL)
            }
        }
    }

    /// Kills every program that is left, and waits for a moment until they are gone.
    static func killAll() {
        let left = running.withLock { $0 }
        for process in left {
            CoverageProfiles.leaveOut(process: process)
            _ = Foundation.kill(process, SIGKILL)
        }
        for _ in 0..<200 where left.contains(where: { Foundation.kill($0, 0) == 0 }) {
            usleep(5_000)
        }
    }

    /// Waits until it ends.
    ///
    /// - Throws: `CommandLineTool.Failure` where it had to be killed after the timeout.
    package func result(timeout: Duration = .seconds(600)) async throws -> CommandResult {
        let killer = Task {
            try await Task.sleep(for: timeout)
            self.kill()
            return true
        }
        let status = await withCheckedContinuation { continuation in
            course.whenEnded { continuation.resume(returning: $0) }
        }
        killer.cancel()
        if case .success(true) = await killer.result {
            throw CommandLineTool.Failure(description: "\(name) did not end within \(timeout).")
        }
        return CommandResult(
            status: status, outputBytes: try streams.read("output"),
            errorBytes: try streams.read("error"))
    }
}
