import AnnalsModel

/// Reads rule files.
enum RuleSetReader {
    /// Reads the text of a rule file.
    ///
    /// - Throws: `invalidArgument` with one sentence that says what is wrong and where.
    static func read(
        _ text: String, named file: String, isBuiltIn: Bool = false
    ) throws(StoreError) -> RuleSet {
        do {
            return try read(text, isBuiltIn)
        } catch {
            let place = error.place.isEmpty ? "" : error.place.joined(separator: ", ") + ": "
            throw StoreError(
                .invalidArgument, "\(file.terminalSafe) is no rule file: \(place)\(error.message)")
        }
    }

    private static func read(_ text: String, _ isBuiltIn: Bool) throws(RuleProblem) -> RuleSet {
        guard text.utf8.count <= Limits.ruleFileBytesMax else {
            throw RuleProblem(
                "it has \(text.utf8.count) bytes, and \(Limits.ruleFileBytesMax) are the most")
        }
        let value: JSONValue
        do {
            value = try FileFormat.yaml.read(Array(text.utf8), depthMax: 32).value
        } catch {
            throw RuleProblem("\(error.message), in line \(error.line)")
        }
        var object = try RuleObject(value)
        guard object.take("annals-rules") == .number(JSONNumber(RuleSet.version)) else {
            throw RuleProblem("it must begin with the line annals-rules: \(RuleSet.version)")
        }
        guard let name = try object.text("name"), RuleTemplate.isName(name) else {
            throw RuleProblem("it needs a name: letters, digits, - and _, such as my-tasks")
        }
        let about = try object.text("about") ?? ""
        let folders = try object.list("agent-folders") { value throws(RuleProblem) in
            try glob(value)
        }
        _ = object.take("shared")
        let rules = try object.list("rules") { value throws(RuleProblem) in
            try RuleReader.read(value)
        }
        try object.end()
        guard !rules.isEmpty || !folders.isEmpty else {
            throw RuleProblem("it needs a list of rules")
        }
        var names: Set<String> = []
        for rule in rules where !names.insert(rule.name).inserted {
            throw RuleProblem("two rules have the name \(rule.name.quotedForMessage)")
        }
        return RuleSet(
            name: name, about: about, agentFolders: folders, rules: rules, source: text,
            isBuiltIn: isBuiltIn)
    }

    static func glob(_ value: JSONValue) throws(RuleProblem) -> RulePathPattern {
        guard case .string(let text) = value else {
            throw RuleProblem("a pattern of paths must be a text")
        }
        return try RulePathPattern(text)
    }
}
