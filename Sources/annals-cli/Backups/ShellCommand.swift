import Annals
import ArgumentParser
import Foundation

/// A command of the caller's for a shell, which gets the path of a file.
///
/// The path is the shell's first parameter and no part of what it reads, so that nothing in a name
/// can become a command, however the caller quotes.
struct ShellCommand {
    /// As it was given.
    private let template: String
    /// What the shell reads, with `$1` for the path.
    let line: String

    /// Reads a command.
    ///
    /// - Throws: `ValidationError` for one that names no file, or has a percent sign before
    ///   anything but `f` and `%`.
    init(parsing argument: String) throws {
        template = argument
        var line = ""
        var quotes = ShellQuotes()
        var rest = argument.makeIterator()
        var namesFile = false
        while let character = rest.next() {
            guard character == "%" else {
                quotes.read(character)
                line.append(character)
                continue
            }
            switch rest.next() {
            case "%":
                quotes.read("%")
                line.append("%")
            case "f":
                guard quotes.innermost != .single else {
                    throw ValidationError(
                        "--exec has %f in single quotes, where a shell reads no name: leave the"
                            + " quotes out, the path is one word without them.")
                }
                guard !quotes.hasHereDocument else {
                    throw ValidationError(
                        "--exec has %f after <<, where it may be text: set a variable before,"
                            + " file=%f; and write \"$file\" there.")
                }
                if let shell = Self.secondShell(in: line, isQuoted: quotes.innermost == .double) {
                    throw ValidationError(
                        "--exec has %f in what \(shell) reads as a command once more: let it read"
                            + " the copy, ssh vault 'cat > db' <%f, or give the path as an"
                            + " argument, sh -c '… \"$1\" …' sh %f.")
                }
                line += quotes.innermost == .double ? "$1" : "\"$1\""
                namesFile = true
            case let other:
                let given = other.map { "%\($0)" } ?? "a % at the end"
                throw ValidationError(
                    "--exec knows %f, the path of the copy, and %%, a percent sign, not"
                        + " \(given.terminalSafe).")
            }
        }
        guard namesFile else {
            throw ValidationError(
                "--exec names no file: write %f where the path of the copy belongs.")
        }
        self.line = line
    }

    /// What reads a name once more that would stand at the end of a line, as far as that can be
    /// seen: `eval` and `ssh`, whose words become a command, and a shell's `-c "…"`.
    private static func secondShell(in line: String, isQuoted: Bool) -> String? {
        // What is read from or written to is the shell's own business.
        if !isQuoted, line.contains(/[<>]\s*$/) { return nil }
        let begin = /(?:^|[;&|(\n])\s*(?:\w+=\S*\s+)*(?:(?:sudo|env|exec|command)\s+)*$/
        let words = isQuoted ? /\s[^;&|\n"]*"[^"]*$/ : /\s[^;&|\n]*$/
        for name in ["eval", "ssh"] {
            let found = line.ranges(of: name).contains { range in
                line[..<range.lowerBound].contains(begin)
                    && line[range.upperBound...].prefixMatch(of: words) != nil
            }
            if found { return name }
        }
        let shell = /\b(?:(?:ba|da|k|z|fi)?sh|su)\s[^;&|\n"]*-\w*c\s+"[^"]*$/
        return isQuoted && line.contains(shell) ? "a shell" : nil
    }

    /// Runs it on a file; what it prints goes to standard error.
    ///
    /// - Throws: `notFound` if it fails or is stopped: the file stays where it is.
    func run(on path: String) throws {
        let absolute = Self.absolute(path)
        guard
            let child = ChildShell.spawn(
                line, ["annals", absolute], giving: STDERR_FILENO, as: STDOUT_FILENO)
        else {
            throw failure(path, "could not be started: \(String(cString: strerror(errno)))")
        }
        var status: Int32 = 0
        var isTold = false
        while waitpid(child, &status, 0) < 0 && errno == EINTR {
            // Ctrl-C reaches it too; what only this process is sent does not.
            if Interruption.isRequested, !isTold { isTold = kill(child, SIGTERM) == 0 }
        }
        let signal = status & 0x7F
        if Interruption.isRequested {
            throw StoreError(
                .interrupted,
                "the backup \(path) is whole, and the command \(template.quotedForMessage) was"
                    + " stopped")
        }
        guard status != 0 else { return }
        let end =
            signal == 0
            ? "ended with exit code \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
        throw failure(path, end)
    }

    private func failure(_ path: String, _ words: String) -> StoreError {
        StoreError(
            .io,
            "the backup \(path) is whole, but the command \(template.quotedForMessage) \(words):"
                + " run it by hand")
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard getcwd(&buffer, buffer.count) != nil else { return "./" + path }
        let end = buffer.firstIndex(of: 0) ?? buffer.endIndex
        let folder = String(decoding: buffer[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return folder == "/" ? "/" + path : folder + "/" + path
    }
}

extension String {
    /// One word of a shell: whatever is in it means itself.
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || "-_./".utf8.contains(byte)
            }
        if isPlain, !hasPrefix("-") { return self }
        return "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
