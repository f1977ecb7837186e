import Annals
import AnnalsLog
import AnnalsModel
import AnnalsWorkspaces
import Foundation

/// The events that calls become at the end of a log, made within the transaction that stores them.
struct HookDrafts {
    /// Where an event stands that another one follows from.
    private enum Place {
        /// In the log.
        case stored(Int64)
        /// Among these events.
        case drafted(Int)
    }

    /// The events of calls that are new, in order.
    private(set) var events: [NewEvent] = []
    /// The ids of the events of all calls, in order.
    private(set) var ids: [UUID] = []
    private var drafted: [UUID: Int] = [:]
    /// The last prompt of each session.
    private var prompts: [String: Place]
    private let reader: LogReader

    /// - Parameter prompts: The positions of the last prompts of sessions.
    init(_ reader: LogReader, prompts: [String: Int64]) {
        self.reader = reader
        self.prompts = prompts.mapValues { .stored($0) }
    }

    /// Adds a call, unless its event is there.
    mutating func add(_ call: HookCall) throws(StoreError) {
        let (id, isKnown) = try id(of: call)
        ids.append(id)
        let session = call.session
        let verb = HookVerb.verb(of: call.eventName)
        let isPrompt = verb == HookVerb.prompted
        guard !isKnown else { return }
        drafted[id] = events.count
        let stream = try StreamName(category: HookCall.category, id: session)
        let isBeginning = isPrompt || verb == HookVerb.started
        let cause = isBeginning ? nil : try cause(of: call, verb) ?? prompts[session]
        events.append(
            NewEvent(
                stream: stream, type: try EventType("\(HookCall.category).\(verb)"),
                actor: try call.who(), context: call.context, occurredAt: call.receivedAt,
                correlation: session, causation: cause.map(causation), id: id))
        if isPrompt { prompts[session] = .drafted(events.count - 1) }
    }

    private func causation(_ place: Place) -> Causation {
        switch place {
        case .stored(let position): .position(position)
        case .drafted(let index): .back(events.count - index)
        }
    }

    /// Where the call of the tool is that something was told of.
    private func cause(of call: HookCall, _ verb: String) throws(StoreError) -> Place? {
        guard call.toolUse != nil, verb != HookVerb.called else { return nil }
        for name in ["PreToolUse", "preToolUse"] {
            let id = call.id(ofEvent: name)
            if let index = drafted[id] { return .drafted(index) }
            if let position = try EventTable(reader.statements).position(of: id) {
                return .stored(position)
            }
        }
        return nil
    }

    /// The id of a call's event, and whether there is one.
    ///
    /// What has no id of its own may happen again, alike: only what comes at about the same time is
    /// the same.
    private func id(of call: HookCall) throws(StoreError) -> (UUID, isKnown: Bool) {
        if call.toolUse != nil {
            let id = call.id(ofEvent: call.eventName)
            return (id, try time(of: id) != nil)
        }
        let digest = call.digest
        var number = 0
        while true {
            let id = call.id(ofEvent: call.eventName, digest: digest, number: number)
            guard let time = try time(of: id) else { return (id, false) }
            let distance = call.receivedAt.microseconds.subtractingReportingOverflow(
                time.microseconds)
            if distance.overflow || distance.partialValue.magnitude <= Limits.hookRepeatMicroseconds
            {
                return (id, true)
            }
            number += 1
        }
    }

    /// When the event of an id came; nil if there is none.
    private func time(of id: UUID) throws(StoreError) -> Timestamp? {
        if let index = drafted[id] { return events[index].occurredAt }
        guard let position = try EventTable(reader.statements).position(of: id) else { return nil }
        let event = try reader.event(at: position)
        return event.occurredAt ?? event.recordedAt
    }
}

extension HookCall {
    private static let ids = DerivedIDs(namespace: "annals.hooks")

    /// The id of an event of the call of a tool.
    func id(ofEvent name: String) -> UUID {
        Self.ids.id(named: [tool.rawValue, session, name, toolUse ?? ""].joined(separator: "\n"))
    }

    /// The id of an event that is known by its payload.
    fileprivate func id(ofEvent name: String, digest: String, number: Int) -> UUID {
        let parts = [tool.rawValue, session, name, digest]
        let name = parts + (number == 0 ? [] : ["\(number)"])
        return Self.ids.id(named: name.joined(separator: "\n"))
    }

    /// The digest of the payload.
    fileprivate var digest: String {
        var bytes: [UInt8] = []
        JSONValue.object(payload).write(to: &bytes)
        return Self.digest(of: bytes)
    }

    /// What the event says about the call.
    var context: JSONObject {
        var context: JSONObject = ["hook": .string(tool.rawValue), "payload": .object(payload)]
        let files = files
        if !files.isEmpty {
            context[SessionEvent.files] = .array(files.map { .string($0) })
        }
        if !redacted.isEmpty { context["redacted"] = Self.counts(redacted) }
        if !cut.isEmpty { context["cut"] = Self.counts(cut) }
        return context
    }
}
