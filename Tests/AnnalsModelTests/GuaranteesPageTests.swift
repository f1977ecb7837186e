import AnnalsModel
import Foundation
import Testing

/// The page *Guarantees and limits* says the limits that hold, and names checks that there are.
@Suite struct GuaranteesPageTests {
    private static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }
    private let page: String

    init() throws {
        let file = Self.root.appending(path: "Sources/Annals/Annals.docc/Guarantees.md")
        page = try String(contentsOf: file, encoding: .utf8)
    }

    @Test func itsLimitsHold() {
        let limits: [(name: String, limit: Int, unit: String)] = [
            ("categoryBytesMax", Limits.categoryBytesMax, "bytes"),
            ("idBytesMax", Limits.idBytesMax, "bytes"),
            ("typeBytesMax", Limits.typeBytesMax, "bytes"),
            ("actorBytesMax", Limits.actorBytesMax, "bytes"),
            ("tagBytesMax", Limits.tagBytesMax, "bytes"),
            ("correlationBytesMax", Limits.correlationBytesMax, "bytes"),
            ("bodyBytesMax", Limits.bodyBytesMax, "bytes"),
            ("jsonDepthMax", Limits.jsonDepthMax, "levels"),
            ("capturedFileBytesMax", Limits.capturedFileBytesMax, "bytes"),
            ("positionMax", Int(Limits.positionMax), "events"),
            ("cycleJumpMax", Int(Limits.cycleJumpMax), "cycles"),
            ("distinctLinesMax", Limits.distinctLinesMax, "lines"),
            ("definitionBytesMax", Limits.definitionBytesMax, "bytes"),
            ("projectionStepsMax", Int(Limits.projectionStepsMax), "steps"),
            ("querySQLBytesMax", Limits.querySQLBytesMax, "bytes"),
            ("queryValueBytesMax", Limits.queryValueBytesMax, "bytes"),
            ("ruleFileBytesMax", Limits.ruleFileBytesMax, "bytes"),
            ("matchPhrasesMax", Limits.matchPhrasesMax, "phrases"),
            ("noteBytesMax", Limits.noteBytesMax, "bytes"),
            ("appendDeadlineSeconds", Int(Limits.appendDeadlineSeconds), "seconds"),
            ("readDeadlineSeconds", Int(Limits.readDeadlineSeconds), "seconds"),
            ("querySeconds", Int(Limits.querySeconds), "seconds"),
        ]
        let rows = page.matches(of: /(?m)^\| [^|]+ \| ([^|]+) \| `(\w+)` \|$/)
        #expect(rows.map { String($0.output.2) } == limits.map(\.name))
        for (row, limit) in zip(rows, limits) {
            let shown = limit.limit.formatted(.number.locale(Locale(identifier: "en_US")))
            #expect(row.output.1 == "\(shown) \(limit.unit)", "\(limit.name)")
        }
    }

    @Test func itsChecksExist() throws {
        let files = FileManager.default.enumerator(
            at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        let names = try Set(
            #require(files).compactMap { ($0 as? URL)?.deletingPathExtension().lastPathComponent })
        let named = page.matches(of: /`(\w+Tests)`/).map { String($0.output.1) }
        #expect(named.count > 20)
        #expect(Set(named).subtracting(names).isEmpty)
    }
}
