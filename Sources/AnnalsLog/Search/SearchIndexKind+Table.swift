package import AnnalsModel

extension SearchIndexKind {
    /// What is added to the name of the store's file for that of the index.
    package var suffix: String { "-search-\(rawValue)" }

    /// The tables of an index.
    ///
    /// The texts themselves are in the events: FTS5 keeps which event has which term, and the
    /// places in it where phrases are looked for. https://www.sqlite.org/fts5.html
    var schema: String {
        let options =
            switch self {
            case .trigrams: "tokenize = 'trigram', detail = 'none'"
            case .words: "tokenize = 'ascii', detail = 'full'"
            }
        return """
            CREATE TABLE state (
                store TEXT NOT NULL,        -- store.id of the store that it belongs to, in hex
                erasure INTEGER NOT NULL,   -- position of the last erasure when it was begun, or 0
                position INTEGER NOT NULL,  -- of the last event that is in it
                mark TEXT NOT NULL          -- recorded time and check bytes of that event
            ) STRICT;
            -- rowid: position of the event.
            CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', columnsize = 0, \(options));
            """
    }
}
