// How texts are compared by lines.

extension Limits {
    /// Lines around a change that are shown with it, as every tool that makes patches does.
    public static let contextLines = 3
    /// Differences up to which the shortest way from one text to another is looked for in one
    /// piece, however short the texts: the work grows with their square.
    ///
    /// Longer texts get as many as the square root of the number of lines. Beyond, the best way so
    /// far is taken, which keeps the whole work in proportion to the lines.
    public static let lineSearchDepthMin = 256
    /// Lines of a text that is compared by lines: each takes some hundred bytes of memory, and
    /// nobody reads as many.
    public static let comparedLinesMax = 4_000_000
    /// Bytes of a changed stretch in which words are compared; a longer one is marked as a whole.
    public static let wordStretchBytesMax = 1 << 20
}
