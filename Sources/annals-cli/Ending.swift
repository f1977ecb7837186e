import Annals
import ArgumentParser
import Foundation

/// It cannot be told whether something is so: what is missing, and what would help.
struct Undecided: Error {
    /// One sentence about it.
    let reason: StoreError
}

/// How a run ends that did not simply get done.
enum Ending {
    /// One sentence on standard error, and an exit code.
    case sentence(String, code: Int32)
    /// Nobody reads the output any more, as after `| head`.
    case quiet
    /// Wrong usage that is known here: lines for standard error.
    case misuse(String)
    /// A page of help, or wrong usage: ArgumentParser knows what to say.
    case parser(any Error)

    /// Exit code where something was refused or failed.
    static let refused: Int32 = 1
    /// Exit code where it cannot be told what is true.
    static let unknown: Int32 = 2

    /// What an error means.
    init(of error: any Error) {
        switch error {
        case is OutputClosed:
            self = .quiet
        case let unknown as UnknownCommand:
            self = .misuse(unknown.text)
        case let option as OptionElsewhere:
            self = .misuse(option.text)
        case let option as MisspeltOption:
            self = .misuse(option.text)
        case let undecided as Undecided:
            self = .sentence(Self.shown(undecided.reason), code: Self.unknown)
        case let error as StoreError:
            let code = error.code == .outcomeUnknown ? Self.unknown : Self.refused
            self = .sentence(Self.shown(error), code: code)
        default:
            self = .parser(error)
        }
    }

    /// The sentence of an error; what is wrong in a projection's file comes with the line that it
    /// is about and a caret, each on a line of its own.
    private static func shown(_ error: StoreError) -> String {
        guard error.code == .projectionInvalid else {
            return GivenArguments.shortened(in: error.advised.terminalSafe)
        }
        return safeLines(of: error.advised)
    }

    /// A text of several lines, each as a terminal can show it.
    private static func safeLines(of text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).terminalSafe }.joined(separator: "\n")
    }

    /// Says it and ends the process.
    func leave() -> Never {
        Pager.finish()
        switch self {
        case .quiet:
            exit(0)
        case .parser(let error):
            let code = AnnalsCommand.exitCode(for: error)
            if code.isSuccess { AnnalsCommand.exit(withError: error) }
            let text = Self.safeLines(of: AnnalsCommand.fullMessage(for: error))
            Self.say(Self.inHouseStyle(text))
            exit(code.rawValue)
        case .misuse(let text):
            Self.say(text)
            exit(AnnalsCommand.exitCode(for: ValidationError("")).rawValue)
        case .sentence(let sentence, let code):
            let line = "annals: \(sentence)\n"
            // Where standard error is gone too, the exit code alone has to do.
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
            exit(code)
        }
    }

    private static func say(_ text: String) {
        guard !text.isEmpty else { return }
        // Where standard error is gone too, the exit code alone has to do.
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// What the parser says of wrong usage, begun and ended as every other refusal: with the
    /// program's name, and a sentence in small letters without a full stop.
    static func inHouseStyle(_ text: String) -> String {
        let mark = "Error: "
        guard text.hasPrefix(mark) else { return text }
        let lines = text.dropFirst(mark.count).split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard var sentence = lines.first, let first = sentence.first else { return text }
        let isWord = sentence.dropFirst().first?.isLowercase ?? false
        if isWord { sentence = first.lowercased() + sentence.dropFirst() }
        if sentence.last == ".", !sentence.hasSuffix("..") { sentence.removeLast() }
        let rest = lines.dropFirst().map { "\n\($0)" }.joined()
        return "annals: \(sentence)\(rest)"
    }
}
