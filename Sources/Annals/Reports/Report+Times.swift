package import AnnalsModel

extension Report {
    /// A task that was done: when it came, when somebody began, when it was done.
    package struct TaskTimes: Sendable, Hashable {
        /// Something that happened to a task.
        package struct Step: Sendable, Hashable {
            /// The position of the event.
            package let position: Int64
            /// When it happened, as was claimed; else when it was recorded.
            package let time: Timestamp
            /// In which cycle.
            package let cycle: Int64

            /// Takes what is needed of an event.
            package init(_ event: Event) {
                position = event.position
                time = event.happenedAt
                cycle = event.cycle
            }
        }

        /// Its id.
        package let id: String
        /// Its title.
        package let title: String?
        /// Who had it in the end.
        package let agent: String?
        /// When it came.
        package let came: Step
        /// When somebody began; nil where it was done without.
        package let began: Step?
        /// When it was done.
        package let ended: Step

        /// Milliseconds from when it came to when it was done: the lead time.
        package var lead: Int64 { came.time.milliseconds(to: ended.time) }
        /// Milliseconds in which nobody had begun; nil where nobody said so.
        package var waited: Int64? {
            began.map { min(came.time.milliseconds(to: $0.time), lead) }
        }
        /// Cycles from when it came to when it was done.
        package var cycles: Int64 { max(ended.cycle - came.cycle, 0) }

        /// Follows a task through its events.
        ///
        /// - Parameter events: All its events, first to last.
        /// - Returns: nil if it is not done at the end.
        init?(id: String, events: [Event]) {
            guard let first = events.first else { return nil }
            var (document, wasDone) = (JSONObject?.none, false)
            var (began, ended) = (Step?.none, Step?.none)
            for event in events {
                event.change.apply(to: &document)
                let task = document.map {
                    AgentTask(id: id, document: $0, version: event.version)
                }
                let isDone = task?.status?.isDone ?? false
                if isDone, !wasDone { ended = Step(event) }
                if began == nil, let status = task?.status, !status.isWaiting, !status.isEnded {
                    began = Step(event)
                }
                wasDone = isDone
            }
            guard wasDone, let document, let ended else { return nil }
            let task = AgentTask(id: id, document: document, version: Int64(events.count))
            self.id = id
            (title, agent) = (task.title, task.agent)
            (came, self.ended) = (Step(first), ended)
            self.began = began
        }
    }

    /// Messages to one recipient.
    package struct MessageCount: Sendable, Hashable {
        /// Whom they are to; nil where they do not say.
        package let to: String?
        /// How many were sent.
        package var messages: Int64 = 0
        /// How many of them were dealt with.
        package var answered: Int64 = 0
        /// Milliseconds from sending to that, of the one in the middle; nil where none was.
        package var median: Int64?
        /// The same of the one that took longest.
        package var longest: Int64?
    }

    /// A rollback.
    package struct RolledBack: Sendable, Hashable {
        /// The position of the event that sums it up.
        package let position: Int64
        /// When.
        package let time: Timestamp
        /// Who did it.
        package let actor: Actor
        /// Why.
        package let reason: String?
        /// The position that it went back to.
        package let to: Int64?
        /// Events that it took back.
        package let events: Int64?
        /// Streams that it changed.
        package let streams: Int64?
        /// Places that stayed as somebody else wrote them.
        package let conflicts: Int64?

        /// Reads what a rollback says of itself.
        init(_ event: Event) {
            position = event.position
            (time, actor, reason) = (event.recordedAt, event.actor, event.reason)
            let entry = event.change.data.map(\.value).first?.asObject ?? [:]
            to = entry["to"]?.asNumber?.int64
            events = entry["events"]?.asNumber?.int64
            streams = entry["streams"]?.asNumber?.int64
            conflicts = entry["conflicts"]?.asNumber?.int64
        }
    }
}
