import Annals
import AnnalsJSON
import ArgumentParser

/// `annals workspace rules list`.
struct ListRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sets of rules, in the order in which they are asked.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let renderer = options.renderer()
        let isShort = renderer.format == .table
        let rows = try renderer.rows(
            WorkspaceRules.columns().filter { !isShort || $0.name != "text" },
            more: WorkspaceRules.columns())
        for set in try store.workspaceRules() {
            var row = set.json()
            if isShort { row["rules"] = .number(JSONNumber(Int64(set.rules.count))) }
            try rows.write(row)
        }
        try rows.finish()
    }
}

/// `annals workspace rules show`.
struct ShowRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a set of rules as its rule file has it.")

    @Argument(
        help: "Name of the set.",
        completion: .stored(.rules))
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let sets = try store.workspaceRules()
        guard let set = sets.first(where: { $0.name == name }) else {
            throw StoreError(
                .notFound,
                "there are no rules \(name.quotedForMessage): there are"
                    + " \(sets.map(\.name).joined(separator: ", ").terminalSafe)")
        }
        let renderer = options.renderer()
        guard renderer.format == .table else { return try renderer.object(set) }
        let lines = set.text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines.last == "" ? lines.dropLast() : lines[...] {
            try renderer.output.writeLine(String(line).terminalSafe)
        }
    }
}

/// `annals workspace rules test`.
struct TestRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Read a rule file and say what it would make of the files in a folder.",
        discussion: """
            Nothing is captured and nothing changes. Its rules are asked before those of the \
            store. Without a folder it is only checked that the file can be read.
            """)

    @Argument(
        help: ArgumentHelp("The rule file.", valueName: "file"),
        completion: .file())
    var file: String

    @Argument(
        help: ArgumentHelp("The workspace's folder.", valueName: "dir"),
        completion: .directory)
    var folder: String?

    @Flag(help: "List the files too that it makes nothing of.")
    var all = false

    @Flag(help: "Print the documents that it would make of each file, instead of their names.")
    var documents = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let text = try RuleFile.text(file, besides: try options.path())
        let store = try options.openToRead()
        defer { store.close() }
        let set = try store.readWorkspaceRules(text, named: file)
        guard let folder else {
            return try options.renderer().object(set)
        }
        let renderer = options.renderer()
        let rows = try ExplanationRows(renderer, showsDocuments: documents)
        var silence = RuleSilence(of: set.name)
        try store.explainWorkspace(
            folder, trying: text, named: file
        ) { explanation in
            silence.add(explanation)
            let isRead = explanation.steps.contains { $0.set == set.name && $0.made > 0 }
            if all || isRead { try rows.write(explanation) }
        }
        try rows.finish()
        for sentence in silence.sentences { Warning.say(sentence) }
    }
}

/// The text of a rule file.
enum RuleFile {
    /// Reads it.
    ///
    /// - Parameter store: Path of the store, whose own files are refused.
    static func text(_ file: String, besides store: String) throws(StoreError) -> String {
        let argument = file == "-" ? file : "@" + file
        return try GivenText.text(
            argument, "the rule file", limit: Limits.ruleFileBytesMax, besides: store)
    }
}

/// Members that a set's rules look for and that no file of a folder gives: most often a place that
/// is written wrong.
struct RuleSilence {
    private let set: String
    private var rules: [(name: String, silent: Set<String>)] = []

    init(of set: String) {
        self.set = set
    }

    /// Adds what the set's rules found in a file.
    mutating func add(_ explanation: WorkspaceFileExplanation) {
        for step in explanation.steps where step.set == set && step.made > 0 {
            if let index = rules.firstIndex(where: { $0.name == step.rule }) {
                rules[index].silent.formIntersection(step.silent)
            } else {
                rules.append((step.rule, Set(step.silent)))
            }
        }
    }

    /// One sentence for each rule with such members.
    var sentences: [String] {
        rules.filter { !$0.silent.isEmpty }.map { rule in
            "no file gives \(rule.silent.sorted().joined(separator: ", ")) of the rule"
                + " \(rule.name.quotedForMessage)"
        }
    }
}
