public import AnnalsModel

/// A document of a known sort, with the columns of its built-in table as typed properties.
///
/// Documents come from files and from programs that call things by names of their own: one says
/// `status`, another `state`. A column is read from the first of the members that the table's
/// definition in `projections/` lists for it and that is not null, so that a property says what the
/// table says. It is written to the member that the document already uses, so that an export
/// changes the file where the file says it. Everything else of the document is kept as it is.
public protocol TypedDocument: Sendable, Equatable {
    /// The category of the streams whose documents these are, for example `task`.
    static var category: String { get }
    /// The built-in table that has a row for each, for example `agent_tasks`.
    static var table: String { get }

    /// Id of the stream, for example `DB_002`.
    var id: String { get }
    /// The whole document.
    var document: JSONObject { get set }
    /// Number of events of the stream: what an expected version is compared with.
    var version: Int64 { get }

    /// Puts a document and where it comes from together.
    init(id: String, document: JSONObject, version: Int64)
}

extension TypedDocument {
    /// The names of the columns, without the key and the rest, in the order of the table.
    public static var columnNames: [String] { columns.names }

    /// The value of a column, or, for any other name, of the member of that name.
    ///
    /// Assigning writes the member that the document already uses for the column; nil takes away
    /// every member that the column could be read from.
    public subscript(name: String) -> JSONValue? {
        get { Self.columns.value(of: name, in: document) }
        set { Self.columns.set(newValue, of: name, in: &document) }
    }

    /// The members that no column is read from.
    public var extra: JSONObject { Self.columns.rest(of: document) }

    static var columns: DocumentColumns { DocumentColumns.of(table) }
}
