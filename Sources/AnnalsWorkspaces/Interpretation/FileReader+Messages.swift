import AnnalsModel
import Crypto

extension FileReader {
    /// A message without an id of its own, or an entry of a queue with one inside.
    mutating func readMessage(_ thing: RuleThing) {
        guard let delivery = thing.rule.delivery else { return }
        let value = thing.scope.root.value(at: thing.scope.object)
        if let inside = delivery.inside {
            readEntry(thing, delivery, value, inside)
        } else if thing.rule.format == .text {
            // With its byte order mark, if it has one: a message is what its bytes say.
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            var message = MessageDraft(text: text, delivery.labels)
            message.conclude(thing, normalizes: ["from_agent"])
            addMessage(message, thing, identity: ["text": .string(text)])
        } else if let object = value?.asObject {
            var message = MessageDraft(object, thing)
            message.object = thing.scope.object
            message.conclude(thing)
            addMessage(message, thing, identity: MessageDraft.identity(of: object))
        }
    }

    /// An entry of a queue: the message inside, and beside it what the queue says of it.
    private mutating func readEntry(
        _ thing: RuleThing, _ delivery: Rule.Delivery, _ value: JSONValue?, _ inside: String
    ) {
        guard var entry = value?.asObject, let inner = entry.removeValue(forKey: inside) else {
            return
        }
        let object = inner.asObject ?? ["content": inner]
        var message = MessageDraft(object, thing)
        var identity = MessageDraft.identity(of: object)
        if message.members["claimed_id"] == nil, let name = delivery.numberedBy,
            let id = entry[name]
        {
            // Without ids of their own, equal messages in a queue are told apart by its ids.
            identity[name] = id
        }
        let place = thing.scope.object
        if let status = entry.removeValue(forKey: "status") {
            message.members["status"] = status
            message.origins["status"] = .derived("queue")
            message.elsewhere["status"] = place.appending("status")
        }
        // Beside the message and its status, so that each value is said once.
        let kept = delivery.keptAs ?? "queue"
        message.members[kept] = .object(entry)
        message.origins[ExactString(kept)] = .derived("entry")
        message.elsewhere[ExactString(kept)] = place
        message.object = inner.asObject == nil ? nil : place.appending(inside)
        if message.object == nil { message.origins["content"] = .derived(inside) }
        message.conclude(thing)
        addMessage(message, thing, identity: identity)
    }

    private mutating func addMessage(
        _ message: MessageDraft, _ thing: RuleThing, identity: JSONObject
    ) {
        let id = MessageDraft.id(of: identity, to: message.recipient)
        guard let stream = stream("message", id) else { return }
        let rank = thing.rank(with: message.members)
        var claim = Claim(
            stream: stream, rank: rank, tier: thing.rule.tier,
            kind: thing.rule.label ?? rank.word)
        claim.place = thing.item.place
        claim.shownPlace = JSONPointer(tokens: Array(thing.item.place.tokens.dropLast()))
        claim.members = message.members
        claim.origins = message.origins
        claim.object = message.object
        claim.elsewhere = message.elsewhere
        add(claim)
    }
}

/// A message as it is being read: values by the documents' names.
struct MessageDraft {
    /// The values.
    var members: JSONObject
    /// Where values come from that are not members of the same name.
    var origins: [ExactString: Claim.Origin]
    /// The way to the object in the file whose members the values are; nil if there is none.
    var object: JSONPointer?
    /// The ways to values that are elsewhere in the file.
    var elsewhere: [ExactString: JSONPointer] = [:]

    /// Takes the members of a message in JSON, by the names of a rule.
    init(_ object: JSONObject, _ thing: RuleThing) {
        members = object
        origins = [:]
        for member in thing.rule.members where RuleThing.isMissing(members[member.name]) {
            for place in member.places where member.take(place, in: &members, &origins) { break }
        }
        for member in thing.rule.members {
            if let kept = member.wordingKeptAs { normalize(member.name, keepAs: kept) }
        }
    }

    /// The one whom this delivery is for; empty if nothing tells.
    var recipient: String { members["to_agent"]?.asString ?? "" }

    /// Says what the place of a message says of it: whom it is for, who sent it, how far it is.
    ///
    /// - Parameter normalizes: Members whose longer wording is replaced by an agent's plain name
    ///   here, where that was not done before.
    mutating func conclude(_ thing: RuleThing, normalizes: [String] = []) {
        for member in thing.rule.members where normalizes.contains(member.name) {
            if let kept = member.wordingKeptAs { normalize(member.name, keepAs: kept) }
        }
        if let owner = thing.rule.delivery?.to?.fill(thing.scope) { deliver(to: owner) }
        if let owner = thing.rule.delivery?.from?.fill(thing.scope) { send(from: owner) }
        for member in thing.rule.members where RuleThing.isMissing(members[member.name]) {
            guard let (value, source) = member.conclude(in: thing.scope) else { continue }
            members[member.name] = value
            origins[ExactString(member.name)] = .derived(source)
        }
    }

    /// Says in whose inbox it lies: that is whom this delivery is for, whatever its head says.
    private mutating func deliver(to owner: String) {
        guard members["to_agent"] != .string(owner) else { return }
        if let claimed = members["to_agent"], claimed != .null, members["to"] == nil {
            members["to"] = claimed
            if case .line(let line) = origins["to_agent"] { origins["to"] = .line(line) }
        }
        members["to_agent"] = .string(owner)
        origins["to_agent"] = .derived("folder")
    }

    /// Says whose outbox it lies in, if the message does not say who sent it.
    private mutating func send(from owner: String) {
        normalize("to_agent", keepAs: "to")
        guard RuleThing.isMissing(members["from_agent"]) else { return }
        members["from_agent"] = .string(owner)
        origins["from_agent"] = .derived("folder")
    }

    /// Puts an agent's plain name in place of a longer wording, which keeps a member of its own.
    mutating func normalize(_ column: String, keepAs name: String) {
        guard case .string(let text) = members[column], let agent = AgentName.one(in: text),
            agent != text, members[name] == nil
        else { return }
        members[name] = .string(text)
        let column = ExactString(column)
        if case .alias(let alias) = origins[column], alias != name {
            origins[ExactString(name)] = .alias(alias)
        } else if case .line(let line) = origins[column] {
            origins[ExactString(name)] = .line(line)
        }
        members[column.text] = .string(agent)
        origins[column] = .derived(name)
    }

    /// The members that a message's delivery changes; all others make it itself.
    static let changingMembers = [
        "status", "read_at", "processed_at", "completed_at", "updated_at", "delivered_at",
        "retries", "retry_count", "max_retries", "error", "last_error", "delivery_attempts",
    ]

    /// What makes a message itself: all its members but those that its delivery changes.
    static func identity(of object: JSONObject) -> JSONObject {
        var identity = JSONObject()
        let names = object.keys.map { ExactString($0) }.sorted()
        for name in names where !changingMembers.contains(name.text) {
            identity[name.text] = object[name.text]
        }
        return identity
    }

    /// The id of a delivery: the first 16 bytes of SHA-256 over content and recipient.
    ///
    /// In hexadecimal. Where the message lies does not enter.
    static func id(of identity: JSONObject, to recipient: String) -> String {
        var bytes = Array("annals message v1\0".utf8)
        bytes.append(contentsOf: recipient.utf8)
        bytes.append(0)
        identity.write(to: &bytes)
        return SHA256.hash(data: bytes).prefix(16).hexadecimal
    }
}
