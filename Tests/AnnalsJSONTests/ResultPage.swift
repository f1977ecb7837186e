import AnnalsJSON
import AnnalsTesting
import Foundation
import Testing

/// The documentation page about results in JSON: what stands behind its introduction follows from
/// the module.
struct ResultPage {
    private static let file = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appending(path: "Sources/Annals/Annals.docc/Results.md")

    /// The text of the page.
    let text: String

    init() throws {
        text = try String(contentsOf: Self.file, encoding: .utf8)
    }

    /// Where the part begins that follows from the module.
    private static var beginning: String { "\n## \(ResultCatalogue.groups[0].title)\n" }

    /// What the page has to say of all results.
    static var expected: String {
        ResultCatalogue.groups.map { group in
            "\n## \(group.title)\n"
                + group.results.map { "\n" + section(of: $0) }.joined()
        }.joined()
    }

    /// What the page says of them.
    var found: String {
        guard let start = text.range(of: Self.beginning)?.lowerBound else { return "" }
        return String(text[start...])
    }

    /// Writes what it has to say behind its introduction.
    func record() throws {
        let introduction = text.range(of: Self.beginning).map { String(text[..<$0.lowerBound]) }
        try ((introduction ?? text) + Self.expected).write(
            to: Self.file, atomically: true, encoding: .utf8)
    }

    private static func section<Result: JSONResult>(of result: Result.Type) -> String {
        let rows = Result.shape.descriptions.map { member in
            "| `\(member.name)` | \(words(member.type)) | \(words(member.presence)) |"
                + " \(member.meaning) |\n"
        }
        return "### \(Result.shape.name)\n\n\(Result.shape.meaning)\n\n"
            + "| member | type | present | meaning |\n|---|---|---|---|\n" + rows.joined()
    }

    private static func words(_ presence: JSONMemberDescription.Presence) -> String {
        switch presence {
        case .always: "always"
        case .absent(let condition): "absent \(condition)"
        case .null(let condition): "null \(condition)"
        }
    }

    private static func words(_ type: JSONType) -> String {
        switch type {
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .text: "text"
        case .words(let words): list(words.map { "`\($0)`" })
        case .time: "time"
        case .uuid: "UUID"
        case .pointer: "pointer"
        case .stream: "stream"
        case .any: "any"
        case .object: "object"
        case .counts: "counts"
        case .list(let element): "array of \(words(element))"
        case .result(let name):
            "[\(name)](<doc:Results#\(name.replacing(" ", with: "-").replacing("'", with: ""))>)"
        }
    }

    private static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }
}
