/// A line of a text, and the event that brought it.
public struct BlamedLine: Sendable, Equatable {
    /// Its place in the text, from 1.
    public var line: Int64
    /// The line without its newline.
    public var text: String
    /// The event that brought it, without its change.
    ///
    /// Since it, the line has been in the text all the time.
    public var event: Event

    /// Makes a line with its event.
    public init(line: Int64, text: String, event: Event) {
        self.line = line
        self.text = text
        self.event = event
    }
}

/// The lines of a text, each with the event that brought it.
public struct BlamedText: Sendable, Equatable {
    /// The lines, first to last.
    public var lines: [BlamedLine]
    /// Whether no line could be said to be older.
    ///
    /// It is false where two versions of a long text differ in so many lines that the shortest way
    /// from one to the other was not looked for.
    public var isMinimal: Bool

    /// Makes a text of its lines.
    public init(lines: [BlamedLine], isMinimal: Bool) {
        self.lines = lines
        self.isMinimal = isMinimal
    }
}
