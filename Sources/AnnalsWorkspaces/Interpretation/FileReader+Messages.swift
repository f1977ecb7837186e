import AnnalsModel
import Crypto

extension FileReader {
    /// JSON in a mailbox: a message, or a list of them.
    mutating func readMessages(_ value: JSONValue, _ mailbox: FileRole.Mailbox) {
        switch value {
        case .object(let object):
            readMessage(object, mailbox, at: JSONPointer(tokens: []))
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                guard let object = element.asObject else { continue }
                readMessage(object, mailbox, at: JSONPointer(tokens: [String(index)]))
            }
        default:
            findShape(value, wanted: "an object or an array")
        }
    }

    private mutating func readMessage(
        _ object: JSONObject, _ mailbox: FileRole.Mailbox, at place: JSONPointer
    ) {
        var message = MessageDraft(object)
        message.sort = mailbox.isInbox ? "inbox" : "outbox"
        if mailbox.isInbox { message.deliver(to: mailbox.owner) }
        if !mailbox.isInbox { message.send(from: mailbox.owner) }
        message.conclude(status: mailbox.status, from: "folder")
        message.object = place
        addMessage(message, identity: MessageDraft.identity(of: object), at: place)
    }

    /// JSON in a folder where messages wait or rest.
    ///
    /// - Returns: Whether it has the members of one.
    mutating func readCandidate(_ value: JSONValue, _ state: String) -> Bool {
        guard let object = value.asObject, MessageDraft.isLikely(object) else { return false }
        var message = MessageDraft(object)
        message.sort = "queue"
        message.normalize("to_agent", keepAs: "to")
        message.conclude(status: state, from: "folder")
        message.object = JSONPointer(tokens: [])
        addMessage(
            message, identity: MessageDraft.identity(of: object), at: JSONPointer(tokens: []))
        return true
    }

    /// The sender's record of a message, in a history.
    mutating func readRecord(_ value: JSONValue) {
        guard let object = value.asObject else {
            findShape(value, wanted: "an object")
            return
        }
        var message = MessageDraft(object)
        message.sort = "history"
        message.normalize("to_agent", keepAs: "to")
        message.object = JSONPointer(tokens: [])
        addMessage(
            message, identity: MessageDraft.identity(of: object), at: JSONPointer(tokens: []))
    }

    /// A queue: a list of entries, each with a message inside.
    mutating func readQueue(_ value: JSONValue) {
        guard let entries = value.asArray else {
            findShape(value, wanted: "an array")
            return
        }
        for (index, entry) in entries.enumerated() {
            guard var entry = entry.asObject, let inner = entry.removeValue(forKey: "message")
            else { continue }
            let object = inner.asObject ?? ["content": inner]
            var message = MessageDraft(object)
            message.sort = "queue"
            message.normalize("to_agent", keepAs: "to")
            var identity = MessageDraft.identity(of: object)
            if message.members["claimed_id"] == nil, let id = entry["queue_id"] {
                // Without ids of their own, equal messages in a queue are told apart by its ids.
                identity["queue_id"] = id
            }
            let place = JSONPointer(tokens: [String(index)])
            if let status = entry.removeValue(forKey: "status") {
                message.members["status"] = status
                message.origins["status"] = .derived("queue")
                message.elsewhere["status"] = place.appending("status")
            }
            // Beside the message and its status, so that each value is said once.
            message.members["queue"] = .object(entry)
            message.origins["queue"] = .derived("entry")
            message.elsewhere["queue"] = place
            message.object = inner.asObject == nil ? nil : place.appending("message")
            if message.object == nil { message.origins["content"] = .derived("message") }
            addMessage(message, identity: identity, at: place)
        }
    }

    /// Markdown or plain text in a mailbox.
    mutating func readText(_ bytes: [UInt8], _ mailbox: FileRole.Mailbox) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            reading.isUnderstood = false
            find(.notUTF8, "the message is not UTF-8; the file is captured and changes no document")
            return
        }
        var message = MessageDraft(text: text)
        message.sort = mailbox.isInbox ? "inbox" : "outbox"
        if mailbox.isInbox { message.deliver(to: mailbox.owner) }
        if !mailbox.isInbox { message.send(from: mailbox.owner) }
        message.conclude(status: mailbox.status, from: "folder")
        addMessage(message, identity: ["text": .string(text)], at: JSONPointer(tokens: []))
    }

    private mutating func addMessage(
        _ message: MessageDraft, identity: JSONObject, at place: JSONPointer
    ) {
        let id = MessageDraft.id(of: identity, to: message.recipient)
        guard let stream = stream("message", id) else { return }
        let ranks: [String: Claim.Rank] = [
            "inbox": message.isProcessed ? .completed : .working, "queue": .future,
        ]
        var claim = Claim(
            stream: stream, rank: ranks[message.sort] ?? .mention,
            tier: message.sort == "history" ? 0 : 1, kind: message.sort)
        claim.place = place
        claim.shownPlace = JSONPointer(tokens: Array(place.tokens.dropLast()))
        claim.members = message.members
        claim.origins = message.origins
        claim.object = message.object
        claim.elsewhere = message.elsewhere
        add(claim)
    }
}

