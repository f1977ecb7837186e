import Annals
import Foundation

/// What shells and the package ask of the program, and no help page names.
enum HiddenRequest {
    /// `---complete bash BREAKS LINE`: what belongs at the end of a line, as bash takes it.
    case bash(breaks: String, line: String)
    /// `---complete zsh WORD...`: what belongs in place of the last word.
    case zsh(words: [String])
    /// `---complete fish WORD...`: the same, where the last word is as it is typed.
    case fish(words: [String])
    /// `--generate-completion-script SHELL`: the script that has a shell ask.
    case script(shell: String)
    /// `---manual FOLDER`: the pages of the manual.
    case manual(folder: String)

    /// Recognizes a request by the first words.
    init?(_ arguments: some Collection<String>) {
        var words = Array(arguments)
        let script = "--generate-completion-script"
        if words == [script] {
            // Who names no shell means the one that he uses.
            let shell = ProcessInfo.processInfo.environment["SHELL"] ?? ""
            words.append(shell.split(separator: "/").last.map(String.init) ?? "")
        } else if words.count == 1, words[0].hasPrefix("\(script)=") {
            words = [script, String(words[0].dropFirst(script.count + 1))]
        }
        switch (words.first, words.dropFirst().first, words.count) {
        case ("---complete", "bash", 4): self = .bash(breaks: words[2], line: words[3])
        case ("---complete", "zsh", 3...): self = .zsh(words: Array(words[2...]))
        case ("---complete", "fish", 3...): self = .fish(words: Array(words[2...]))
        case (script, let shell?, 2): self = .script(shell: shell)
        case ("---manual", let folder?, 2): self = .manual(folder: folder)
        default: return nil
        }
    }

    /// Answers it and ends the process.
    ///
    /// A completion says nothing where something is wrong, and is over soon: somebody waits for a
    /// key that was pressed.
    func answer() -> Never {
        do {
            switch self {
            case .bash, .zsh, .fish:
                signal(SIGALRM) { _ in _exit(0) }
                alarm(UInt32(Limits.completionSecondsMax))
                try Self.write(lines)
            case .script(let shell): try Self.write([try CompletionScript.text(for: shell)])
            case .manual(let folder): try ManualPage.writeAll(to: folder)
            }
            exit(0)
        } catch {
            switch self {
            case .bash, .zsh, .fish: exit(0)
            case .script, .manual: Ending(of: error).leave()
            }
        }
    }

    private static func write(_ lines: [String]) throws {
        let text = lines.map { "\($0)\n" }.joined()
        try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }

    /// What a completion script reads.
    var lines: [String] {
        get throws {
            switch self {
            case .bash(let breaks, let text):
                let line = TypedLine(text, breaks: breaks)
                if line.isRedirection { return CompletionAnswer(.files).lines { $0 } }
                let answer = try CompletionAnswer(
                    after: Array(line.words.dropFirst()), last: line.last)
                // Bash shows what is put there, and has no place for what it means.
                return answer.lines(line.replacement).map { $0.prefix { $0 != "\t" } }
                    .map(String.init)
            case .zsh(let words):
                return try CompletionAnswer(
                    after: words.dropLast(), last: words.last ?? ""
                ).lines { $0 }
            case .fish(let words):
                let last = TypedLine(words.last ?? "", breaks: "").last
                return try CompletionAnswer(after: words.dropLast(), last: last).lines { $0 }
            case .script, .manual: return []
            }
        }
    }
}
