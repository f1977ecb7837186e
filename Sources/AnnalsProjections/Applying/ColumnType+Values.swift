import AnnalsModel

extension ColumnType {
    /// Whether the column can hold a value, and gives it back unrounded.
    ///
    /// It is what SQLite's STRICT types take, but for numbers: a column that would round one does
    /// not take it. Null is no value.
    func takes(_ value: JSONValue, _ probe: ColumnProbe) throws(StoreError) -> Bool {
        switch (self, value) {
        case (_, .null), (.blob, _):
            false
        case (.text, _), (.any, _), (.numeric, _):
            true
        case (_, .bool):
            true
        case (.integer, .number(let number)):
            number.int64 != nil || number.exactDouble.map(Self.isStoredAsInteger) == true
        case (.real, .number(let number)):
            if let integer = number.int64 {
                Double(exactly: integer) != nil
            } else {
                number.exactDouble != nil
            }
        case (_, .string(let text)):
            try probe.takes(text, as: self)
        case (_, .array), (_, .object):
            false
        }
    }

    /// Whether an INTEGER column stores the value as an integer, by SQLite's own bounds.
    private static func isStoredAsInteger(_ value: Double) -> Bool {
        guard let integer = Int64(exactly: value) else { return false }
        return integer > .min && integer < .max
    }
}
