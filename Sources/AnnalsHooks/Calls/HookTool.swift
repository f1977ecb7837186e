package import AnnalsModel

/// A program for coding whose hooks are understood.
package enum HookTool: String, CaseIterable, Sendable {
    /// Claude Code, and those that speak its protocol.
    case claudeCode = "claude-code"
    /// Codex.
    case codex
    /// Cursor.
    case cursor

    /// Reads a name.
    ///
    /// - Throws: `notFound` for one that is none of these.
    package init(_ text: String) throws(StoreError) {
        guard let tool = HookTool(rawValue: text) else {
            throw StoreError(
                .notFound,
                "there are no hooks of \(text.quotedForMessage): give claude-code, codex or cursor")
        }
        self = tool
    }

    /// What it must find on the standard output of its hook; nothing for most.
    package var answer: String { self == .cursor ? "{}\n" : "" }
}
