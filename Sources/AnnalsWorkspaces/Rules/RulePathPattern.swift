import AnnalsModel

/// A pattern of paths whose pieces can be named: `agent_workspaces/{agent}/status.json`.
///
/// A pattern is a list of components. `*` and `?` stand for any characters and for one inside a
/// component, `{name}` for one or more characters that are kept under the name, `{name:agent}`
/// for a component that names an agent. A component `**` stands for any number of components,
/// and `{name**}` for the same, kept; the first `**` is kept as `root`. Letters of ASCII are equal
/// in both cases. Where a `**` can stand for more or for fewer components, it stands for more.
struct RulePathPattern: Hashable, Sendable {
    /// What a named piece must be.
    enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A name as agents' folders have it, such as `Agent-7` or `agent_5`.
        case agent
    }

    private enum Piece: Hashable {
        case literal([UInt8])
        case any
        case one
        case named(String, Kind?)
    }

    private enum Component: Hashable {
        case pieces([Piece])
        case many(name: String?)
    }

    /// The pattern as it was written.
    let text: String
    private let components: [Component]

    /// Reads a pattern.
    ///
    /// - Throws: A sentence that says what is wrong with it.
    init(_ text: String) throws(RuleProblem) {
        self.text = text
        var components: [Component] = []
        var hasRoot = false
        for part in text.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            let part = String(decoding: part, as: UTF8.self)
            if part.isEmpty {
                throw RuleProblem(
                    "\(text.quotedForMessage) is no pattern of paths: begin with the first folder"
                        + " and put one slash between names")
            }
            if part == "**" {
                components.append(.many(name: hasRoot ? nil : "root"))
                hasRoot = true
            } else if part.hasPrefix("{"), part.hasSuffix("**}") {
                components.append(.many(name: String(part.dropFirst().dropLast(3))))
            } else {
                components.append(.pieces(try Self.pieces(part, in: text)))
            }
        }
        self.components = components
    }

    private static func pieces(_ part: String, in text: String) throws(RuleProblem) -> [Piece] {
        var pieces: [Piece] = []
        var rest = part.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): pieces.append(.any)
            case UInt8(ascii: "?"): pieces.append(.one)
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    throw RuleProblem(
                        "\(text.quotedForMessage) has a { without its }: write {name}")
                }
                pieces.append(try named(String(decoding: rest[..<end], as: UTF8.self), in: text))
                rest = rest[rest.index(after: end)...]
            default:
                let lower = lowered(byte)
                if case .literal(let bytes) = pieces.last {
                    pieces[pieces.count - 1] = .literal(bytes + [lower])
                } else {
                    pieces.append(.literal([lower]))
                }
            }
        }
        return pieces
    }

    private static func named(_ inside: String, in text: String) throws(RuleProblem) -> Piece {
        let parts = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let kind = parts.count > 1 ? Kind(rawValue: String(parts[1])) : nil
        guard let name = parts.first, RuleTemplate.isName(String(name)),
            parts.count == 1 || kind != nil
        else {
            throw RuleProblem(
                "{\(inside.terminalSafe)} in \(text.quotedForMessage) is no named piece: write"
                    + " {name}, {name:agent} or {name**}")
        }
        return .named(String(name), kind)
    }

    /// The named pieces of a path, or nil if it does not match.
    ///
    /// - Parameter path: Its components.
    func match(_ path: ArraySlice<String>) -> [String: String]? {
        Self.match(components[...], path, [:])
    }

    private static func match(
        _ components: ArraySlice<Component>, _ path: ArraySlice<String>, _ found: [String: String]
    ) -> [String: String]? {
        guard let component = components.first else { return path.isEmpty ? found : nil }
        let rest = components.dropFirst()
        switch component {
        case .pieces(let pieces):
            guard let name = path.first else { return nil }
            let bytes = Array(name.utf8)
            guard let found = match(pieces[...], bytes[...], found) else { return nil }
            return match(rest, path.dropFirst(), found)
        case .many(let name):
            // What the rest needs at least bounds how much this may take.
            let needed = rest.count { if case .pieces = $0 { true } else { false } }
            var count = path.count - needed
            while count >= 0 {
                var found = found
                if let name { found[name] = path.prefix(count).joined(separator: "/") }
                if let all = match(rest, path.dropFirst(count), found) { return all }
                count -= 1
            }
            return nil
        }
    }

    private static func match(
        _ pieces: ArraySlice<Piece>, _ text: ArraySlice<UInt8>, _ found: [String: String]
    ) -> [String: String]? {
        guard let piece = pieces.first else { return text.isEmpty ? found : nil }
        let rest = pieces.dropFirst()
        switch piece {
        case .literal(let bytes):
            guard text.count >= bytes.count,
                zip(text, bytes).allSatisfy({ lowered($0) == $1 })
            else { return nil }
            return match(rest, text.dropFirst(bytes.count), found)
        case .one:
            return text.isEmpty ? nil : match(rest, text.dropFirst(), found)
        case .any:
            for count in 0...text.count {
                if let all = match(rest, text.dropFirst(count), found) { return all }
            }
            return nil
        case .named(let name, let kind):
            guard !text.isEmpty else { return nil }
            for count in (1...text.count).reversed() {
                let value = String(decoding: text.prefix(count), as: UTF8.self)
                if kind == .agent, !AgentName.isFolder(value) { continue }
                var found = found
                found[name] = value
                if let all = match(rest, text.dropFirst(count), found) { return all }
            }
            return nil
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
