import Annals
import ArgumentParser
import Foundation

/// The arguments of this run, as sentences about them may quote them.
enum GivenArguments {
    /// Bytes from which a word of a sentence is shortened: no path is longer.
    private static let wholeBytesMax = Int(PATH_MAX)

    /// Reads the arguments.
    ///
    /// - Throws: What ArgumentParser throws. It quotes what it does not understand as it stands,
    ///   newlines included, so a refusal is made of the arguments as a terminal can show them.
    static func parse() throws -> any ParsableCommand {
        var given = CommandLine.arguments.dropFirst()
        if let unknown = UnknownCommand(in: given) { throw unknown }
        // The parser knows the long name alone.
        if given.first == "-V" { given = ["--version"] }
        do {
            return try AnnalsCommand.parseAsRoot(Array(given))
        } catch {
            let isRefused = !AnnalsCommand.exitCode(for: error).isSuccess
            if isRefused, let option = OptionElsewhere(in: given) { throw option }
            if isRefused, let option = MisspeltOption(in: given) { throw option }
            let shown = given.map(shown)
            guard isRefused, shown != Array(given) else {
                throw error
            }
            _ = try AnnalsCommand.parseAsRoot(shown)
            throw error
        }
    }

    /// A sentence in which no word is longer than a path can be, as what SQLite quotes of an
    /// argument would be.
    static func shortened(in sentence: String) -> String {
        guard sentence.utf8.count > wholeBytesMax else { return sentence }
        return sentence.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.utf8.count < wholeBytesMax ? String($0) : shown(String($0)) }
            .joined(separator: " ")
    }

    /// An argument as a message quotes it.
    private static func shown(_ argument: String) -> String {
        let start = argument.unicodeScalars.prefix(Limits.quotedCharactersMax)
        let isCut = start.endIndex != argument.unicodeScalars.endIndex
        return String(start).terminalSafe + (isCut ? "…" : "")
    }
}
