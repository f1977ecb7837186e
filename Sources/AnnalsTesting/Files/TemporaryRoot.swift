import Foundation
import Synchronization

/// The folder into which all temporary files of this process go, and which goes with the process.
///
/// Whoever makes a ``TemporaryDirectory`` removes it sooner. What is kept by a global, by a test
/// that failed, or was left by a program that was killed, goes at the end: when the process exits,
/// or is asked to end by a signal.
enum TemporaryRoot {
    private static let made = Result { try make() }
    private static let lastNumber = Atomic(0)
    /// Where a signal's handler writes; -1 before there is one.
    private static let wakeUp = Atomic<Int32>(-1)

    /// Where it is; the first call makes it.
    static func url() throws -> URL {
        try made.get()
    }

    /// A path in it that nobody else uses.
    ///
    /// Its name is short, because the paths of sockets are.
    static func newPath() throws -> URL {
        let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
        return try url().appending(path: "\(number)", directoryHint: .isDirectory)
    }

    /// Removes a file or folder, also one with folders that nobody may enter or write into.
    static func remove(_ url: URL) {
        let files = FileManager.default
        if (try? files.removeItem(at: url)) != nil { return }
        let path = url.path(percentEncoded: false)
        chmod(path, 0o700)
        for name in (try? files.subpathsOfDirectory(atPath: path)) ?? [] {
            let inside = "\(path)/\(name)"
            var status = stat()
            guard lstat(inside, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
            chmod(inside, 0o700)
        }
        try? files.removeItem(at: url)
    }

    /// Whether a signal ends the process.
    private static let isSignalled = Atomic(false)

    private static func make() throws -> URL {
        exitOnSignals()
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        var template = Array(
            parent.appending(path: "annals-\(getpid())-XXXXXX").path(percentEncoded: false)
                .utf8CString)
        guard let name = mkdtemp(&template) else {
            throw CommandLineTool.Failure(
                description: "There is no folder for temporary files below \(parent.path):"
                    + " \(String(cString: strerror(errno))).")
        }
        // Programs that run as somebody else go through it, and have temporary files too.
        chmod(name, 0o777)
        let url = URL(filePath: String(cString: name), directoryHint: .isDirectory)
        atexit {
            // Whoever fails since the folder is gone does not say how the process ends.
            while TemporaryRoot.isSignalled.load(ordering: .acquiring) { sleep(1) }
            TemporaryRoot.clear()
        }
        return url
    }

    /// Removes all that the process has made.
    private static func clear() {
        guard case .success(let url) = made else { return }
        // What still runs would go on writing.
        RunningCommand.killAll()
        CoverageProfiles.collect()
        remove(url)
    }

    /// Makes Ctrl-C and a polite request to end an exit, after which nothing is left.
    ///
    /// Programs that are started from here do not inherit it.
    private static func exitOnSignals() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeUp.store(ends[1], ordering: .relaxed)
        let readEnd = ends[0]
        Thread.detachNewThread {
            var signal: UInt8 = 0
            while read(readEnd, &signal, 1) != 1 {}
            isSignalled.store(true, ordering: .releasing)
            clear()
            fflush(nil)
            _exit(128 + Int32(signal))
        }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { signal in
            let number = errno
            var byte = UInt8(truncatingIfNeeded: signal)
            _ = write(TemporaryRoot.wakeUp.load(ordering: .relaxed), &byte, 1)
            errno = number
        }
        action.sa_flags = SA_RESTART
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }
}
