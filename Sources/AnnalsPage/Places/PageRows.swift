package import Annals
package import AnnalsModel

/// The rows of a table of the page as comma-separated values (RFC 4180): all of them, exactly as
/// they are stored, in pieces as they are read.
package struct PageRows: Sendable {
    /// Name of a file for them, without what its format is called: letters, digits, `-` and `_`.
    package let fileName: String
    /// The header and the first rows.
    package let beginning: [UInt8]
    private let rest: Listing<QueryRow>?

    /// Rows that are known already.
    init(_ name: String, _ columns: [String], _ rows: [[JSONValue]]) {
        fileName = name.fileName
        beginning = Self.header(columns) + rows.flatMap { Self.line($0) }
        rest = nil
    }

    /// The rows of a table, in the order of its key.
    ///
    /// - Throws: `notFound` for a table that there is not.
    package init(ofTable name: String, at moment: Moment?, of store: Store) throws {
        let table = try store.table(name)
        try self.init(
            name, table.columns.map(\.name), table.selectInOrder, at: moment,
            seconds: Limits.querySeconds, of: store)
    }

    /// The rows of one statement that only reads.
    ///
    /// - Parameter seconds: Time that it may take, with all that happens between two rows.
    /// - Throws: `sqlRefused`, `timeLimit`.
    package init(
        answering sql: String, at moment: Moment?, seconds: Double, of store: Store
    ) throws {
        try self.init("query", nil, sql, at: moment, seconds: seconds, of: store)
    }

    private init(
        _ name: String, _ columns: [String]?, _ sql: String, at moment: Moment?, seconds: Double,
        of store: Store
    ) throws {
        let listing =
            if let moment {
                store.rows(sql, at: moment, seconds: seconds)
            } else {
                store.rows(sql, seconds: seconds)
            }
        let first = try listing.nextPage()
        let names =
            try first.first?.columns ?? columns
            ?? Self.columns(of: sql, at: moment, seconds: seconds, in: store)
        fileName = name.fileName
        beginning = Self.header(names) + first.flatMap { Self.line($0.cells) }
        rest = first.isEmpty ? nil : listing
    }

    /// The columns of a statement that has no row to tell them.
    private static func columns(
        of sql: String, at moment: Moment?, seconds: Double, in store: Store
    ) throws -> [String] {
        /// Thrown where enough is known.
        struct Enough: Error {}
        var columns: [String] = []
        do {
            try store.query(
                sql, arguments: [:], at: moment, seconds: seconds, cellBytesMax: 1,
                isCancelled: { false },
                onColumns: { names in
                    columns = names
                    throw Enough()
                }, onRow: { _ in })
        } catch is Enough {}
        return columns
    }

    /// The next rows; none at the end.
    ///
    /// - Throws: `timeLimit`, `corrupt`.
    package func next() throws(StoreError) -> [UInt8] {
        try rest?.nextPage().flatMap { Self.line($0.cells) } ?? []
    }

    private static func header(_ names: [String]) -> [UInt8] {
        Array(CSVLine(header: names).text.utf8) + lineEnd
    }

    private static func line(_ cells: [JSONValue]) -> [UInt8] {
        Array(CSVLine(cells).text.utf8) + lineEnd
    }

    private static let lineEnd: [UInt8] = [0x0D, 0x0A]
}

extension String {
    /// The name as a part of the name of a file, whatever is in it.
    fileprivate var fileName: String {
        let bytes = utf8.prefix(80).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
