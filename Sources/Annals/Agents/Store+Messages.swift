import AnnalsLog
public import AnnalsModel
import AnnalsWorkspaces

// Messages: one document for each delivery to one recipient.

extension Store {
    /// A message as it was at a moment.
    ///
    /// - Returns: nil if there was none of the id.
    public func message(
        _ id: String, at moment: Moment = .head
    ) throws(StoreError) -> AgentMessage? {
        try typed(id, at: moment)
    }

    /// Sends a message to each of its recipients, atomically: `message.sent`.
    ///
    /// A delivery without an id gets the one that an import gives to a file with the same members
    /// in the recipient's inbox. So a message that came both ways is one, and one that is sent
    /// again with the same `sentAt` is not delivered twice.
    ///
    /// - Parameters:
    ///   - expected: What is expected of each `message/ID`.
    ///   - reason: Why, in words.
    ///   - actor: Who does it.
    ///   - draft: What it says.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - correlation: The run or conversation that it belongs to.
    /// - Returns: The deliveries, in the order of the recipients; where one had been made before,
    ///   that one as it is now.
    /// - Throws: `invalidArgument` without recipients, or with an id and several; `taken` if the id
    ///   is another message's; `versionConflict`.
    @discardableResult
    public func send(
        _ draft: MessageDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> [AgentMessage] {
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        let deliveries = try deliveries(of: draft, from: draft.from ?? actor.name)
        var attempt = 0
        while true {
            let (messages, events) = try plan(deliveries, circumstances)
            if events.isEmpty { return messages }
            do {
                try append(events)
                return messages
            } catch {
                guard error.code == .versionConflict, attempt < Limits.conflictRetriesMax else {
                    throw error
                }
                attempt += 1
                Self.pause(beforeAttempt: attempt)
            }
        }
    }

    /// The deliveries as they will be, and the events of those that were not made before.
    private func plan(
        _ deliveries: [AgentMessage], _ circumstances: Circumstances
    ) throws(StoreError) -> ([AgentMessage], [NewEvent]) {
        var messages: [AgentMessage] = []
        var events: [NewEvent] = []
        for delivery in deliveries {
            let stream = try StreamName(category: AgentMessage.category, id: delivery.id)
            let (known, version): (AgentMessage?, Int64) = try log.read { reader in
                try reader.typed(stream, at: .max)
            }
            guard circumstances.expected.accepts(version: version) else {
                throw Self.conflict(stream, at: version, expected: circumstances.expected)
            }
            if let known {
                messages.append(try Self.same(known, delivery))
                continue
            }
            let change = Change(data: delivery.document)
            events.append(
                try circumstances.event(stream, "sent", change, expected: .exactly(version)))
            messages.append(
                AgentMessage(id: delivery.id, document: delivery.document, version: version + 1))
        }
        return (messages, events)
    }

    private func deliveries(
        of draft: MessageDraft, from sender: String
    ) throws(StoreError) -> [AgentMessage] {
        guard !draft.to.isEmpty else {
            throw StoreError(.invalidArgument, "the message has no recipient: say whom it is for")
        }
        guard draft.id == nil || draft.to.count == 1 else {
            throw StoreError(
                .invalidArgument,
                "a message with an id is one delivery: leave the id out, or send it to each of the "
                    + "\(draft.to.count) recipients with an id of its own")
        }
        let time = Timestamp.now.rfc3339
        var names: [String] = []
        for spelled in draft.to {
            let name = try agentName(spelled)
            if !names.contains(where: { $0.hasSameBytes(as: name) }) { names.append(name) }
        }
        return names.map { name in
            let document = draft.document(to: name, from: sender, at: time)
            let id = draft.id ?? MessageDelivery.id(of: document, to: name)
            return AgentMessage(id: id, document: document, version: 0)
        }
    }

    /// The message that was sent before, if it says the same.
    private static func same(
        _ known: AgentMessage, _ delivery: AgentMessage
    ) throws(StoreError) -> AgentMessage {
        let isSame = ["from_agent", "to_agent", "content"].allSatisfy {
            known[$0] == delivery[$0]
        }
        guard isSame else {
            throw StoreError(
                .taken,
                "there is another message \(delivery.id.quotedForMessage) already: give another "
                    + "id, or none")
        }
        return known
    }

    /// The messages to an agent, in the order in which they came into the store: the newest last.
    ///
    /// The projection `agent_messages` finds them by its index, however they spell the name.
    ///
    /// - Parameters:
    ///   - agent: Its name; see ``agentStatus(_:at:)-1imkh``.
    ///   - includingProcessed: Whether messages that were dealt with are listed too.
    ///   - unprocessedFirst: Whether those that wait come before those that do not.
    /// - Throws: `notFound` if the projection was removed.
    public func inbox(
        of agent: String, includingProcessed: Bool = false, unprocessedFirst: Bool = false
    ) throws(StoreError) -> [AgentMessage] {
        let messages: [AgentMessage] = try listed { reader, names in
            try names.allSpellings(
                of: try names.name(agent), in: "to_agent", of: AgentMessage.table
            ).flatMap {
                try reader.keys("SELECT message_id FROM agent_messages WHERE to_agent = ?", $0)
            }
        } where: { (message: AgentMessage, names) in
            guard let recipient = message.to, includingProcessed || !message.isProcessed else {
                return false
            }
            return try names.name(recipient, in: message.id)
                .hasSameBytes(as: try names.name(agent))
        }
        guard unprocessedFirst else { return messages }
        return messages.filter { !$0.isProcessed } + messages.filter(\.isProcessed)
    }

    /// Notes that a message was dealt with: `message.processed`.
    ///
    /// Its status is `processed` and `processedAt` is set. One that was dealt with stays as it is.
    ///
    /// - Parameters:
    ///   - id: The delivery's id.
    ///   - agent: To whom it is; nil for the actor. If it is another than the actor, the event's
    ///     context says so, as `on_behalf_of`.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - expected: What is expected of `message/ID`.
    /// - Throws: `notFound`; `taken` if it is to another; `versionConflict` if it is not as
    ///   expected.
    @discardableResult
    public func markProcessed(
        _ id: String, for agent: String? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> AgentMessage {
        let (addressee, context) = try acting(for: agent, by: actor, in: context)
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(id, circumstances) { (before: AgentMessage?) in
            guard var message = before else {
                throw StoreError(
                    .notFound,
                    "there is no message \(id.quotedForMessage)", remedy: .listMessages)
            }
            if !message.isProcessed {
                let recipient = try message.to.map { name throws(StoreError) in
                    try agentName(name)
                }
                if let recipient, !recipient.hasSameBytes(as: addressee) {
                    let other = agent.map { ", and not to \($0.quotedForMessage)" } ?? ""
                    throw StoreError(
                        .taken,
                        "the message \(id.quotedForMessage) is to "
                            + "\(recipient.quotedForMessage)\(other)",
                        remedy: StoreError.Remedy(.readFor(recipient)))
                }
                message.status = "processed"
                message.processedAt = Timestamp.now.wholeSeconds
            }
            return (message, "processed")
        }
    }
}
