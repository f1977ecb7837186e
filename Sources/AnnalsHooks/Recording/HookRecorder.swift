package import Annals
import AnnalsLog
package import AnnalsModel
import AnnalsWorkspaces
import Foundation
import Synchronization

/// Stores calls of hooks: an event each, and the files that they changed.
package struct HookRecorder {
    /// A call that no store takes, and why.
    package struct Refusal {
        /// Which of the calls it is, from 0.
        package let index: Int
        /// Why it is refused.
        package let error: StoreError
    }

    private let store: Store
    private let deadline: Double

    /// - Parameter deadline: Seconds to wait for others who write into the store.
    package init(_ store: Store, deadline: Double = Limits.hookDeadlineSeconds) {
        self.store = store
        self.deadline = deadline
    }

    /// Stores calls in order and returns when they are durable; what is there already stays as it
    /// is.
    ///
    /// - Returns: Those that are refused by themselves, and how many events are new.
    /// - Throws: `busy` and what else keeps the store from taking anything; then nothing of what is
    ///   not stored is lost if it is tried again.
    package func record(
        _ calls: [HookCall]
    ) throws(StoreError) -> (refused: [Refusal], stored: Int) {
        do {
            let (ids, stored) = try append(calls)
            captureFiles(of: calls, ids)
            return ([], stored)
        } catch  where error.isOfOneEvent {
            guard calls.count > 1 else { return ([Refusal(index: 0, error: error)], 0) }
        }
        var refused: [Refusal] = []
        var stored = 0
        for (index, call) in calls.enumerated() {
            let one = try record([call])
            stored += one.stored
            refused += one.refused.map { Refusal(index: index, error: $0.error) }
        }
        return (refused, stored)
    }

    private func append(_ calls: [HookCall]) throws(StoreError) -> (ids: [UUID], stored: Int) {
        var prompts: [String: Int64] = [:]
        for session in Set(calls.map(\.session)) {
            prompts[session] = try lastPrompt(of: session)
        }
        let known = prompts
        let ids = Mutex<[UUID]>([])
        let receipts = try store.log.append(
            .lenient, deadline: deadline
        ) { reader, _ throws(StoreError) in
            var drafts = HookDrafts(reader, prompts: known)
            for call in calls { try drafts.add(call) }
            ids.withLock { $0 = drafts.ids }
            return drafts.events
        }
        return (ids.withLock { $0 }, receipts.count)
    }

    private func lastPrompt(of session: String) throws(StoreError) -> Int64? {
        let query = EventQuery(
            stream: try StreamName(category: HookCall.category, id: session),
            type: try EventType("\(HookCall.category).\(HookVerb.prompted)"), isReversed: true)
        return try EventCursor(store.log, query).nextEvent()?.position
    }

    // MARK: Files

    /// Captures the files that calls are about to change, as they are, and those that they changed,
    /// in the name of the session.
    ///
    /// That a file cannot be captured is no reason to lose the call: it is left to whoever captures
    /// the folder.
    private func captureFiles(of calls: [HookCall], _ ids: [UUID]) {
        var last: [String: Int] = [:]
        for (index, call) in calls.enumerated() where call.capturesFiles {
            for file in call.files { last[file] = index }
        }
        for (file, index) in last.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            try? capture(file, calls[index], ids[index])
        }
    }

    private func capture(_ file: String, _ call: HookCall, _ id: UUID) throws {
        var request = FileCapture(path: file, folder: call.folder, roots: call.roots)
        request.deadline = deadline
        if HookVerb.verb(of: call.eventName) != HookVerb.called {
            guard let event = try store.event(id: id) else { return }
            request.cause = try origin(of: event, by: call)
        }
        try store.capture(request)
    }

    /// What a file's version follows from: the event, and as its reason the prompt behind it.
    private func origin(of event: Event, by call: HookCall) throws -> Attribution.Origin {
        var reason: String?
        var cause = event.causation
        for _ in 0..<4 {
            guard reason == nil, let position = cause else { break }
            let event = try store.event(at: position)
            reason = SessionEvent.reason(of: event)
            cause = event.causation.flatMap { $0 < position ? $0 : nil }
        }
        return Attribution.Origin(
            causation: event.position, correlation: call.session, actor: try call.who(),
            reason: reason)
    }
}