extension FileRole.Mailbox {
    /// The status of a message that names none, from the folder that it lies in.
    var status: String { state ?? (isInbox ? "delivered" : "sent") }
}

/// A message as it is being read: values by the documents' names.
struct MessageDraft {
    /// The values.
    var members: JSONObject
    /// Where values come from that are not members of the same name.
    var origins: [ExactString: Claim.Origin]
    /// What sort of place it is in: `inbox`, `outbox`, `queue` or `history`.
    var sort = ""
    /// The way to the object in the file whose members the values are; nil if there is none.
    var object: JSONPointer?
    /// The ways to values that are elsewhere in the file.
    var elsewhere: [ExactString: JSONPointer] = [:]

    /// Takes the members of a message in JSON.
    init(_ object: JSONObject) {
        members = object
        origins = MemberNames.message.rename(&members)
        normalize("from_agent", keepAs: "from")
    }

    /// The one whom this delivery is for; empty if nothing tells.
    var recipient: String { members["to_agent"]?.asString ?? "" }

    /// Whether it has been dealt with, as its folder or its sender's words tell.
    var isProcessed: Bool {
        ["processed", "archived"].contains(members["status"]?.asString ?? "")
    }

    /// Says in whose inbox it lies: that is whom this delivery is for, whatever its head says.
    mutating func deliver(to owner: String) {
        guard members["to_agent"] != .string(owner) else { return }
        if let claimed = members["to_agent"], claimed != .null, members["to"] == nil {
            members["to"] = claimed
            if case .line(let line) = origins["to_agent"] { origins["to"] = .line(line) }
        }
        members["to_agent"] = .string(owner)
        origins["to_agent"] = .derived("folder")
    }

    /// Says whose outbox it lies in, if the message does not say who sent it.
    mutating func send(from owner: String) {
        normalize("to_agent", keepAs: "to")
        guard members["from_agent"] == nil || members["from_agent"] == .null else { return }
        members["from_agent"] = .string(owner)
        origins["from_agent"] = .derived("folder")
    }

    /// Gives a status to a message that names none.
    mutating func conclude(status: String, from what: String) {
        guard members["status"] == nil || members["status"] == .null else { return }
        members["status"] = .string(status)
        origins["status"] = .derived(what)
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

    /// Whether an object has the members of a message.
    static func isLikely(_ object: JSONObject) -> Bool {
        func has(_ names: [String]) -> Bool { names.contains { object[$0] != nil } }
        return has(["from", "sender", "from_agent", "sender_agent"])
            && has(["to", "recipient", "to_agent", "target_agent", "content", "message"])
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
