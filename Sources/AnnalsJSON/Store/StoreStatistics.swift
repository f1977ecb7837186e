package import AnnalsModel

/// Counts, bytes and ratios of one store.
package struct StoreStatistics: JSONResult {
    /// Names and values, in the order in which the store gives them.
    package let entries: [(name: String, value: JSONValue)]

    /// Takes what a store counted.
    package init(_ entries: [(name: String, value: JSONValue)]) {
        self.entries = entries
    }

    /// The JSON of a store's counts.
    package static let shape = JSONShape<StoreStatistics>(
        "Statistics", "What a store holds, in counts and bytes.",
        [
            JSONMember(members) { statistics, object in
                for (name, value) in statistics.entries { object[name] = value }
            }
        ])

    private static let members = [
        JSONMemberDescription(
            "events", .integer,
            "Number of events, the store's own included: position of the last."),
        JSONMemberDescription("cycle", .integer, "The current cycle."),
        JSONMemberDescription(
            "streams", .integer, "Number of streams, the store's own included."),
        JSONMemberDescription("event_types", .integer, "Number of types of events."),
        JSONMemberDescription("actors", .integer, "Number of actors: names with a kind."),
        JSONMemberDescription("correlations", .integer, "Number of runs and conversations."),
        JSONMemberDescription("tags", .integer, "Number of tags."),
        JSONMemberDescription("projections", .integer, "Number of projections."),
        JSONMemberDescription(
            "projection_failures", .integer,
            "Number of rows that projections refused, one for an event and a projection."),
        JSONMemberDescription("body_bytes", .integer, "Bytes of all bodies before compression."),
        JSONMemberDescription("stored_bytes", .integer, "Bytes of all bodies as they are stored."),
        JSONMemberDescription(
            "compression", .number, "`body_bytes` by `stored_bytes`, with two digits.",
            .null("if nothing is stored")),
        JSONMemberDescription("dictionaries", .integer, "Number of dictionaries of compression."),
        JSONMemberDescription("dictionary_bytes", .integer, "Their bytes."),
        JSONMemberDescription(
            "stored_documents", .integer,
            "Number of states of documents that are stored beside their events, a cache."),
        JSONMemberDescription("stored_document_bytes", .integer, "Their bytes."),
        JSONMemberDescription("snapshots", .integer, "Number of complete snapshots, a cache."),
        JSONMemberDescription("snapshot_bytes", .integer, "Their bytes."),
        JSONMemberDescription(
            "file_bytes", .integer, "Bytes of the pages of the store, those in the log included."),
        JSONMemberDescription("free_bytes", .integer, "Bytes of the file that are free for reuse."),
        JSONMemberDescription("wal_bytes", .integer, "Size of the write-ahead log in bytes."),
    ]
}
