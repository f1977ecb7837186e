/// What a column does with the values that are put into it.
///
/// https://www.sqlite.org/stricttables.html and https://www.sqlite.org/datatype3.html
package enum ColumnType: Sendable, Equatable {
    /// INT or INTEGER of a STRICT table.
    case integer
    /// REAL of a STRICT table.
    case real
    /// TEXT of a STRICT table, or any type of TEXT affinity of another.
    case text
    /// BLOB of a STRICT table, which takes nothing that JSON has.
    case blob
    /// ANY of a STRICT table, or a column without type of another: takes values as they are.
    case any
    /// A column of numeric affinity of a table that is not STRICT: takes everything, and stores
    /// what looks like a number as one.
    case numeric

    /// Reads the declared type of a column.
    init(declared: String, isStrict: Bool) {
        let type = declared.uppercased()
        if isStrict {
            switch type {
            case "INT", "INTEGER": self = .integer
            case "REAL": self = .real
            case "TEXT": self = .text
            case "BLOB": self = .blob
            default: self = .any
            }
        } else if type.contains("INT") {
            self = .numeric
        } else if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") {
            self = .text
        } else if type.isEmpty || type.contains("BLOB") {
            self = .any
        } else {
            self = .numeric
        }
    }
}
