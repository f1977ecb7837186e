import Annals
import AnnalsJSON
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// Every result's JSON is described, once, and the documentation says what the module does.
@Suite struct ShapeTests {
    @Test func theDocumentationListsEveryMemberAndNoOther() throws {
        let page = try ResultPage()
        if ProcessInfo.processInfo.environment["ANNALS_RECORD_SNAPSHOTS"] == "1" {
            try page.record()
        }
        #expect(
            page.found == ResultPage.expected,
            "Results.md differs from the module: record it with ANNALS_RECORD_SNAPSHOTS=1")
    }

    @Test func everyResultIsInTheCatalogue() throws {
        let folder = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }.appending(path: "Sources/AnnalsJSON")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var shapes = 0
        for case let url as URL in try #require(files) where url.pathExtension == "swift" {
            let source = try String(contentsOf: url, encoding: .utf8)
            shapes += source.components(separatedBy: "static let shape =").count - 1
        }
        #expect(shapes == ResultCatalogue.all.count)
        let types = Set(ResultCatalogue.all.map { ObjectIdentifier($0) })
        #expect(types.count == ResultCatalogue.all.count, "none twice")
    }

    @Test func namesAreDistinctAndSentencesEnd() {
        func name<Result: JSONResult>(_ result: Result.Type) -> String {
            let members = Result.shape.descriptions
            #expect(Set(members.map(\.name)).count == members.count, "\(Result.shape.name)")
            for member in members {
                #expect(member.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, "\(member.name)")
                #expect(
                    member.meaning.hasSuffix(".") && !member.meaning.contains("|"),
                    "\(Result.shape.name).\(member.name)")
                check(member.type)
            }
            #expect(Result.shape.meaning.hasSuffix("."))
            return Result.shape.name
        }
        func check(_ type: JSONType) {
            switch type {
            case .list(let element): check(element)
            case .result(let name): #expect(ResultShapes.byName[name] != nil, "\(name)")
            default: break
            }
        }
        let names = ResultCatalogue.all.map { name($0) }
        #expect(Set(names).count == names.count)
    }

    @Test func documentsHaveTheColumnsOfTheirTables() {
        func check<Document: JSONDocument>(_ document: Document.Type) {
            let described = Document.shape.descriptions.map(\.name)
            #expect(
                described == [Document.keyName, "version"] + Document.columnNames + ["extra"],
                "\(Document.table)")
        }
        check(AgentStatus.self)
        check(AgentTask.self)
        check(AgentMessage.self)
    }
}

/// The members of all results, by the results' names.
enum ResultShapes {
    static let byName: [String: [JSONMemberDescription]] = Dictionary(
        ResultCatalogue.all.map { entry($0) }, uniquingKeysWith: { first, _ in first })

    private static func entry<Result: JSONResult>(
        _ result: Result.Type
    ) -> (String, [JSONMemberDescription]) {
        (Result.shape.name, Result.shape.descriptions)
    }
}
