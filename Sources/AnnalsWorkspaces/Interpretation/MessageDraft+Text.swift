import AnnalsModel

// The heads of messages in Markdown, as agents write them: lines of a label, a colon and a value
// behind all sorts of decoration, or an arrow between two names.

extension MessageDraft {
    /// How far a head reaches at most, in lines.
    private static let headLinesMax = 40

    /// Reads a text with its head; the content is the whole text.
    ///
    /// - Parameter labels: The labels of heads, in small letters, and the members that their values
    ///   become; the first label with a value wins.
    init(text: String, _ labels: [String: String]) {
        members = JSONObject()
        origins = [:]
        var content = text.utf8[...]
        var isInHead = true
        for number in 1...Self.headLinesMax where isInHead && !content.isEmpty {
            let line = Self.nextLine(&content)
            let isRule = line.utf8.count >= 3 && line.utf8.allSatisfy { $0 == UInt8(ascii: "-") }
            isInHead = !isRule || members.isEmpty
            readHead(line, number, labels)
        }
        members["content"] = .string(text)
    }

    private static func nextLine(_ rest: inout Substring.UTF8View) -> String {
        let end = rest.firstIndex { $0 == UInt8(ascii: "\n") } ?? rest.endIndex
        var line = rest[..<end]
        rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
        while line.last == UInt8(ascii: "\r") || line.last == UInt8(ascii: " ") {
            line = line.dropLast()
        }
        return String(Substring(line))
    }

    private mutating func readHead(
        _ line: String, _ number: Int, _ labels: [String: String]
    ) {
        if let (label, value) = Self.labelled(line), let member = labels[label] {
            set(member, value, number)
        } else if number <= 5, let (from, to) = Self.arrow(line) ?? Self.fromTo(line) {
            set("from_agent", from, number)
            set("to_agent", to, number)
        }
    }

    private mutating func set(_ member: String, _ value: String, _ line: Int) {
        guard members[member] == nil, !value.isEmpty else { return }
        members[member] = .string(value)
        origins[ExactString(member)] = .line(line)
    }

    /// The label of a line, in lower case, and its value: `- **From**: Agent-3` and the like.
    static func labelled(_ line: String) -> (label: String, value: String)? {
        let scalars = line.unicodeScalars
        guard
            let start = scalars.prefix(16).firstIndex(where: {
                $0.properties.isAlphabetic && $0.isASCII
            }),
            let colon = scalars[start...].prefix(32).firstIndex(where: { $0 == ":" || $0 == "：" })
        else { return nil }
        let label = plain(scalars[start..<colon]).lowercasedASCII
            .split { $0 == "_" || $0 == " " }.joined(separator: " ")
        return (label, plain(scalars[scalars.index(after: colon)...]))
    }

    /// The names on both sides of an arrow in a title: `# [A2A] Agent-2 → Agent-4`.
    static func arrow(_ line: String) -> (from: String, to: String)? {
        let arrows: [Substring] = ["→", "->", "➡️"]
        for arrow in arrows {
            guard let range = line.firstRange(of: arrow) else { continue }
            let from = line[..<range.lowerBound]
            let start = [from.lastIndex(of: "]"), from.range(ofLast: " - ")]
                .compactMap { $0 }.max()
            let left = start.map { from[from.index(after: $0)...] } ?? from
            let right = line[range.upperBound...]
            let names = (plain(left.unicodeScalars), plain(right.unicodeScalars))
            guard isName(names.0), isName(names.1) else { return nil }
            return names
        }
        return nil
    }

    /// The names in a title like `# Message from Agent-8 to Captain (Agent-4)`.
    private static func fromTo(_ line: String) -> (from: String, to: String)? {
        guard let start = line.firstRange(of: "essage from "),
            let middle = line[start.upperBound...].firstRange(of: " to ")
        else { return nil }
        let names = (
            plain(line[start.upperBound..<middle.lowerBound].unicodeScalars),
            plain(line[middle.upperBound...].unicodeScalars)
        )
        return isName(names.0) && isName(names.1) ? names : nil
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 80
    }

    /// A text without the blanks and the emphasis around it.
    private static func plain(_ scalars: Substring.UnicodeScalarView) -> String {
        func isDecoration(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "*" || scalar == "`" || scalar == "_" || scalar == "#"
                || scalar.properties.isWhitespace
        }
        var rest = scalars
        while let first = rest.first, isDecoration(first) { rest = rest.dropFirst() }
        while let last = rest.last, isDecoration(last) { rest = rest.dropLast() }
        return String(Substring(rest))
    }
}

extension Substring {
    /// The place of the last character of the last occurrence of a text.
    fileprivate func range(ofLast text: String) -> Index? {
        ranges(of: text).last.map { index(before: $0.upperBound) }
    }
}
