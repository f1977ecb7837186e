import Foundation
import Synchronization

/// What the programs that tests start note about the lines that they ran.
///
/// A program built for coverage writes its counters at its end to where `LLVM_PROFILE_FILE` says.
/// Programs write into a folder of this process that anybody may write into, so that those that run
/// as somebody else find room too; at its end the files go where this process writes its own.
/// https://clang.llvm.org/docs/SourceBasedCodeCoverage.html#running-the-instrumented-program
enum CoverageProfiles {
    private static let variable = "LLVM_PROFILE_FILE"
    private static let folderName = "profiles"
    /// How many programs add to one file.
    ///
    /// A function that several object files hold has a record in each, all of one counter, and a
    /// program that adds to a file adds that counter once for each record: with every program it
    /// grows some fourfold, and beyond 2^56 the file is taken for damaged.
    private static let programsToAFile = 16
    private static let started = Atomic(0)
    /// Programs that were killed: perhaps while they wrote, and half a file spoils the whole.
    private static let killed = Mutex<Set<Int32>>([])

    /// The variables that tell a program where to write; none where nothing is counted.
    ///
    /// - Parameters:
    ///   - executable: The program that is started. Some of one name add to one file (`%m`), which
    ///     keeps hundreds of runs small: one that changes its user has another name.
    ///   - mayBeKilled: Whether it is left running. Killed while it adds to a file it would leave
    ///     half of it to the next, so it gets a file of its own (`%p`). So do those that a shell
    ///     starts, of which nobody knows how many there are.
    static func environment(for executable: URL, mayBeKilled: Bool) throws -> [String: String] {
        guard ProcessInfo.processInfo.environment[variable] != nil else { return [:] }
        let folder = try folder()
        if mkdir(folder, 0o777) == 0 { chmod(folder, 0o777) }
        let number = started.add(1, ordering: .relaxed).oldValue
        let program = executable.lastPathComponent
        let isShared = !mayBeKilled && !["bash", "sh"].contains(program)
        let pattern = isShared ? "part\(number / programsToAFile)-%m" : "%p-%m"
        return [variable: "\(folder)/\(program)-\(pattern).profraw"]
    }

    /// Leaves out what a program wrote that is killed now.
    static func leaveOut(process: Int32) {
        _ = killed.withLock { $0.insert(process) }
    }

    /// Moves what was written to where this process writes its own.
    static func collect() {
        guard let own = ProcessInfo.processInfo.environment[variable], let folder = try? folder()
        else { return }
        let target = URL(filePath: own).deletingLastPathComponent()
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
            let isOfKilled = killed.withLock { killed in
                name.split(separator: "-").contains { Int32($0).map(killed.contains) ?? false }
            }
            guard !isOfKilled else { continue }
            try? files.moveItem(
                at: URL(filePath: "\(folder)/\(name)"),
                to: target.appending(path: "started-by-\(getpid())-\(name)"))
        }
    }

    private static func folder() throws -> String {
        try TemporaryRoot.url().appending(path: folderName).path(percentEncoded: false)
    }
}
