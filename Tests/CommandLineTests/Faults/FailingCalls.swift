import AnnalsTesting
import Foundation

/// Makes the calls with which a command changes files fail, or kills it before one.
struct FailingCalls {
    /// What happens at a call.
    enum Kind: String, CaseIterable, Sendable {
        /// The call fails, and the next one works.
        case io
        /// It and all that need room find none.
        case full
        /// The process is gone before it.
        case kill
    }

    /// The library that does it, built once a process from `failing_calls.c`.
    private static let library = Result { () throws -> (TemporaryDirectory, path: String) in
        let folder = try TemporaryDirectory()
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "failing_calls.c").path(percentEncoded: false)
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        let path = folder.path("failing_calls.so")
        compiler.arguments = ["cc", "-O1", "-shared", "-fPIC", "-o", path, source, "-ldl"]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else {
            throw CommandLineTool.Failure(description: "'cc' could not build \(source).")
        }
        return (folder, path)
    }

    /// The variables that make a command in a folder fail.
    ///
    /// - Parameter call: Which of its calls is the first, from 1.
    static func environment(
        _ kind: Kind, atCall call: Int, in folder: TemporaryDirectory, noting hit: String
    ) throws -> [String: String] {
        let library = try library.get().path
        return [
            "LD_PRELOAD": library, "FAILING_UNDER": folder.path,
            "FAILING_CALL": String(call), "FAILING_KIND": kind.rawValue, "FAILING_HIT": hit,
            // What is killed while it notes the lines that it ran would spoil what others noted.
            "LLVM_PROFILE_FILE": "/dev/null",
        ]
    }
}
