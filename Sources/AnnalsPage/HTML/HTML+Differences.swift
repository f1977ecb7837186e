import AnnalsModel

// Differences, told by sign and word and not by colour alone.

extension HTML {
    /// Characters of a text up to which its lines are compared.
    private static let comparedCharacters = 200_000
    /// Places of one document that are shown.
    private static let placesMax = 2_000

    /// Appends places of a document that differ, each with what it was and what it is.
    mutating func differences(_ values: [ValueDifference]) {
        element("ul", .style("diff")) { html in
            for value in values.prefix(Self.placesMax) { html.difference(value) }
        }
        let more = values.count - Self.placesMax
        guard more > 0 else { return }
        element("p", .style("note"), text: "\(HTML.count(more)) more differ and are not shown.")
    }

    private mutating func difference(_ value: ValueDifference) {
        let word =
            value.old == nil ? "added" : value.new == nil ? "taken away" : "changed"
        element("li", .style(value.old == nil ? "added" : value.new == nil ? "removed" : nil)) {
            html in
            html.element("div", .style("where")) { html in
                html.element("code", text: value.pointer.place)
                html.text(" ")
                html.element("span", .style("word"), text: word)
            }
            if case .string(let old)? = value.old, case .string(let new)? = value.new {
                html.texts(old, new)
            } else {
                if let old = value.old { html.side(old, "−", "was", "del") }
                if let new = value.new { html.side(new, "+", "is", "ins") }
            }
        }
    }

    private mutating func side(
        _ value: JSONValue, _ sign: String, _ word: String, _ name: StaticString
    ) {
        element("div", .style("side")) { html in
            html.sign(sign, word)
            html.element(name) { html in html.value(value) }
        }
    }

    private mutating func sign(_ sign: String, _ word: String) {
        element("span", .style("sign"), HTMLAttribute("aria-hidden", "true"), text: sign)
        element("span", .style("heard"), text: word + " ")
    }

    /// Appends how two texts differ: by words in one line, by lines where there are several.
    private mutating func texts(_ old: String, _ new: String) {
        let isLong = max(old.utf8.count, new.utf8.count) > Self.comparedCharacters
        guard !isLong, old.contains("\n") || new.contains("\n") else {
            if isLong || old.utf8.count + new.utf8.count < 60 {
                side(.string(old), "−", "was", "del")
                side(.string(new), "+", "is", "ins")
            } else {
                words(WordDifference(from: old, to: new))
            }
            return
        }
        for hunk in LineDifference(from: old, to: new).hunks() { lines(hunk) }
    }

    private mutating func words(_ difference: WordDifference) {
        element("p", .style("words")) { html in
            for part in difference.parts {
                switch part.kind {
                case .kept: html.text(part.text)
                case .removed: html.element("del", text: part.text)
                case .added: html.element("ins", text: part.text)
                }
            }
        }
    }

    private mutating func lines(_ hunk: LineHunk) {
        element("div", .style("hunk")) { html in
            html.element("div", .style("header"), text: hunk.header)
            for line in hunk.lines {
                switch line.kind {
                case .kept:
                    html.element("div", .style("line")) { html in
                        html.element(
                            "span", .style("sign"), HTMLAttribute("aria-hidden", "true"),
                            text: " ")
                        html.element("span", text: line.text)
                    }
                case .removed, .added:
                    let isNew = line.kind == .added
                    html.element("div", .style(isNew ? "line new" : "line old")) { html in
                        html.sign(isNew ? "+" : "−", isNew ? "added" : "taken away")
                        html.element(isNew ? "ins" : "del", text: line.text)
                    }
                }
            }
        }
    }
}

extension JSONPointer {
    /// Bytes of a pointer with which a line of a page is named.
    private static let anchorBytes = 300

    /// The place in words that may stand in a list: a pointer, or what the empty one means.
    var place: String { isRoot ? "the whole" : anchor ?? shortened }

    /// The pointer as the name of a line; nil where it is too long to be in every link to it.
    var anchor: String? {
        var bytes = 0
        for token in tokens {
            bytes += token.utf8.count + 1
            guard bytes <= Self.anchorBytes else { return nil }
        }
        return description
    }

    /// Its beginning.
    private var shortened: String {
        let tokens = tokens.prefix(Self.anchorBytes).map { $0.shortened(to: Self.anchorBytes) }
        return JSONPointer(tokens: tokens).description.shortened(to: Self.anchorBytes)
    }
}
