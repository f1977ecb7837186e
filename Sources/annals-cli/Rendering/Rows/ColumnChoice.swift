import AnnalsModel
import ArgumentParser

/// Which columns of a result are wanted, and in which order.
struct ColumnChoice: Sendable, Equatable, ExpressibleByArgument {
    /// Their names, none twice.
    let names: [String]

    /// Reads names that commas part.
    init?(argument: String) {
        var taken: Set<ExactString> = []
        names = argument.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.trimmingPrefix(" ")) }
            .filter { taken.insert(ExactString($0)).inserted }
    }

    /// Where the chosen columns are among those that there are.
    ///
    /// - Throws: `invalidArgument` for a name that none of them has.
    func indices(in columns: [Column]) throws(StoreError) -> [Int] {
        var found: [Int] = []
        for name in names {
            guard let index = columns.firstIndex(where: { Self.isEqual($0.name, name) }) else {
                throw Self.unknown(name, among: columns.map(\.name))
            }
            found.append(index)
        }
        return found
    }

    /// The chosen members of an object; what it leaves out stays left out.
    func members(of object: JSONObject) -> JSONObject {
        var chosen = JSONObject()
        for name in names {
            if let value = object[name] { chosen[name] = value }
        }
        return chosen
    }

    /// The first name that is not among those that there are.
    func firstUnknown(among known: [String]) -> StoreError? {
        names.first { name in !known.contains { Self.isEqual($0, name) } }
            .map { Self.unknown($0, among: known) }
    }

    private static func unknown(_ name: String, among known: [String]) -> StoreError {
        var taken: Set<ExactString> = []
        let names = known.filter { taken.insert(ExactString($0)).inserted }
        return StoreError(
            .invalidArgument,
            "there is no column \(name.quotedForMessage): there are"
                + " \(names.joined(separator: ", ").terminalSafe)")
    }

    /// Whether names are the same code points, which JSON and SQL tell apart.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }
}

/// Rows of which only some columns are wanted.
final class ChosenRows: RowWriter {
    private let rows: any RowWriter
    private let choice: ColumnChoice
    private let indices: [Int]

    /// Hands the columns at these indices to other rows.
    init(_ choice: ColumnChoice, at indices: [Int], in rows: any RowWriter) {
        self.choice = choice
        self.indices = indices
        self.rows = rows
    }

    func write(_ cells: [JSONValue]) throws {
        try rows.write(indices.map { $0 < cells.count ? cells[$0] : .null })
    }

    func write(_ object: JSONObject) throws {
        try rows.write(choice.members(of: object))
    }

    func flush() throws {
        try rows.flush()
    }

    func finish() throws {
        try rows.finish()
    }

    func finishUnshown() throws {
        try rows.finishUnshown()
    }
}
