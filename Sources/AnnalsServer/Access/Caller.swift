import Annals
import AnnalsModel

/// Who makes a request, and what it may do.
struct Caller: GrantHolder, Sendable {
    /// The grant of its token; nil where the server asks for none, and the caller may do all.
    let grant: AccessGrant?
    /// Whether nobody was asked who it is, since what it wants is for all.
    var isAnybody = false
    /// Whether it is who started the server, and may do all whatever grants there are.
    var isKeeper = false

    /// The name by which its turns and its requests are counted; nil for those who need no grant.
    var client: String? { grant?.name }

    /// Those of some events that it reaches.
    func reached(_ events: [Event]) -> [Event] {
        reachesAll ? events : events.filter { reaches($0.stream.category) }
    }

    /// How it appends: what it does not reach is not told of.
    var appendOptions: AppendOptions { AppendOptions(for: grant?.categories ?? []) }

    /// A moment as it may be named.
    ///
    /// - Throws: `notAllowed` for a tag where tags are not reached.
    func checked(_ moment: Moment) throws(StoreError) -> Moment {
        try grant?.categories.demandReach(of: moment)
        return moment
    }

    /// A range as it may be named; throws as for a moment.
    func checked(_ range: MomentRange) throws(StoreError) -> MomentRange {
        try grant?.categories.demandReach(of: range)
        return range
    }

    /// An event as it may be appended.
    ///
    /// - Throws: `notAllowed` for an actor or a category that the caller may not name.
    func checked(_ event: NewEvent) throws(StoreError) -> NewEvent {
        try demand(event.stream.category)
        _ = try actor(named: event.actor, default: event.actor)
        return event
    }

    /// Who acts: the one of the token, unless it may act under other names.
    ///
    /// - Parameter named: Whom the request names; nil if nobody.
    /// - Throws: `notAllowed` if that is another.
    func actor(named: Actor?, default usual: Actor) throws(StoreError) -> Actor {
        guard let grant else { return named ?? usual }
        guard let named, named != grant.actor else { return grant.actor }
        guard grant.allows(.impersonate) else {
            throw StoreError(
                .notAllowed,
                "this token acts as \(grant.actor.name.quotedForMessage) alone: name nobody else")
        }
        return named
    }
}
