package import AnnalsModel

extension Statement {
    /// Binds what a JSON value is in SQL.
    ///
    /// Null is NULL, true and false are 1 and 0, an integer within Int64 is INTEGER, another number
    /// REAL if that says the same and else text, a string TEXT, an array and an object their
    /// compact JSON.
    ///
    /// - Parameter isText: Whether it is for a TEXT column, which holds numbers as written.
    package func bind(_ index: Int32, _ value: JSONValue?, isText: Bool = false) {
        switch value {
        case nil, .null:
            bindNull(index)
        case .bool(let bool):
            bind(index, Int64(bool ? 1 : 0))
        case .number(let number):
            if isText {
                bind(index, number.literal)
            } else if let integer = number.int64 {
                bind(index, integer)
            } else if let double = number.exactDouble {
                bind(index, double)
            } else {
                bind(index, number.literal)
            }
        case .string(let text):
            bind(index, text)
        case .array, .object:
            var json: [UInt8] = []
            value?.write(to: &json)
            bind(index, text: json)
        }
    }
}
