package import AnnalsModel

// The JSON of what a store says of itself.

/// A store that was made.
package struct CreatedStore: JSONResult {
    /// Where it is.
    package let path: String
    /// Which store it is.
    package let identity: StoreIdentity

    /// Says where a store is.
    package init(path: String, identity: StoreIdentity) {
        self.path = path
        self.identity = identity
    }

    /// The JSON of a new store.
    package static let shape = JSONShape<CreatedStore>(
        "New store", "A store that was made.",
        [
            JSONMember("path", \.path, "Path of its file."),
            JSONMember("id", \.identity.id, "Its id, unlike that of any other store."),
            JSONMember("origin", \.identity.origin, "Name of its log in checkpoints."),
            JSONMember("created_at", \.identity.createdAt, "When it was made."),
        ])
}

extension StoreCheck: JSONResult {
    /// The JSON of a check.
    package static let shape = JSONShape<StoreCheck>(
        "Health check", "One fast check of a store.",
        [
            JSONMember("check", \.name, "What was looked at, in snake_case."),
            JSONMember("healthy", \.isHealthy, "Whether it is as it should be."),
            JSONMember("detail", \.detail, "One sentence about what was found."),
        ])
}

extension Backup: JSONResult {
    /// The JSON of a backup.
    package static let shape = JSONShape<Backup>(
        "Backup", "A copy of a store that was read back.",
        [
            JSONMember("path", \.path, "Path of the copy."),
            JSONMember(
                "last_position", \.head, "Position of the last event in it; 0 if there is none."),
            JSONMember("bytes", \.bytes, "Its size in bytes."),
        ])
}

extension SearchIndex: JSONResult {
    /// The JSON of an index over the text of events.
    package static let shape = JSONShape<SearchIndex>(
        "Search index", "An index over the text of events.",
        [
            JSONMember("kind", \.kind.rawValue, "What it finds: `trigrams` or `words`."),
            JSONMember("position", \.position, "Position of the last event that is in it."),
            JSONMember("last_position", \.head, "Position of the last event of the store."),
            JSONMember("bytes", \.bytes, "Bytes of its file."),
            JSONMember(
                "usable", \.isUsable,
                "Whether it is used: not if it belongs to another store, is damaged, or was made"
                    + " before something was erased."),
            JSONMember("path", \.path, "Path of its file."),
        ])
}

/// The cycle that a store is in.
package struct CurrentCycle: JSONResult {
    /// Its number.
    package let number: Int64

    /// Names a cycle.
    package init(_ number: Int64) {
        self.number = number
    }

    /// The JSON of the current cycle.
    package static let shape = JSONShape<CurrentCycle>(
        "Current cycle", "The cycle that a store is in.",
        [JSONMember("cycle", \.number, "Its number; a new store is in cycle 0.")])
}

extension Cycle: JSONResult {
    /// The JSON of a cycle.
    package static let shape = JSONShape<Cycle>(
        "Cycle", "A cycle that was opened.",
        [
            JSONMember("cycle", \.number, "Its number."),
            JSONMember("position", \.position, "Position of the event that opened it."),
            JSONMember("opened_at", \.openedAt, "When that was recorded."),
            JSONMember("actor", \.actor, "Name of who opened it."),
            JSONMember(
                "note", \.note, "Why, or what it is for.", null: "if nothing was said"),
        ])
}

extension Tag: JSONResult {
    /// The JSON of a tag.
    package static let shape = JSONShape<Tag>(
        "Tag", "A moment with a name.",
        [
            JSONMember("tag", \.name, "The name, as `tag:NAME` writes it."),
            JSONMember("position", \.moment, "The position that it names; 0 is the start."),
            JSONMember("event", \.position, "Position of the event that set it."),
        ])
}

extension StreamSummary: JSONResult {
    /// The JSON of a stream in a list.
    package static let shape = JSONShape<StreamSummary>(
        "Stream", "A stream and where it stands.",
        [
            JSONMember("stream", \.name, "Its name."),
            JSONMember("version", \.version, "Number of its events."),
            JSONMember("last_position", \.head, "Position of the last of them."),
        ])
}

extension ActorSummary: JSONResult {
    /// The JSON of an actor in a list.
    package static let shape = JSONShape<ActorSummary>(
        "Actor", "An actor and how much it did.",
        [
            JSONMember("actor", \.actor.name, "Its name."),
            JSONMember("kind", \.actor.kind, "What sort of actor it is."),
            JSONMember("events", \.events, "Number of its events."),
            JSONMember(
                "last_position", \.last, "Position of the last of them; 0 if there is none."),
        ])
}
