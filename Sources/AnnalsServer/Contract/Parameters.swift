import Annals
import AnnalsModel
import Foundation

/// The parameters that routes share, each read in one way everywhere.
enum Parameters {
    /// The first part of a stream's name.
    static let category = Parameter(
        "category", in: .path, Schemas.category,
        "The first part of a stream's name, such as `task`."
    ) { text throws(StoreError) in try checked(text) }
    /// The rest of a stream's name.
    static let id = Parameter(
        "id", in: .path, Schemas.freeText(),
        "The rest of a stream's name; a slash in it is written `%2F`."
    ) { text throws(StoreError) in try checked(text) }
    /// The position of an event.
    static let position = Parameter("position", in: .path, from: 1, "The event's position.")

    /// A moment at which something is read.
    static let at = Parameter(
        "at", in: .query, Schemas.moment,
        "How it was at a moment: `head~3`, `cycle:7`, `tag:NAME`, a position, a time; now if it is"
            + " missing."
    ) { text throws(StoreError) in try Moment(text) }
    /// A range of the log.
    static let range = range(isRequired: false)
    /// A range of the log without which nothing can be done.
    static let neededRange = range(isRequired: true)

    private static func range(isRequired: Bool) -> Parameter<MomentRange> {
        Parameter(
            "in", in: .query, Schemas.range,
            "Events after moment A, up to and including moment B's, as `A..B`; either may be left"
                + " out.", isRequired: isRequired
        ) { text throws(StoreError) in try MomentRange(text) }
    }

    /// Events of one stream.
    static let stream = Parameter(
        "stream", in: .query, Schemas.stream, "Events of one stream."
    ) { text throws(StoreError) in try StreamName(text) }
    /// Events of one category.
    static let ofCategory = Parameter(
        "category", in: .query, Schemas.category, "Of streams of one category."
    ) { text throws(StoreError) in try checked(text) }
    /// Events of one type.
    static let type = Parameter(
        "type", in: .query, Schemas.type, "Events of one type."
    ) { text throws(StoreError) in try EventType(text) }
    /// Events by one actor.
    static let actor = free("actor", "Events by one actor, of whatever kind.")
    /// Events of one run or conversation.
    static let correlation = free("correlation", "Events of one run or conversation.")
    /// Events with a text.
    static let search = Parameter(
        "search", in: .query,
        "Events with this text in data, reason, context or names; a-z matches A-Z.")
    /// Events with words.
    static let match = Parameter(
        "match", in: .query, Schemas.words,
        "Events with all these words, beginnings of words (`pum*`) and \"phrases\"."
    ) { text throws(StoreError) in try TextQuery(text) }
    /// What the context of events must say.
    static let context = Parameter(
        "context", in: .query, Schemas.contextCondition,
        "Events whose context says so, like `/session=abc`.", isRepeatable: true
    ) { text throws(StoreError) in try ContextCondition(text) }
    /// A place of a document.
    static let pointer = Parameter(
        "pointer", in: .query, Schemas.pointer,
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
        "If-Match", in: .header, Schemas.entityTag,
        "The stream must be at this version, given as its entity tag (`\"7\"`); `*`: it must be"
            + " there."
    ) { text throws(StoreError) in try EntityTag.expected(text) }
    /// That a stream must not be there.
    static let ifNoneMatch = Parameter(
        "If-None-Match", in: .header, ["enum": ["*"]], "`*`: the stream must have no event yet."
    ) { text throws(StoreError) in text }
    /// What one has of what is read.
    static let ifNoneMatchRead = Parameter(
        "If-None-Match", in: .header, ["type": "string"],
        "The entity tag that one has: what still has it is not sent again."
    ) { text throws(StoreError) in text }
    /// Who acts.
    static let actorName = Parameter(
        "Annals-Actor", in: .header, Schemas.headerText,
        "Who does it, where the token does not say."
    ) { text throws(StoreError) in try checked(text) }
    /// What kind of actor acts.
    static let actorKind = Parameter(
        "Annals-Actor-Kind", in: .header,
        ["enum": ["agent", "human", "service", "system"]], "What kind of actor that is."
    ) { text throws(StoreError) in try Actor.Kind(text) }
    /// After which event live events go on.
    static let lastEventID = Parameter(
        "Last-Event-ID", in: .header,
        ["type": "string", "pattern": "^([0-9a-f-]{36}-)?[0-9]{1,18}$"],
        "Of live events: the id of the last one that was received, after which they go on."
    ) { text throws(StoreError) in try checked(text) }
    /// The trace that a request belongs to.
    static let traceParent = Parameter(
        "traceparent", in: .header, ["type": "string"],
        "The trace that it belongs to (W3C Trace Context), whose id is the correlation where none"
            + " is given."
    ) { text throws(StoreError) in TraceParent.traceID(text) }
    /// A tag's name.
    static let tag = Parameter("name", in: .path, Schemas.tag, "The tag.") {
        text throws(StoreError) in text
    }

    /// A parameter that is a name in anybody's words.
    static func free(
        _ name: String, in place: ParameterDescription.Place = .query, _ meaning: String,
        isRequired: Bool = false
    ) -> Parameter<String> {
        Parameter(name, in: place, Schemas.freeText(), meaning, isRequired: isRequired) {
            text throws(StoreError) in try checked(text)
        }
    }

    /// - Throws: `invalidArgument` for a text that controls a terminal.
    private static func checked(_ text: String) throws(StoreError) -> String {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) has a control character: leave it out")
        }
        return text
    }
}
