/// Which quotes of a shell's line are open, as far as it was read.
struct ShellQuotes {
    /// What is open.
    enum Mark: Equatable {
        case single
        case double
        /// `$(…)` or `(…)`, in which quotes begin anew.
        case parenthesis
        case backquote
    }

    private var open: [Mark] = []
    private var isEscaped = false
    /// Whether the character before was a dollar sign that is not escaped.
    private var followsDollar = false

    /// Whether a here-document was begun: what follows may be text that is no shell's.
    private(set) var hasHereDocument = false
    /// Whether the character before was a `<` outside of quotes.
    private var followsLess = false

    /// What was opened last and is not closed; nil where nothing is open.
    var innermost: Mark? { open.last }

    /// Reads the next character.
    mutating func read(_ character: Character) {
        if isEscaped {
            (isEscaped, followsDollar, followsLess) = (false, false, false)
            return
        }
        switch (character, open.last) {
        case ("'", .single): open.removeLast()
        case (_, .single): break
        case ("\\", _): isEscaped = true
        case ("\"", .double): open.removeLast()
        case ("\"", _): open.append(.double)
        case ("`", _) where open.contains(.backquote):
            while open.popLast() != .backquote {}
        case ("`", _): open.append(.backquote)
        case ("(", .double) where !followsDollar: break
        case ("(", _): open.append(.parenthesis)
        case (")", .parenthesis): open.removeLast()
        case ("'", .double): break
        case ("'", _): open.append(.single)
        default: break
        }
        followsDollar = character == "$"
        // Within $((…)) it shifts bits.
        let isLess = character == "<" && open.isEmpty
        if isLess, followsLess { hasHereDocument = true }
        followsLess = isLess
    }
}
