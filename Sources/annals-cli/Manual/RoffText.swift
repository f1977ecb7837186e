/// A page in the language of man(7), line by line, in which text stays text.
struct RoffText {
    private(set) var lines: [String] = []

    /// Begins a section.
    mutating func section(_ title: String) {
        lines.append(".SH \(Self.quoted(title.uppercased()))")
    }

    /// Begins a part of a section.
    mutating func subsection(_ title: String) {
        lines.append(".SS \(Self.quoted(title))")
    }

    /// Adds a paragraph.
    mutating func paragraph(_ text: String) {
        lines.append(".PP")
        lines.append(Self.escaped(text))
    }

    /// Adds what the text before goes on with.
    mutating func text(_ text: String) {
        lines.append(Self.escaped(text))
    }

    /// Goes on in the next line.
    mutating func lineBreak() {
        lines.append(".br")
    }

    /// Adds a term in bold, with what stands for a value behind it, and what it means.
    mutating func term(_ term: String, value: String = "", _ meaning: String) {
        lines.append(".TP")
        let shown = value.isEmpty ? "" : " \\fI\(Self.inline(value))\\fR"
        lines.append("\\fB\(Self.inline(term))\\fR\(shown)")
        lines.append(meaning.isEmpty ? "\\&" : Self.escaped(meaning))
    }

    /// Adds lines as they stand, indented.
    mutating func example(_ text: String) {
        lines += [".PP", ".RS 4", ".nf"]
        lines += text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Self.escaped(String($0)) }
        lines += [".fi", ".RE"]
    }

    /// Adds references to other pages of the first section.
    mutating func references(_ pages: [String]) {
        for (index, page) in pages.enumerated() {
            let end = index + 1 < pages.count ? "," : ""
            lines.append(".BR \(Self.inline(page)) (1)\(end)")
        }
    }

    /// Adds the first line of a page.
    mutating func title(_ name: String, date: String, source: String, manual: String) {
        let words = [name.uppercased(), "1", date, source, manual]
        lines.append(".TH " + words.map(Self.quoted).joined(separator: " "))
        // Hyphens and long words of commands are not to be cut, nor blanks stretched.
        lines += [".nh", ".ad l"]
    }

    private static func quoted(_ text: String) -> String {
        "\"\(inline(text).replacing("\"", with: "\\(dq"))\""
    }

    /// Text that a line may begin with.
    private static func escaped(_ text: String) -> String {
        let safe = inline(text)
        return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }

    private static func inline(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .replacing("'", with: "\\(aq").replacing("`", with: "\\(ga")
            .replacing("^", with: "\\(ha").replacing("~", with: "\\(ti")
            .replacing("\n", with: " ")
    }
}
