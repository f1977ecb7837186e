import AnnalsModel

/// A value as a table shows it: on one line, harmless to a terminal.
struct Cell: Sendable, Equatable {
    /// What is shown.
    let text: String
    /// Columns that the text takes on a screen.
    let width: Int
    /// Whether it is a number, which columns align by their last digit.
    let isNumber: Bool
    /// Whether it is nothing at all.
    let isNull: Bool
    /// Whether it says nothing: null, the empty text, a list or an object without members.
    let isEmpty: Bool

    /// Shows a value: text as it is but for control characters, null as nothing, all else as JSON.
    init(_ value: JSONValue) {
        switch value {
        case .null: text = ""
        case .string(let string): text = string.terminalSafe
        case .number(let number): text = number.literal
        case .bool, .array, .object: text = value.terminalSafe()
        }
        isEmpty =
            switch value {
            case .array(let elements): elements.isEmpty
            case .object(let object): object.isEmpty
            default: text.isEmpty
            }
        width = text.displayWidth
        isNumber = value.asNumber != nil
        isNull = if case .null = value { true } else { false }
    }
}

extension Cell {
    /// Whether it is of several words, or JSON: its beginning says the most.
    ///
    /// Anything else is a name, as of a stream, a place, a file: its end says as much.
    var isProse: Bool {
        if text.utf8.contains(UInt8(ascii: " ")) { return true }
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        // Scripts without spaces between words have none of the signs that part names.
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        return isJSON || (first >= 0x80 && last >= 0x80)
    }

    /// The text in so many columns at most, cut as what is in its column is.
    func cut(toWidth width: Int, as content: Column.Content) -> String {
        guard self.width > width else { return text }
        if content == .tree, text.hasSuffix(CausalTree.mark) {
            let mark = CausalTree.mark
            return String(text.dropLast(mark.count)).cut(toWidth: width - mark.count) + mark
        }
        return content == .tree || isProse
            ? text.cut(toWidth: width) : text.cutInside(toWidth: width)
    }
}
