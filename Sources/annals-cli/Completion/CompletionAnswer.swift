import ArgumentParser

/// What a shell is told to put at the cursor.
struct CompletionAnswer {
    /// What the shell has to look for itself.
    enum Source: String {
        /// Nothing: the candidates are all.
        case none = "-"
        /// Nothing, and a word that is put there goes on: no blank behind it.
        case unfinished
        case files
        case directories
    }

    /// A word that can stand there, and what it means.
    struct Candidate {
        let word: String
        var meaning = ""
    }

    private(set) var source = Source.none
    private(set) var candidates: [Candidate] = []

    /// Where a shell is to look itself.
    init(_ source: Source) {
        self.source = source
    }

    /// What belongs behind some words.
    ///
    /// - Parameters:
    ///   - words: The words before, without the program's name.
    ///   - last: The word of the cursor up to it.
    init(after words: [String], last: String) throws {
        let place = try CompletionPlace(after: words, last: last)
        for kind in place.kinds {
            switch kind {
            case .nothing: break
            case .option: candidates += Self.options(at: place)
            case .command(let parent): candidates += Self.commands(below: parent)
            case .value(let argument, let name):
                try addValues(of: argument, name, place, after: words)
            }
        }
        candidates = candidates.filter { $0.word.hasPrefix(last) }
        let isUnfinished = candidates.contains { $0.word.last.map("/:".contains) ?? false }
        let isRange = candidates.contains { $0.word.hasSuffix("..") }
        if source == .none, isUnfinished || isRange { source = .unfinished }
    }

    private static func options(at place: CompletionPlace) -> [Candidate] {
        let version =
            place.path.isEmpty
            ? [Candidate(word: "--version", meaning: "Show the version.")] : []
        return place.options.flatMap { option -> [Candidate] in
            guard option.isRepeating || place.given.isDisjoint(with: option.typed) else {
                return []
            }
            // The short ones are typed in no time, and say nothing in a list.
            return option.typed.prefix(1).map {
                Candidate(word: $0, meaning: option.abstract ?? "")
            }
        } + version
    }

    private static func commands(below parent: any ParsableCommand.Type) -> [Candidate] {
        let help =
            parent == AnnalsCommand.self
            ? [Candidate(word: "help", meaning: "Show help about a command.")] : []
        return parent.configuration.subcommands.map {
            Candidate(word: $0._commandName, meaning: $0.configuration.abstract)
        } + help
    }

    private mutating func addValues(
        of argument: CommandOutline.Argument, _ name: String, _ place: CompletionPlace,
        after words: [String]
    ) throws {
        guard let kind = argument.completionKind else { return }
        if kind.file != nil { source = .files }
        if kind.directory != nil { source = .directories }
        var values = kind.list?.values ?? []
        if kind.custom != nil {
            // A name or a file, as the value's name says: both are offered.
            if argument.valueName?.contains("file") ?? false { source = .files }
            values += Self.custom(
                ["---completion"] + place.path + ["--", name, "\(words.count + 1)"]
                    + ["\(place.text.count)", "annals"] + words + [place.text])
        }
        candidates += values.map { Candidate(word: place.before + $0) }
    }

    /// Asks ArgumentParser for what an option's or argument's closure gives.
    private static func custom(_ request: [String]) -> [String] {
        do {
            _ = try AnnalsCommand.parseAsRoot(request)
            return []
        } catch {
            guard AnnalsCommand.exitCode(for: error).isSuccess else { return [] }
            return AnnalsCommand.fullMessage(for: error).split(separator: "\n").map(String.init)
        }
    }

    /// The lines that the scripts read: the source, then a candidate each, and behind a tab what it
    /// means.
    func lines(_ replacement: (String) -> String?) -> [String] {
        [source.rawValue]
            + candidates.compactMap { candidate in
                guard let word = replacement(candidate.word) else { return nil }
                return candidate.meaning.isEmpty ? word : "\(word)\t\(candidate.meaning)"
            }
    }
}
