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

    /// What a name begins and ends with, as far as a component says it: in small letters.
    private struct Ends: Hashable {
        let start: [UInt8]
        let end: [UInt8]
        let isWhole: Bool

        /// The ends of a component; nil if it says neither.
        init?(_ component: Component) {
            guard case .pieces(let pieces) = component else { return nil }
            var (start, end): ([UInt8], [UInt8]) = ([], [])
            if case .literal(let bytes) = pieces.first { start = bytes }
            if case .literal(let bytes) = pieces.last { end = bytes }
            guard !start.isEmpty || !end.isEmpty else { return nil }
            (self.start, self.end) = (start, end)
            isWhole = pieces.count == 1
        }

        func fit(_ name: [UInt8]) -> Bool {
            if isWhole { return name == start }
            return name.count >= start.count + end.count && name.starts(with: start)
                && name[(name.count - end.count)...].elementsEqual(end)
        }
    }

    /// The pattern as it was written.
    let text: String
    private let components: [Component]
    /// What some component of each path that matches begins and ends with: most paths have none.
    private let needed: [Ends]
    /// The same of the last component.
    private let last: Ends?

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
        last = components.last.flatMap { Ends($0) }
        needed = components.dropLast().compactMap { Ends($0) }
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
    func match(_ path: PathParts) -> [String: String]? {
        // Most patterns end with a name that few files have, or ask for a folder that few lie in.
        if let last {
            guard let name = path.lowered.last, last.fit(name) else { return nil }
        }
        for ends in needed {
            guard path.lowered.contains(where: { ends.fit($0) }) else { return nil }
        }
        var found: [Capture] = []
        guard Self.match(components[...], path.bytes[...], &found) else { return nil }
        var names: [String: String] = [:]
        for capture in found { names[capture.name] = capture.text(of: path) }
        return names
    }

    /// A named piece of a path: whole components, or bytes of one.
    private enum Capture {
        case components(String, Range<Int>)
        case bytes(String, of: Int, Range<Int>)

        var name: String {
            switch self {
            case .components(let name, _), .bytes(let name, _, _): name
            }
        }

        func text(of path: PathParts) -> String {
            switch self {
            case .components(_, let range): path.texts[range].joined(separator: "/")
            case .bytes(_, let part, let range):
                String(decoding: path.bytes[part][range], as: UTF8.self)
            }
        }
    }

    /// - Parameter found: Gets the named pieces; is as before where there is no match.
    private static func match(
        _ components: ArraySlice<Component>, _ path: ArraySlice<[UInt8]>, _ found: inout [Capture]
    ) -> Bool {
        guard let component = components.first else { return path.isEmpty }
        let rest = components.dropFirst()
        let known = found.count
        switch component {
        case .pieces(let pieces):
            guard let name = path.first,
                match(pieces[...], name[...], of: path.startIndex, &found)
            else { return false }
            if match(rest, path.dropFirst(), &found) { return true }
        case .many(let name):
            // What the rest needs at least bounds how much this may take.
            let needed = rest.count { if case .pieces = $0 { true } else { false } }
            var end = path.endIndex - needed
            while end >= path.startIndex {
                if let name { found.append(.components(name, path.startIndex..<end)) }
                if match(rest, path[end...], &found) { return true }
                found.removeSubrange(known...)
                end -= 1
            }
        }
        found.removeSubrange(known...)
        return false
    }

    private static func match(
        _ pieces: ArraySlice<Piece>, _ text: ArraySlice<UInt8>, of part: Int,
        _ found: inout [Capture]
    ) -> Bool {
        guard let piece = pieces.first else { return text.isEmpty }
        let rest = pieces.dropFirst()
        let known = found.count
        switch piece {
        case .literal(let bytes):
            guard text.count >= bytes.count,
                zip(text, bytes).allSatisfy({ lowered($0) == $1 })
            else { return false }
            return match(rest, text.dropFirst(bytes.count), of: part, &found)
        case .one:
            return !text.isEmpty && match(rest, text.dropFirst(), of: part, &found)
        case .any:
            return (text.startIndex...text.endIndex).contains {
                match(rest, text[$0...], of: part, &found)
            }
        case .named(let name, let kind):
            var end = text.endIndex
            while end > text.startIndex {
                let value = text[..<end]
                if kind != .agent || AgentName.isFolder(String(decoding: value, as: UTF8.self)) {
                    found.append(.bytes(name, of: part, value.indices))
                    if match(rest, text[end...], of: part, &found) { return true }
                    found.removeSubrange(known...)
                }
                end -= 1
            }
            return false
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
