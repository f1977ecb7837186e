import Annals
import AnnalsModel

/// How many rows of a table differ between two moments.
struct TableComparison: Sendable {
    /// Rows of one table beyond which it is not counted on.
    private static let rowsMax = 1_000
    /// Rows of a table that are made as they were at both moments, however far these are apart.
    private static let madeRowsMax: Int64 = 20_000
    /// Events between two moments up to which only rows that changed are made.
    private static let nearMax: Int64 = 50_000

    private let name: String
    private var counts: [RowDifference.Kind: Int] = [:]
    private var isWhole = true

    /// Compares every table, the smallest first, as far as the time reaches.
    ///
    /// Where moments are far apart each that is begun costs what both its states are large: those
    /// with many rows are left.
    ///
    /// - Parameters:
    ///   - from: The earlier position.
    ///   - to: The later one.
    /// - Returns: The tables that differ, and the names of those that were not compared.
    static func all(
        _ from: Int64, _ to: Int64, in store: Store
    ) throws -> (found: [TableComparison], left: [String]) {
        /// Thrown where enough was found.
        struct Enough: Error {}
        let range = MomentRange(after: .position(from), through: .position(to))
        let deadline = PlaceDeadline(seconds: PageLimits.comparedTablesSeconds)
        var found: [TableComparison] = []
        let tables = try store.projections().flatMap { try store.projection($0.name).tables }
            .sorted { ($0.rows, $0.name) < ($1.rows, $1.name) }
        let isFar = to - from > nearMax
        let names = tables.filter { !isFar || $0.rows <= madeRowsMax }.map(\.name)
        let left = tables.map(\.name).filter { !names.contains($0) }
        for (index, name) in names.enumerated() {
            var table = TableComparison(name)
            do {
                try store.rowDifferences(
                    of: name, in: range, progress: { _ in try deadline.check() }
                ) { row in
                    table.counts[row.kind, default: 0] += 1
                    guard table.counts.values.reduce(0, +) < rowsMax else { throw Enough() }
                }
            } catch is Enough {
                table.isWhole = false
            } catch let error as StoreError where error.code == .timeLimit {
                // What was found so far stands.
                return (found, Array(names[index...]) + left)
            }
            if !table.counts.isEmpty { found.append(table) }
        }
        return (found, left)
    }

    private init(_ name: String) { self.name = name }

    /// Writes its row.
    func write(to html: inout HTML, in frame: PageFrame) {
        html.element("tr") { html in
            html.element("th", HTMLAttribute("scope", "row")) { html in
                html.element("a", .href(frame.address(.table(name))), text: name)
                if !isWhole { html.text(" (at least)") }
            }
            for kind in [RowDifference.Kind.added, .removed, .changed] {
                html.element(
                    "td", .style("number"), text: counts[kind].map { HTML.count($0) } ?? "")
            }
        }
    }
}
