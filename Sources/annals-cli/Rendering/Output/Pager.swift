import AnnalsModel
import Foundation
import Synchronization

/// Shows results that are longer than the screen in another program, as git does.
///
/// Results are kept until it is known that they are longer; shorter ones go to the terminal as they
/// are. What there is to say on standard error meanwhile is said at the end, below the results.
final class Pager: Sendable {
    private struct State {
        /// Whether what comes is kept, as it may still fit on the screen.
        var isHolding = true
        var held: [UInt8] = []
        var rows: ScreenRows
        var notes: [String] = []
    }

    /// The command for a shell.
    private let command: String
    private let environment: [String: String]
    /// The terminal.
    private let terminal: Int32
    private let state: Mutex<State>

    // The program that runs, where a signal's handler finds it: no more than one does.
    /// Where its input is written; -1 for nowhere.
    private static let input = Atomic<Int32>(-1)
    /// The number of its process; 0 for none.
    private static let process = Atomic<Int32>(0)
    /// The pager of standard output, once something is written there.
    private static let standard = Mutex<Pager?>(nil)

    private init(
        command: String, rows: ScreenRows, terminal: Int32, environment: [String: String]
    ) {
        self.command = command
        self.terminal = terminal
        self.environment = environment
        state = Mutex(State(rows: rows))
    }

    /// The pager of standard output; nil where that is no terminal, or none is wanted.
    static func ofStandardOutput(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Pager? {
        standard.withLock { standard in
            if let standard { return standard }
            var size = winsize()
            guard isatty(STDOUT_FILENO) == 1, let command = command(in: environment),
                ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 1,
                size.ws_col > 0
            else { return nil }
            let pager = Pager(
                command: command,
                rows: ScreenRows(rows: Int(size.ws_row) - 1, columns: Int(size.ws_col)),
                terminal: STDOUT_FILENO, environment: environment)
            standard = pager
            return pager
        }
    }

    /// The command that `ANNALS_PAGER`, else `PAGER`, names, else `less`; nil where that is empty
    /// or `cat`, where the terminal can do nothing, or where there is no such program.
    static func command(in environment: [String: String]) -> String? {
        let named = environment["ANNALS_PAGER"] ?? environment["PAGER"] ?? "less"
        let words = named.split(whereSeparator: \.isWhitespace)
        guard let program = words.first, words != ["cat"], environment["TERM"] != "dumb"
        else { return nil }
        // What only a shell understands is left to it.
        let isPlain = program.allSatisfy { $0.isLetter || $0.isNumber || "-_./+".contains($0) }
        return isPlain && !isProgram(String(program), environment) ? nil : named
    }

    private static func isProgram(_ name: String, _ environment: [String: String]) -> Bool {
        if name.contains("/") { return access(name, X_OK) == 0 }
        return (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Whether the program has the screen.
    static var isShowing: Bool { input.load(ordering: .acquiring) >= 0 }

    /// Takes results.
    ///
    /// - Returns: How many bytes it took.
    /// - Throws: ``OutputClosed`` where the program ended; `StoreError` of code `io`.
    func take(_ bytes: UnsafeRawBufferPointer, mayWait: Bool) throws -> Int {
        let isKept = try state.withLock { state throws in
            guard state.isHolding else { return false }
            state.rows.add(bytes)
            guard state.rows.areFull else {
                state.held.append(contentsOf: bytes)
                return true
            }
            state.isHolding = false
            start()
            try release(&state)
            return false
        }
        if isKept { return bytes.count }
        return try Output.write(bytes, to: destination, mayWait: mayWait)
    }

    /// Keeps a sentence for the end where results are kept or shown.
    ///
    /// - Returns: Whether it is kept.
    static func keep(_ line: String) -> Bool {
        guard let pager = standard.withLock({ $0 }) else { return false }
        return pager.state.withLock { state in
            guard isShowing || !state.held.isEmpty else { return false }
            state.notes.append(line)
            return true
        }
    }

    /// Shows what was kept, and waits until the reader has seen enough.
    static func finish() {
        guard let pager = standard.withLock({ $0 }) else { return }
        let notes = pager.state.withLock { state in
            if state.isHolding { try? pager.release(&state) }
            state.isHolding = false
            defer { state.notes = [] }
            return state.notes
        }
        let code = end()
        for line in notes { try? FileHandle.standardError.write(contentsOf: Data(line.utf8)) }
        guard code == 126 || code == 127 else { return }
        Warning.say(
            "the pager \(pager.command.quotedForMessage) did not run, so the results were not"
                + " shown: set ANNALS_PAGER, or add --no-pager")
    }

    private var destination: Int32 {
        Self.isShowing ? Self.input.load(ordering: .acquiring) : terminal
    }

    private func release(_ state: inout State) throws {
        let held = state.held
        state.held = []
        _ = try held.withUnsafeBytes { try Output.write($0, to: destination, mayWait: true) }
    }

    /// Runs the program; where that fails results go to the terminal.
    private func start() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var variables = environment
        // As git sets them: leave where all fits, keep colours and what is shown.
        variables["LESS"] = variables["LESS"] ?? "FRX"
        variables["LV"] = variables["LV"] ?? "-c"
        let child = ChildShell.spawn(
            command, giving: ends[0], as: STDIN_FILENO, environment: variables)
        guard let child else {
            close(ends[1])
            return
        }
        Self.process.store(child, ordering: .releasing)
        Self.input.store(ends[1], ordering: .releasing)
        Self.waitAtInterruption()
    }

    /// Ctrl-C goes to the program too, which goes on; this one waits for it then, where nothing
    /// else is to happen at Ctrl-C.
    private static func waitAtInterruption() {
        var action = sigaction()
        sigaction(SIGINT, nil, &action)
        guard action.__sigaction_handler.sa_handler == nil else { return }
        action.__sigaction_handler.sa_handler = { _ in
            close(Pager.input.load(ordering: .acquiring))
            var status: Int32 = 0
            while waitpid(Pager.process.load(ordering: .acquiring), &status, 0) < 0,
                errno == EINTR
            {}
            _exit(128 + SIGINT)
        }
        sigaction(SIGINT, &action, nil)
    }

    /// Ends the program's input and waits for it.
    ///
    /// - Returns: Its exit code; nil where none ran, or a signal ended it.
    private static func end() -> Int32? {
        let child = process.load(ordering: .acquiring)
        guard isShowing, child > 0 else { return nil }
        signal(SIGINT, SIG_IGN)
        close(input.exchange(-1, ordering: .acquiringAndReleasing))
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        process.store(0, ordering: .releasing)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}

/// Counts how much of a screen a text takes.
struct ScreenRows: Sendable {
    private var rest: Int
    private let columns: Int
    private var column = 0

    /// - Parameters:
    ///   - rows: Lines that fit.
    ///   - columns: Width of the screen.
    init(rows: Int, columns: Int) {
        rest = rows
        self.columns = columns
    }

    /// Whether there is more than fits.
    var areFull: Bool { rest < 0 }

    /// Adds a text: lines that are longer than the screen take several.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes where rest >= 0 {
            if byte == UInt8(ascii: "\n") {
                rest -= 1
                column = 0
            } else if byte & 0xC0 != 0x80 {
                // Each code point is counted as one column: exact enough to choose by.
                column += 1
                if column > columns {
                    rest -= 1
                    column = 1
                }
            }
        }
    }
}
