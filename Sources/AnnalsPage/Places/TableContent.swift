package import Annals
import AnnalsModel

/// The rows of a table as they were at a moment; those that differ from another moment are marked.
package struct TableContent: PageContent {
    /// Rows that differ which are looked for.
    private static let changesMax = 10_000

    /// The heading.
    package let title: String
    private let columns: [String]
    private let keys: [String]
    private let rows: [[JSONValue]]
    private let offset: Int64
    private let hasMore: Bool
    /// Rows that differ, by the mark of their key.
    private let changes: [String: RowDifference]
    private let removed: [RowDifference]
    private let knowsAll: Bool

    /// Reads some rows.
    ///
    /// - Parameters:
    ///   - name: The table.
    ///   - offset: Rows that are passed over.
    /// - Throws: `notFound` for a table that there is not.
    package init(
        _ name: String, offset: Int64, of store: Store, in frame: PageFrame
    ) throws {
        title = name
        self.offset = offset
        let table = try store.table(name)
        keys = table.columns.filter(\.isKey).map(\.name)
        var columns: [String] = []
        var rows: [[JSONValue]] = []
        try store.query(
            "\(table.selectInOrder) LIMIT :limit OFFSET :offset",
            arguments: [
                "limit": .number(JSONNumber(PageLimits.rows + 1)),
                "offset": .number(JSONNumber(offset)),
            ], at: frame.isPast ? frame.moment : nil, seconds: PageLimits.querySeconds,
            cellBytesMax: PageLimits.cellBytes, isCancelled: { false },
            onColumns: { columns = $0 }, onRow: { rows.append($0) })
        self.columns = columns
        self.rows = Array(rows.prefix(Int(PageLimits.rows)))
        hasMore = rows.count > Int(PageLimits.rows)
        let compared = try Self.changes(of: name, in: store, frame)
        (changes, removed, knowsAll) = compared
    }

    /// The rows that differ between the two moments, by key; those that are only at the other one
    /// apart.
    private static func changes(
        of name: String, in store: Store, _ frame: PageFrame
    ) throws -> ([String: RowDifference], [RowDifference], Bool) {
        guard let (from, to) = frame.compared else { return ([:], [], true) }
        /// Thrown where enough was found.
        struct Enough: Error {}
        var changes: [String: RowDifference] = [:]
        var removed: [RowDifference] = []
        let range = MomentRange(after: .position(from), through: .position(to))
        // What went on the way to the later moment is what there only is at the earlier.
        let gone: RowDifference.Kind = frame.at == to ? .removed : .added
        do {
            let deadline = PlaceDeadline(seconds: PageLimits.comparedTablesSeconds)
            try store.rowDifferences(
                of: name, in: range, progress: { _ in try deadline.check() }
            ) { row in
                guard changes.count + removed.count < changesMax else { throw Enough() }
                if row.kind == gone { removed.append(row) } else { changes[row.key.mark] = row }
            }
        } catch is Enough {
            return (changes, removed, false)
        } catch let error as StoreError where error.code == .timeLimit {
            return (changes, removed, false)
        }
        return (changes, removed, true)
    }

    /// Writes the rows.
    package func write(to html: inout HTML, in frame: PageFrame) {
        if let (from, to) = frame.compared {
            html.element("p") { html in
                let differing = changes.count + removed.count
                guard differing > 0 || knowsAll else {
                    return html.text(
                        "Positions \(from) and \(to) are so far apart that it takes long to find"
                            + " the rows that differ: none is marked. Choose nearer moments.")
                }
                html.text(
                    "\(HTML.count(differing, "row")) \(differing == 1 ? "differs" : "differ")")
                html.text(" between position \(from) and \(to).")
                if !knowsAll { html.text(" More were not looked for.") }
            }
        }
        html.table("Rows", (frame.compared == nil ? [] : ["Mark"]) + columns, "rows") { html in
            for row in rows { write(row, to: &html, in: frame) }
        }
        if rows.isEmpty { html.element("p", .style("nothing"), text: "No row.") }
        writeWays(to: &html, in: frame)
        if !rows.isEmpty { html.csv("All rows", frame.csv()) }
        guard !removed.isEmpty else { return }
        html.section("gone", "Only at the other moment") { html in
            html.element("ul", .style("diff")) { html in
                for row in removed.prefix(PageLimits.documents) {
                    html.element("li", .style("removed")) { html in
                        html.element("div", .style("where")) { html in
                            html.element("code", text: row.key.compact.shortened(to: 300))
                            html.text(" ")
                            html.element("span", .style("word"), text: "not in this one")
                        }
                    }
                }
            }
        }
    }

    private func write(_ row: [JSONValue], to html: inout HTML, in frame: PageFrame) {
        var key = JSONObject()
        for (column, cell) in zip(columns, row) where keys.isEmpty || keys.contains(column) {
            key[column] = cell
        }
        let change = changes[key.mark]
        html.element("tr", .style(change == nil ? nil : "newest")) { html in
            if frame.compared != nil {
                html.element("td", .style("mark")) { html in
                    guard let change else { return }
                    html.text(change.kind == .changed ? "~ changed" : "+ only here")
                }
            }
            for (column, cell) in zip(columns, row) {
                let isWide = (cell.asString?.utf8.count ?? 0) > 40
                html.element("td", .style(isWide ? "wide" : nil)) { html in
                    html.cell(cell)
                    guard let change, change.kind == .changed,
                        let other = change.columns.first(where: { $0.name == column })
                    else { return }
                    let before = frame.versus ?? 0 < frame.at ? other.old : other.new
                    html.element("span", .style("before")) { html in
                        html.text(frame.versus ?? 0 < frame.at ? " was " : " then ")
                        html.element("del") { html in html.cell(before ?? .null) }
                    }
                }
            }
        }
    }

    private func writeWays(to html: inout HTML, in frame: PageFrame) {
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Pages")) { html in
            if offset > 0 {
                let before = max(offset - PageLimits.rows, 0)
                html.element(
                    "a", HTMLAttribute("rel", "prev"),
                    .href(
                        frame.address(
                            frame.place, before == 0 ? [] : [PageMember("offset", "\(before)")])),
                    text: "Earlier rows")
            }
            if hasMore {
                html.element(
                    "a", HTMLAttribute("rel", "next"),
                    .href(
                        frame.address(
                            frame.place, [PageMember("offset", "\(offset + PageLimits.rows)")])),
                    text: "Further rows")
            }
        }
    }
}

extension JSONObject {
    /// A text that no other key of the table has, in whatever order its columns stand.
    fileprivate var mark: String {
        var sorted = JSONObject()
        for (name, value) in self.sorted(by: { $0.key < $1.key }) { sorted[name] = value }
        return sorted.compact
    }
}

extension HTML {
    /// Characters of a cell above which its beginning is shown until it is opened: one long text
    /// makes all of its row tall.
    private static let foldedCharacters = 240

    /// Appends a cell of a table: NULL in a word, texts without quotes.
    mutating func cell(_ value: JSONValue) {
        switch value {
        case .null: element("span", .style("note"), text: "NULL")
        case .string(let text) where text.utf8.count > Self.foldedCharacters:
            folded(text.shortened(to: Self.foldedCharacters / 2)) { html in
                html.text(text.shortened(to: PageLimits.cellBytes), keepsLines: true)
            }
        case .string(let text): self.text(text.shortened(to: PageLimits.cellBytes))
        default: self.value(value)
        }
    }
}
