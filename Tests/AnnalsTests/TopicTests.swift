import Foundation
import Testing

/// The documentation leads to every public type: the topics of its module list it.
@Suite struct TopicTests {
    private static let sources = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appending(path: "Sources")

    @Test(arguments: ["Annals", "AnnalsModel"])
    func listEveryPublicType(module: String) throws {
        let folder = Self.sources.appending(path: module)
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var types: Set<String> = []
        for case let url as URL in try #require(files) where url.pathExtension == "swift" {
            let source = try String(contentsOf: url, encoding: .utf8)
            let declaration =
                /(?m)^public (?:final )?(?:struct|enum|class|protocol|actor|typealias) (\w+)/
            types.formUnion(source.matches(of: declaration).map { String($0.output.1) })
        }
        let page = try String(
            contentsOf: Self.sources.appending(path: "Annals/Annals.docc/\(module).md"),
            encoding: .utf8)
        let topics = page.components(separatedBy: "## Topics").last ?? ""
        let listed = topics.matches(of: /(?m)^- ``(\w+)``$/).map { String($0.output.1) }
        #expect(Set(listed).count == listed.count, "none twice")
        #expect(types.subtracting(listed).isEmpty, "public types that no topic lists")
        #expect(Set(listed).subtracting(types).isEmpty)
    }

    /// The verbs of a store, which are many, stand under topics of their own: each overload.
    @Test func listEveryVerbOfAStore() throws {
        let files = FileManager.default.enumerator(
            at: Self.sources.appending(path: "Annals"), includingPropertiesForKeys: nil)
        var names: Set<String> = []
        for case let url as URL in try #require(files)
        where url.lastPathComponent.wholeMatch(of: /(Store(\+\w+)?|Awaited\w+)\.swift/) != nil {
            let source = try String(contentsOf: url, encoding: .utf8)
            let declaration = /^    public (?:static )?(?:(?:func|let|var|enum) (\w+)|(init)\()/
            var isOfStore = false
            let lines = source.split(separator: "\n")
            for (index, line) in lines.enumerated() {
                // What begins at the margin begins or ends a type or an extension.
                if line.first != " " {
                    isOfStore = line.contains(/^(?:public final class|extension) Store\b/)
                }
                guard isOfStore, let match = line.firstMatch(of: declaration) else { continue }
                let name = String(match.output.1 ?? match.output.2 ?? "")
                let rest = lines[index...].joined(separator: " ")
                names.insert(name + (Self.labels(rest) ?? ""))
            }
        }
        let page = try String(
            contentsOf: Self.sources.appending(path: "Annals/Annals.docc/Store.md"),
            encoding: .utf8)
        let listed = page.matches(of: /(?m)^- ``Store\/(\w+(?:\([^)]*\))?)/).map {
            String($0.output.1)
        }
        #expect(names.subtracting(listed).isEmpty, "verbs that no topic lists")
        #expect(Set(listed).subtracting(names).isEmpty)
    }

    /// The labels of a method's parameters, as documentation writes them; nil for what has none.
    private static func labels(_ declaration: String) -> String? {
        guard declaration.contains(/^ *public (?:static )?(?:func|init)/),
            let opening = declaration.firstIndex(of: "(")
        else { return nil }
        var depth = 0
        var labels = "("
        var begins = true
        for index in declaration[opening...].indices {
            switch declaration[index] {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return labels + ")" }
            case "," where depth == 1: begins = true
            case let character where depth == 1 && begins && !character.isWhitespace:
                labels += declaration[index...].prefix { $0 != " " && $0 != ":" } + ":"
                begins = false
            default: break
            }
        }
        return nil
    }
}
