/// A row of comma-separated values (RFC 4180), without what ends the line.
///
/// NULL is an empty field, the empty text is `""`; arrays and objects are their JSON.
package struct CSVLine: Sendable, Equatable {
    /// The fields with commas between.
    package let text: String

    /// Takes the cells of a row.
    ///
    /// - Parameter show: What is written of a text; as it is if not given.
    package init(_ cells: [JSONValue], show: (String) -> String = { $0 }) {
        text = cells.map { Self.field($0, show) }.joined(separator: ",")
    }

    /// Takes the names of columns.
    package init(header names: [String], show: (String) -> String = { $0 }) {
        text = names.map { Self.quoted(show($0)) }.joined(separator: ",")
    }

    private static func field(_ value: JSONValue, _ show: (String) -> String) -> String {
        switch value {
        case .null: ""
        case .string(let text): text.isEmpty ? "\"\"" : quoted(show(text))
        case .bool, .number, .array, .object: quoted(show(value.compact))
        }
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        }
        guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
