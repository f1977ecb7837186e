/// How a piece of text stands out on a screen with colour.
enum Style: Int, Sendable {
    // The raw values are ECMA-48's "select graphic rendition" parameters.
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
}

extension Screen {
    /// The text in a style, or just the text where there is no colour.
    func styled(_ text: String, _ style: Style) -> String {
        isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
