/// One statement of a definition file, as it stands there.
package struct SQLStatement: Sendable {
    /// The statement without its semicolon.
    package let sql: String
    /// The 1-based line on which it begins.
    package let line: Int
    /// Its tokens, comments left out; never empty.
    let tokens: [SQLToken]

    /// Offset of its first character in the source.
    var offset: Int { tokens.first?.range.lowerBound ?? 0 }

    init(_ tokens: [SQLToken], in source: SourceText) {
        self.tokens = tokens
        let start = tokens.first?.range.lowerBound ?? 0
        let end = tokens.last?.range.upperBound ?? start
        sql = source.text(start..<end)
        line = source.line(of: start)
    }
}
