/// A text format of files.
enum FileFormat: String, CaseIterable, Sendable {
    /// JSON (RFC 8259); comments, `//` and `/* */`, and commas behind the last member or element
    /// are accepted where it is no plain JSON.
    case json
    /// A JSON value in each line that is not blank.
    case jsonLines = "json-lines"
    /// YAML 1.2 with the core schema; several documents are an array.
    case yaml
    /// TOML 1.0.
    case toml
    /// Markdown below a head of YAML between lines `---`, or of TOML between lines `+++`.
    case frontMatter = "front-matter"
    /// Markdown whose list items have check boxes.
    case checkList = "check-list"
    /// Markdown as its headings divide it.
    case sections
    /// Text in UTF-8.
    case text

    /// The format that a file's name stands for; nil if it stands for none.
    ///
    /// - Parameters:
    ///   - fileName: The name, or a path; the case of ASCII letters does not count.
    ///   - bytes: The file's bytes, if they are at hand: Markdown that begins with a line `---` or
    ///     `+++` has front matter. Asked for where the name leaves it open.
    init?(fileName: some StringProtocol, bytes: @autoclosure () -> [UInt8] = []) {
        let name = Array(fileName.utf8).split(separator: UInt8(ascii: "/")).last ?? []
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let letters = name[(dot + 1)...].map {
            (0x41...0x5A).contains($0) ? $0 | 0x20 : $0
        }
        switch String(decoding: letters, as: UTF8.self) {
        case "json", "jsonc", "json5": self = .json
        case "jsonl", "ndjson": self = .jsonLines
        case "yaml", "yml": self = .yaml
        case "toml": self = .toml
        case "md", "markdown", "mdc":
            self = FrontMatter.Layout(bytes()) == nil ? .checkList : .frontMatter
        case "txt", "text": self = .text
        default: return nil
        }
    }

    /// The format's name in a sentence.
    var name: String {
        switch self {
        case .json: "JSON"
        case .jsonLines: "JSON Lines"
        case .yaml: "YAML"
        case .toml: "TOML"
        case .frontMatter: "Markdown with front matter"
        case .checkList, .sections: "Markdown"
        case .text: "text"
        }
    }
}
