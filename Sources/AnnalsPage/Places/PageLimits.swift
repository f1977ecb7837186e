/// What one place of the page reads and shows at most.
enum PageLimits {
    /// Bytes of an event up to which its content is read.
    static let contentBytesMax: Int64 = 16 << 20
    /// Bytes of events up to which a document is made of them.
    static let documentBytesMax: Int64 = 64 << 20
    /// Lines of a document or text that are shown.
    static let lines = 5_000
    /// Documents of a list, a comparison or a preview that are shown.
    static let documents = 500
    /// Rows of a table that are shown at once.
    static let rows: Int64 = 200
    /// Seconds that one reading of tables may take.
    static let querySeconds = 10.0
    /// Seconds after which a list of events shows what it has found so far.
    static let searchSeconds = 0.7
    /// Seconds in which it is looked for who gave the values of a document.
    static let blameSeconds = 0.5
    /// Seconds in which the tables of a comparison are counted.
    static let comparedTablesSeconds = 0.6
    /// Tasks and messages of one actor that are looked at, the last ones.
    static let ownDocuments = 1_000
    /// Bytes of a cell of a table that are shown.
    static let cellBytes = 4_000
}
