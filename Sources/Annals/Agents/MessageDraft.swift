public import AnnalsModel

/// A message to be sent.
public struct MessageDraft: Sendable {
    /// Whom it is for: each gets a delivery of its own.
    public var to: [String]
    /// What it says.
    public var content: JSONValue
    /// The id of the delivery, which then is the only one; nil makes it of what the message says,
    /// whom it is for and when it is sent.
    public var id: String?
    /// Who sends it; nil is the actor.
    public var from: String?
    /// How urgent it is.
    public var priority: Priority = .regular
    /// Words to sort it by.
    public var tags: [String] = []
    /// When it is sent, in whatever format; nil is now, in RFC 3339.
    ///
    /// A message that is given its time is the same message when it is sent again, and is not
    /// delivered twice.
    public var sentAt: String?
    /// Other members of the document, such as `subject`.
    public var other: JSONObject = [:]

    /// A message as usual.
    public init(to recipients: String..., content: JSONValue, priority: Priority = .regular) {
        to = recipients
        self.content = content
        self.priority = priority
    }

    /// The document of one delivery.
    func document(to recipient: String, from sender: String, at time: String) -> JSONObject {
        var message = AgentMessage(id: "", document: [:], version: 0)
        message.from = sender
        message.to = recipient
        message.priority = priority
        message.tags = tags
        message["content"] = content
        message.sentAt = sentAt ?? time
        message.status = "pending"
        for (name, value) in other { message.document[name] = value }
        return message.document
    }
}
