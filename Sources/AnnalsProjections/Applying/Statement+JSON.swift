import AnnalsLog
import AnnalsModel
import GRDBSQLite

extension Statement {
    /// Binds what a JSON value is in SQL.
    ///
    /// Null is NULL, true and false are 1 and 0, an integer within Int64 is INTEGER, another number
    /// REAL if that says the same and else text, a string TEXT, an array and an object their
    /// compact JSON.
    ///
    /// - Parameter isText: Whether it is for a TEXT column, which holds numbers as written.
    func bind(_ index: Int32, _ value: JSONValue?, isText: Bool = false) {
        switch value {
        case nil, .null:
            sqlite3_bind_null(handle, index)
        case .bool(let bool):
            bind(index, bool ? 1 : 0)
        case .number(let number):
            if isText {
                bind(index, number.literal)
            } else if let integer = number.int64 {
                bind(index, integer)
            } else if let double = number.exactDouble {
                sqlite3_bind_double(handle, index, double)
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

    /// Binds a copy of some UTF-8 as text.
    func bind(_ index: Int32, text: [UInt8]) {
        text.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text64(
                    handle, index, characters.baseAddress, UInt64(characters.count),
                    unsafeBitCast(-1, to: sqlite3_destructor_type.self), UInt8(SQLITE_UTF8))
            }
        }
    }
}
