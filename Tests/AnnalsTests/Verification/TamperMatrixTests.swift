import Annals
import AnnalsTesting
import Foundation
import Testing

/// Edits of every row of the matrix end as the page Threats says.
@Suite("Tamper matrix", .storesUnchecked("damaged on purpose"))
struct TamperMatrixTests {
    private static let store = Result { try TamperedStore() }

    @Test func nothingIsFoundInAWholeStore() throws {
        let store = try Self.store.get()
        let (report, findings) = try store.verify(store.kept, after: .sql(""))
        #expect(findings.isEmpty)
        #expect(report.outcome == .verified)
        #expect(report.anchors.map(\.holds) == [true])
        #expect(report.anchors.first?.signers == [TamperedStore.origin])
    }

    @Test(arguments: TamperMatrix.rows)
    func endsAsThePageSays(row: TamperMatrix.Row) throws {
        let store = try Self.store.get()
        let (alone, findings) = try store.verify(VerificationOptions(), after: row.edit)
        #expect((alone.outcome == .damaged) == (row.detection == .alone), "\(findings)")
        if let kind = row.kind {
            #expect(findings.contains { $0.kind == kind }, "\(findings)")
        }
        let positions = findings.prefix { $0.position != nil && $0.place == nil }
            .compactMap(\.position)
        #expect(positions == positions.sorted())
        let (anchored, _) = try store.verify(store.kept, after: row.edit)
        #expect(anchored.outcome == .damaged)
    }

    @Test func thePageHasEveryRow() throws {
        let page = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }.appending(path: "Sources/Annals/Annals.docc/Threats.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.hasSuffix("| yes |") }
        #expect(lines.map(String.init) == TamperMatrix.rows.map(\.line))
    }
}
