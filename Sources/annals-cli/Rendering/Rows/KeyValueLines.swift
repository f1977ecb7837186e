import AnnalsModel

/// One thing with named parts as `key: value` lines.
enum KeyValueLines {
    /// Arrays and objects up to this width stay on their key's line.
    private static let inlineWidthMax = 72

    /// The lines of an object: values stand in one column, larger ones indented below their key.
    static func lines(of object: JSONObject) -> [String] {
        let members = object.map { (key: Cell(.string($0.key)), value: $0.value) }
        let width = members.reduce(0) { max($0, $1.key.width) } + 1
        return members.flatMap { key, value in
            let cell = Cell(value)
            if isNested(value), cell.width > inlineWidthMax {
                let block = value.terminalSafe(indent: 2).split(separator: "\n")
                return ["\(key.text):"] + block.map { "  \($0)" }
            }
            guard !cell.text.isEmpty else {
                return ["\(key.text):"]
            }
            let room = String(repeating: " ", count: width - key.width)
            return ["\(key.text):\(room)\(cell.text)"]
        }
    }

    private static func isNested(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}
