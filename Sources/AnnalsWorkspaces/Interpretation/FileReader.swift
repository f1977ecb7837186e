package import AnnalsModel

/// Reads one version of one file: a pure function of its path, its bytes and the rules.
package struct FileReader {
    /// Nesting that is read in files: documents allow 128 levels, and some values are wrapped.
    package static let depthMax = Limits.jsonDepthMax - 8

    let path: WorkspacePath
    var reading = FileReading()
    /// What became of each rule that was asked, where somebody wants to know.
    var explanation: WorkspaceFileExplanation?
    private let content: FileContent
    private let parts: PathParts
    /// The file as it was read, once for each format.
    private var texts: [FileFormat: FormattedText?] = [:]
    /// Why it could not be read so, as long as nobody expected it to be.
    private var failures: [FileFormat: FileFormatError] = [:]
    /// Claims of this file so far, by document and shown place: a later element replaces.
    private var known: [ClaimKey: Int] = [:]

    private struct ClaimKey: Hashable {
        let stream: StreamName
        let shownPlace: JSONPointer
        let kind: String
    }

    private init(_ path: WorkspacePath, _ content: FileContent) {
        self.path = path
        self.content = content
        parts = PathParts(path)
    }

    /// The file's bytes; a copy of a large text.
    var bytes: [UInt8] { content.bytes }

    /// What a version of a file says.
    static func read(
        _ path: WorkspacePath, _ content: FileContent, _ rules: RuleBook
    ) -> FileReading {
        var reader = FileReader(path, content)
        reader.read(rules)
        return reader.reading
    }

    /// What a version of a file says by the rules that come with Annals.
    package static func read(_ path: WorkspacePath, _ bytes: [UInt8]) -> FileReading {
        read(path, .bytes(bytes), .builtIn)
    }

    /// All that a file says in the format that its name stands for; nil if it cannot be read so.
    package static func value(_ path: WorkspacePath, _ bytes: [UInt8]) -> JSONValue? {
        let format = FileFormat(fileName: path.name, bytes: bytes)
        return (try? format?.read(bytes, depthMax: depthMax))?.value
    }

    /// What a version of a file says, and by which rules.
    static func explain(
        _ path: WorkspacePath, _ content: FileContent, _ rules: RuleBook
    ) -> WorkspaceFileExplanation {
        var reader = FileReader(path, content)
        let empty = WorkspaceFileExplanation(path: path.id)
        reader.explanation = empty
        reader.read(rules)
        var explanation = reader.explanation ?? empty
        explanation.documents = reader.reading.claims.map(\.stream)
        explanation.contents = Dictionary(grouping: reader.reading.claims, by: \.stream)
            .mapValues { claims in
                ClaimedDocument(claims.map { ClaimedDocument.Source(path: path, claim: $0) })
                    .document()
            }
        explanation.findings =
            reader.reading.findings + SecretScanner.findings(in: content, at: path)
        explanation.resembles = reader.reading.resembles
        return explanation
    }

    /// What the path of a file says that is not read: that an agent's folder exists.
    static func readPathAlone(
        _ path: WorkspacePath, _ rules: RuleBook = .builtIn
    ) -> FileReading {
        var reading = FileReading()
        reading.agentFolders = rules.agentFolder(of: path).map { [$0] } ?? []
        return reading
    }

    /// What a list of folders says: which agents' folders there are, even if they are empty.
    static func readFolders(
        _ folders: some Sequence<WorkspacePath>, _ rules: RuleBook = .builtIn
    ) -> FileReading {
        var reading = FileReading()
        for path in folders {
            guard let folder = rules.agentFolder(of: path), folder.path == path.id else { continue }
            reading.agentFolders.append(folder)
        }
        return reading
    }

    // MARK: Sets and rules

    private mutating func read(_ rules: RuleBook) {
        if let folder = rules.agentFolder(of: parts), folder.path != path.id {
            reading.agentFolders = [folder]
        }
        for set in rules.sets {
            for rule in set.rules {
                guard let names = rule.match(parts) else { continue }
                let before = reading.claims.count
                let outcome = ask(rule, names)
                note(outcome, of: rule, in: set, after: before)
                guard outcome == .spoke else { continue }
                reading.set = set.name
                if rule.ending == .always { break }
                if rule.ending == .made, reading.claims.count > before { break }
            }
            if reading.set != nil || !reading.isUnderstood { return }
        }
        readUnruled()
        if reading.isUnderstood { reading.resembles = resemblance }
    }

    /// Notes what became of a rule, where somebody wants to know.
    ///
    /// - Parameter before: Number of claims before the rule was asked.
    private mutating func note(
        _ outcome: RuleOutcome, of rule: Rule, in set: RuleSet, after before: Int
    ) {
        guard explanation != nil else { return }
        let made = reading.claims[min(before, reading.claims.count)...]
        let silent = rule.members.map(\.name).filter { name in
            !made.isEmpty && made.allSatisfy { $0.members[name] == nil }
        }
        explanation?.steps.append(
            WorkspaceFileExplanation.Step(
                set: set.name, rule: rule.name, outcome: outcome.words, made: made.count,
                silent: silent, progress: outcome.progress))
    }

    /// What the file looks like, if it is of a format that agents keep state in.
    private var resemblance: String? {
        guard content.size <= Resemblance.bytesMax else { return nil }
        let format = FileFormat(fileName: path.name, bytes: bytes)
        switch format {
        case nil, .text, .checkList, .sections: return nil
        case let format?:
            let known = texts[format] ?? (try? format.read(content, depthMax: Self.depthMax))
            return known.flatMap { Resemblance.category(of: $0.value) }
        }
    }

    /// Has a rule read the file, if there is evidence that it is what the rule takes it for.
    private mutating func ask(_ rule: Rule, _ names: [String: String]) -> RuleOutcome {
        if case .nothing = rule.makes, rule.evidence.isEmpty { return .spoke }
        let named = rule.format ?? FileFormat(fileName: path.name, bytes: bytes)
        guard let format = named else { return .noFormat }
        let isEvident = hasEvidence(rule, names)
        if !isEvident, content.size > Limits.examinedFileBytesMax { return .noEvidence(nil) }
        guard let text = text(format, isEvident: isEvident) else { return .unreadable }
        if !isEvident, !hasEvidence(rule, names, in: text.value) {
            return .noEvidence(missing(rule, names, in: text.value))
        }
        if case .nothing = rule.makes { return .spoke }
        guard hasShape(rule, text.value) else { return .spoke }
        let before = reading.claims.count
        let wasFound = reading.findings.count
        let failure = readItems(rule, names, text)
        if reading.claims.count > before || reading.findings.count > wasFound { return .spoke }
        if rule.ending == .always { return .spoke }
        return .noItems(failure)
    }

    /// Whether there is evidence of what the file is without looking into it.
    private func hasEvidence(_ rule: Rule, _ names: [String: String]) -> Bool {
        guard !rule.evidence.isEmpty else { return true }
        return rule.evidence.contains {
            $0.condition == nil && $0.head.isEmpty && holds($0, rule, names, .null)
        }
    }

    /// Whether there is evidence of what the file is.
    private func hasEvidence(
        _ rule: Rule, _ names: [String: String], in value: JSONValue
    ) -> Bool {
        rule.evidence.contains { holds($0, rule, names, value) }
    }

    /// What a file would have to say to be evidence, if that is about its content; nil else.
    private func missing(
        _ rule: Rule, _ names: [String: String], in value: JSONValue
    ) -> String? {
        guard explanation != nil else { return nil }
        let scope = RuleScope(names: names, root: value, object: JSONPointer(tokens: []))
        return rule.evidence.lazy.compactMap { $0.condition?.failure(in: scope) }.first?
            .description
    }

    private func holds(
        _ evidence: Rule.Evidence, _ rule: Rule, _ names: [String: String], _ value: JSONValue
    ) -> Bool {
        let scope = RuleScope(names: names, root: value, object: JSONPointer(tokens: []))
        if !evidence.paths.isEmpty {
            guard evidence.paths.contains(where: { $0.match(parts) != nil }) else {
                return false
            }
        }
        if let agent = evidence.agent {
            guard let text = agent.fill(scope), AgentName.one(in: text) != nil else { return false }
        }
        if !evidence.head.isEmpty {
            let labels = rule.delivery?.labels ?? [:]
            guard let text = value.asObject?["text"]?.asString else { return false }
            let head = MessageDraft(text: text, labels).members
            guard evidence.head.contains(where: { head[$0] != nil }) else { return false }
        }
        return evidence.condition?.holds(in: scope) ?? true
    }

    private mutating func hasShape(_ rule: Rule, _ value: JSONValue) -> Bool {
        let kind =
            switch value {
            case .object: "object"
            case .array: "array"
            default: ""
            }
        guard !rule.shape.isEmpty, !rule.shape.contains(kind) else { return true }
        findShape(value, wanted: rule.shape.map { "an \($0)" }.joined(separator: " or "))
        return false
    }

    // MARK: Formats

    /// The file in a format, read once; nil if it cannot be read so.
    ///
    /// - Parameter isEvident: Whether it is known that the file should be of the format, so that it
    ///   is a finding if it is not.
    private mutating func text(_ format: FileFormat, isEvident: Bool) -> FormattedText? {
        if let known = texts[format] {
            if isEvident, let error = failures.removeValue(forKey: format) {
                findSyntax(error, format)
            }
            return known
        }
        do {
            let text = try format.read(content, depthMax: Self.depthMax)
            texts[format] = text
            find(text.duplicates)
            for problem in text.problems {
                find(
                    syntaxKind(format), line: problem.line, column: problem.column,
                    problem.message
                        + (format == .jsonLines
                            ? "; the line is passed over" : "; its head is read line by line"))
            }
            return text
        } catch {
            texts[format] = .some(nil)
            if isEvident || format == .json {
                findSyntax(error, format)
            } else {
                failures[format] = error
            }
            return nil
        }
    }

    private mutating func findSyntax(_ error: FileFormatError, _ format: FileFormat) {
        reading.isUnderstood = false
        if format == .text {
            find(.notUTF8, "the message is not UTF-8; the file is captured and changes no document")
            return
        }
        var message = error.message
        if hasConflictMarkers {
            message += "; there are conflict markers of a merge in the file"
        }
        find(syntaxKind(format), line: error.line, column: error.column, message)
    }

    /// What sort of finding it is that a file is not of a format.
    private func syntaxKind(_ format: FileFormat) -> WorkspaceFinding.Kind {
        switch format {
        case .yaml: .notYAML
        case .toml: .notTOML
        case .frontMatter, .sections:
            FrontMatter.Layout(bytes)?.isTOML == true ? .notTOML : .notYAML
        case .json, .jsonLines, .checkList, .text: .notJSON
        }
    }

    /// A file that no rule speaks for: JSON is only looked at for whether it is JSON.
    private mutating func readUnruled() {
        let name = path.name.lowercasedASCII
        guard name.hasSuffix(".json"), texts[.json] == nil || mayBeMoreThanJSON else { return }
        do {
            let depthMax = Self.depthMax
            let duplicates = try content.withBytes { bytes throws(StoreError) in
                try JSONValue.checkLenient(bytes, depthMax: depthMax)
            }
            find(duplicates)
        } catch {
            // Many tools' settings have comments, and are what they shall be.
            if hasComments, (try? FileFormat.json.read(bytes, depthMax: Self.depthMax)) != nil {
                return
            }
            let syntax = error.cause as? JSONSyntaxError
            findSyntax(
                FileFormatError(
                    syntax.map { "not JSON: it has \($0.problem)" } ?? error.message,
                    line: syntax?.location.line ?? 1, column: syntax?.location.column ?? 1),
                .json)
        }
    }

    // MARK: Findings

    mutating func find(
        _ kind: WorkspaceFinding.Kind, line: Int? = nil, column: Int? = nil, _ message: String
    ) {
        reading.findings.append(WorkspaceFinding(kind, path, line: line, column: column, message))
    }

    /// Says of members that they are given again.
    private mutating func find(_ duplicates: [JSONDuplicate]) {
        for duplicate in duplicates {
            find(
                .duplicateMember, line: duplicate.line, column: duplicate.column,
                "the member \(duplicate.pointer.description.quotedForMessage) is given again;"
                    + " the last one counts")
        }
    }

    /// The stream of a thing with an id from a file, or nil and a finding if there can be none.
    mutating func stream(_ category: String, _ id: String) -> StreamName? {
        do {
            return try StreamName(category: category, id: id)
        } catch {
            find(.unusableID, "\(error.message); what has the id is captured with its file alone")
            return nil
        }
    }

    // MARK: Claims

    /// Adds a claim; an element that stands twice in one list counts where it stands last.
    mutating func add(_ claim: Claim) {
        var claim = claim
        if !claim.isWhole { takeOutReserved(&claim) }
        let key = ClaimKey(
            stream: claim.stream, shownPlace: claim.shownPlace, kind: claim.kind)
        guard let index = known[key] else {
            known[key] = reading.claims.count
            reading.claims.append(claim)
            return
        }
        if !claim.isWeak, claim.stream.category == "task" {
            find(
                .duplicateTask,
                "\(claim.stream.description.terminalSafe) stands more than once in"
                    + " \(claim.shownPlace.description.terminalSafe); the last one counts")
        }
        let earlier = reading.claims[index]
        claim.repeated = earlier.repeated + [earlier.place]
        reading.claims[index] = claim
    }

    private mutating func takeOutReserved(_ claim: inout Claim) {
        for name in [DocumentMembers.sources, DocumentMembers.origins]
        where claim.members[name] != nil {
            claim.members.removeValue(forKey: name)
            find(
                .reservedMember,
                "the member \(name) of \(claim.stream.description.terminalSafe) is in the file"
                    + " alone: documents keep under that name where their values come from")
        }
    }
}
