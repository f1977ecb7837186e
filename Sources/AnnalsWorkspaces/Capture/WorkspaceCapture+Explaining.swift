import AnnalsLog
package import AnnalsModel

extension WorkspaceCapture {
    /// Says of every file in a folder by which rules it is read, and why by no others.
    ///
    /// - Parameters:
    ///   - text: A rule file whose rules are asked before the store's; nil for none.
    ///   - file: The name of that rule file, for refusals.
    package func explain(
        _ folder: WorkspaceFolder, adding text: String? = nil, named file: String = "",
        _ report: (WorkspaceFileExplanation) throws -> Void
    ) throws {
        try refreshRules(at: try log.read { reader in try reader.head() })
        var rules = rules
        if let text {
            let set = try RuleSetReader.read(text, named: file)
            rules = RuleBook(adding: [set] + rules.own.filter { $0.name != set.name })
        }
        for (path, _) in folder.list().files {
            guard case .version(let version, _, _) = folder.read(path) else { continue }
            guard !version.content.isLink else { continue }
            try report(FileReader.explain(path, version.content, rules))
        }
    }

    /// The sets of rules by which files are read, in the order in which they are asked.
    package func ruleSets() throws -> [WorkspaceRules] {
        try refreshRules(at: try log.read { reader in try reader.head() })
        return rules.sets.map(Self.described)
    }

    /// Reads a rule file.
    package static func rules(
        _ text: String, named file: String
    ) throws(StoreError) -> WorkspaceRules {
        described(try RuleSetReader.read(text, named: file))
    }

    private static func described(_ set: RuleSet) -> WorkspaceRules {
        WorkspaceRules(
            name: set.name, about: set.about, isBuiltIn: set.isBuiltIn,
            rules: set.rules.map(\.name), text: set.source)
    }
}
