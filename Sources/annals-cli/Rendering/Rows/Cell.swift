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

    /// Shows a value: text as it is but for control characters, null as nothing, all else as JSON.
    init(_ value: JSONValue) {
        switch value {
        case .null: text = ""
        case .string(let string): text = string.terminalSafe
        case .number(let number): text = number.literal
        case .bool, .array, .object: text = value.terminalSafe()
        }
        width = text.displayWidth
        isNumber = value.asNumber != nil
        isNull = if case .null = value { true } else { false }
    }
}
