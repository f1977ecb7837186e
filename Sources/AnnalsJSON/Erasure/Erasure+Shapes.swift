package import AnnalsModel

// The JSON of erasures, retention and compaction.

extension ErasurePreview: JSONResult {
    /// The JSON of a preview.
    package static let shape = JSONShape<ErasurePreview>(
        "Erasure preview", "What an erasure would take away, and what it does not reach.",
        [
            JSONMember("head", \.head, "Position of the last event of the log."),
            JSONMember("events", \.events, "Number of events that would lose their content."),
            JSONMember("bytes", \.bytes, "Bytes of their content before compression."),
            JSONMember("streams", \.streams, "The streams that they belong to."),
            JSONMember(
                "dictionaries", \.dictionaries,
                "Dictionaries that may quote them, whose bodies are compressed again."),
            JSONMember(
                "retained", \.retained,
                "Number of events that retention keeps: unless it is overridden, nothing is"
                    + " erased."),
            JSONMember(
                "copies", \.copies,
                "Backups and restored stores that hold them, as far as the store knows: they are"
                    + " not reached."),
            JSONMember(
                "unreached", \.unreached,
                "Names, and events of the store's own, that hold the value: they are not reached."),
            JSONMember(
                "unfinished", \.isUnfinished,
                "Whether an earlier erasure has steps left, which the next one does."),
        ])
}

extension ErasurePreview.Stream: JSONResult {
    /// The JSON of a stream.
    package static let shape = JSONShape<ErasurePreview.Stream>(
        "Stream to erase", "What an erasure would take away of one stream.",
        [
            JSONMember("stream", \.name, "Its name, which stays."),
            JSONMember("events", \.events, "Number of events that would lose their content."),
            JSONMember("bytes", \.bytes, "Bytes of their content before compression."),
            JSONMember("first", \.first, "Position of the first of them."),
            JSONMember("last", \.last, "Position of the last of them."),
        ])
}

extension ErasurePreview.Copy: JSONResult {
    /// The JSON of a copy.
    package static let shape = JSONShape<ErasurePreview.Copy>(
        "Copy", "A backup or a restored store that an erasure does not reach.",
        [
            JSONMember("path", \.path, "Where it was made, as its maker named it."),
            JSONMember("last_position", \.head, "Position of the last event in it."),
            JSONMember("event", \.position, "Position of the event that recorded it."),
        ])
}

extension ErasureSummary: JSONResult {
    /// The JSON of an erasure.
    package static let shape = JSONShape<ErasureSummary>(
        "Erasure", "What an erasure did.",
        [
            JSONMember(
                "position", \.position, "Position of the event that records it.",
                null: "if only steps of earlier erasures were left"),
            JSONMember("events", \.events, "Number of events that lost their content."),
            JSONMember("streams", \.streams, "Number of streams that they belong to."),
            JSONMember("bytes", \.bytes, "Bytes of their content before compression."),
            JSONMember(
                "recompressed", \.recompressed,
                "Number of other events whose bodies were compressed again."),
            JSONMember("dictionaries", \.dictionaries, "Number of dictionaries that went."),
            JSONMember(
                "projections", \.projections, "Names of projections whose tables were rebuilt."),
            JSONMember(
                "copies", \.copies,
                "Backups and restored stores that still hold it, as far as the store knows."),
        ])
}

extension Retention: JSONResult {
    /// The JSON of retention.
    package static let shape = JSONShape<Retention>(
        "Retention", "For how long a store keeps events from being erased.",
        [
            JSONMember(
                "keep", { $0.keep?.description }, "The time, such as `6mo`.",
                null: "if no time is set"),
            JSONMember(
                "position", \.position, "Position of the event that says so.",
                null: "if there is none"),
        ])
}

extension Compaction: JSONResult {
    /// The JSON of a compaction.
    package static let shape = JSONShape<Compaction>(
        "Compaction", "What compressing a store again gained.",
        [
            JSONMember(
                "recompressed", \.recompressed, "Number of bodies that were compressed again."),
            JSONMember("body_bytes", \.bodyBytes, "Bytes of all bodies before compression."),
            JSONMember("stored_before", \.storedBefore, "Bytes of all bodies as stored before."),
            JSONMember("stored_after", \.storedAfter, "Bytes of all bodies as stored now."),
            JSONMember(
                "dictionaries_before", \.dictionariesBefore, "Bytes of dictionaries before."),
            JSONMember("dictionaries_after", \.dictionariesAfter, "Bytes of dictionaries now."),
            JSONMember(
                "free_bytes", \.freeBytes, "Bytes of the file that are free for what comes next."),
        ])
}
