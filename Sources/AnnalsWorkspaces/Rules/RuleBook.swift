import AnnalsModel
import Crypto

/// All rules that files are read by, in the order in which their sets are asked.
///
/// The first set of which a rule speaks for a file reads it, with all of its rules that do.
struct RuleBook: Sendable {
    /// The sets in order.
    let sets: [RuleSet]

    /// The sets that come with Annals, the most particular first.
    static let builtIn = RuleBook(BuiltInRules.sets)

    /// Takes sets in order.
    init(_ sets: [RuleSet]) {
        self.sets = sets
    }

    /// The built-in sets, with others in front of them; one of the same name takes the place of a
    /// built-in one.
    init(adding own: [RuleSet]) {
        let names = Set(own.map(\.name))
        sets = own + BuiltInRules.sets.filter { !names.contains($0.name) }
    }

    /// A digest of the texts of all sets in order: two books with the same one read alike.
    var digest: String {
        var hash = SHA256()
        for set in sets {
            hash.update(data: Array("\(set.source.utf8.count)\n\(set.source)".utf8))
        }
        return hash.finalize().hexadecimal
    }

    /// What a version of a file says.
    func reading(_ path: WorkspacePath, _ content: FileContent) -> FileReading {
        switch content {
        case .bytes, .text:
            var reading = FileReader.read(path, content, self)
            reading.findings += SecretScanner.findings(in: content, at: path)
            return reading
        case .link:
            return FileReader.readPathAlone(path, self)
        }
    }

    /// An agent's folder.
    struct AgentFolder: Hashable, Sendable {
        /// The agent's name.
        let agent: String
        /// The folder.
        let path: String
    }

    /// The agent's folder that a file lies in, by its path alone; nil if in none.
    func agentFolder(of path: WorkspacePath) -> AgentFolder? {
        agentFolder(of: PathParts(path))
    }

    /// The same of a path that was taken apart.
    func agentFolder(of path: PathParts) -> AgentFolder? {
        for set in sets {
            for pattern in set.agentFolders {
                guard let agent = pattern.match(path)?["agent"],
                    let end = path.texts.firstIndex(of: agent)
                else { continue }
                return AgentFolder(
                    agent: agent, path: path.texts[...end].joined(separator: "/"))
            }
        }
        return nil
    }
}

extension Rule {
    /// The named pieces of a path that the rule speaks for; nil if it does not.
    func match(_ path: PathParts) -> [String: String]? {
        var found: [String: String]?
        for pattern in files {
            found = pattern.match(path)
            if found != nil { break }
        }
        let parts = path.texts
        guard var names = found, let name = parts.last else { return nil }
        if except.contains(where: { $0.match(path) != nil }) { return nil }
        if !words.isEmpty,
            !parts.contains(where: { part in
                part.lowercasedASCII.words.contains { words.contains($0) }
            })
        {
            return nil
        }
        let always = [
            "path": parts.joined(separator: "/"),
            "folder": parts.dropLast().joined(separator: "/"), "name": name,
            "file": name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name,
        ]
        names.merge(always) { found, _ in found }
        return names
    }
}

extension String {
    /// The runs of ASCII letters and digits, and of other scalars, in the text.
    var words: [String] {
        utf8.split { byte in
            byte < 0x30 || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
                || (0x7B...0x7F).contains(byte)
        }.map { String(Substring($0)) }
    }
}
