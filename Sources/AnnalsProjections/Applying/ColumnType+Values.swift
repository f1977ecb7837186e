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
            number.exactInt64 != nil
        case (.real, .number(let number)):
            number.exactDouble != nil
        case (_, .string(let text)):
            try probe.takes(text, as: self)
        case (_, .array), (_, .object):
            false
        }
    }
}
