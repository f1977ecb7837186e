import Annals
import AnnalsModel
import Foundation

/// The parameters that routes share, each read in one way everywhere.
enum Parameters {
    /// The first part of a stream's name.
    static let category = Parameter(
        "category", in: .path, "The first part of a stream's name, such as `task`.")
    /// The rest of a stream's name.
    static let id = Parameter(
        "id", in: .path, "The rest of a stream's name; a slash in it is written `%2F`.")
    /// The position of an event.
    static let position = Parameter("position", in: .path, from: 1, "The event's position.")

    /// A moment at which something is read.
    static let at = Parameter(
        "at", in: .query, ["type": "string", "minLength": 1],
        "How it was at a moment: `head~3`, `cycle:7`, `tag:NAME`, a position, a time; now if it is"
            + " missing."
    ) { text throws(StoreError) in try Moment(text) }
    /// A range of the log.
    static let range = Parameter(
        "in", in: .query, ["type": "string", "minLength": 2],
        "Events after moment A, up to and including moment B's, as `A..B`; either may be left out."
    ) { text throws(StoreError) in try MomentRange(text) }

    /// Events of one stream.
    static let stream = Parameter(
        "stream", in: .query, ["type": "string", "minLength": 3], "Events of one stream."
    ) { text throws(StoreError) in try StreamName(text) }
    /// Events of one category.
    static let ofCategory = Parameter("category", in: .query, "Of streams of one category.")
    /// Events of one type.
    static let type = Parameter(
        "type", in: .query, ["type": "string", "minLength": 3], "Events of one type."
    ) { text throws(StoreError) in try EventType(text) }
    /// Events by one actor.
    static let actor = Parameter("actor", in: .query, "Events by one actor, of whatever kind.")
    /// Events of one run or conversation.
    static let correlation = Parameter(
        "correlation", in: .query, "Events of one run or conversation.")
    /// Events with a text.
    static let search = Parameter(
        "search", in: .query,
        "Events with this text in data, reason, context or names; a-z matches A-Z.")
    /// Events with words.
    static let match = Parameter(
        "match", in: .query, ["type": "string", "minLength": 1],
        "Events with all these words, beginnings of words (`pum*`) and \"phrases\"."
    ) { text throws(StoreError) in try TextQuery(text) }
    /// What the context of events must say.
    static let context = Parameter(
        "context", in: .query, ["type": "string", "minLength": 1],
        "Events whose context says so, like `/session=abc`.", isRepeatable: true
    ) { text throws(StoreError) in try ContextCondition(text) }
    /// A place of a document.
    static let pointer = Parameter(
        "pointer", in: .query, ["type": "string"],
        "A place of the document, as a JSON Pointer (RFC 6901) such as `/status`."
    ) { text throws(StoreError) in try JSONPointer(text) }
    /// Whether the store's own events are wanted.
    static let all = Parameter(
        flag: "all", in: .query,
        "Whether events of the category `annals`, the store's own, come too.")
    /// Where a list goes on, forwards.
    static let after = Parameter(
        "after", in: .query, from: 0, "Only events after this position.")
    /// Where a list goes on, backwards.
    static let before = Parameter(
        "before", in: .query, from: 1, "Only events before this position.")
    /// How many are listed.
    static let limit = Parameter(
        "limit", in: .query, from: 1, to: 1_000, "How many at most.")
    /// In which order.
    static let order = Parameter(
        "order", in: .query, ["enum": ["ascending", "descending"]],
        "By position: `ascending` unless given."
    ) { text throws(StoreError) in
        guard text == "ascending" || text == "descending" else {
            throw StoreError(
                .invalidArgument,
                "order is \(text.quotedForMessage): give ascending or descending")
        }
        return text == "descending"
    }

    /// The event's id, which makes an append that comes twice one.
    static let idempotencyKey = Parameter(
        "Idempotency-Key", in: .header, ["type": "string", "format": "uuid"],
        "The event's id, a UUID: what comes again is not appended, and gets its first receipt."
    ) { text throws(StoreError) in try UUID(given: text) }
    /// The version that a stream must have.
    static let ifMatch = Parameter(
        "If-Match", in: .header, ["type": "string"],
        "The stream must be at this version, given as its entity tag (`\"7\"`); `*`: it must be"
            + " there."
    ) { text throws(StoreError) in try EntityTag.expected(text) }
    /// That a stream must not be there.
    static let ifNoneMatch = Parameter(
        "If-None-Match", in: .header, ["type": "string"],
        "`*`: the stream must have no event yet. Of what is read: the entity tag that one has."
    ) { text throws(StoreError) in text }
    /// Who acts.
    static let actorName = Parameter(
        "Annals-Actor", in: .header, "Who does it, where the token does not say.")
    /// What kind of actor acts.
    static let actorKind = Parameter(
        "Annals-Actor-Kind", in: .header,
        ["enum": ["agent", "human", "service", "system"]], "What kind of actor that is."
    ) { text throws(StoreError) in try Actor.Kind(text) }
    /// After which event live events go on.
    static let lastEventID = Parameter(
        "Last-Event-ID", in: .header,
        "Of live events: the id of the last one that was received, after which they go on.")
}
