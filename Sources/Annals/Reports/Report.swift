package import AnnalsModel

/// What happened in a stretch of the log, counted: by whom, of which type, when, and how long it
/// took.
package struct Report: Sendable {
    /// The stretch.
    package let range: EventCountRange
    /// Events by actor, most first.
    package let actors: [ActorCount]
    /// Events by type, most first; the store's own left out.
    package let types: [TypeCount]
    /// Events by cycle, first to last; empty where fewer than two cycles were opened.
    package let cycles: [CycleCount]
    /// Events by hour of the day in UTC: all 24, from midnight on.
    package let hours: [HourCount]
    /// Tasks that were done in the stretch, the last one first.
    package let tasks: [TaskTimes]
    /// Whether those are all: of very many only the last were looked at.
    package let hasAllTasks: Bool
    /// Messages that were sent in the stretch, by recipient, most first.
    package let messages: [MessageCount]
    /// Whether those are all messages.
    package let hasAllMessages: Bool
    /// Rollbacks, the last one first.
    package let rollbacks: [RolledBack]
}

extension Report {
    /// Events of an actor.
    package struct ActorCount: Sendable, Hashable {
        /// Who.
        package let actor: Actor
        /// Its events, those by which it keeps the store included.
        package let events: Int64
    }

    /// Events of a type.
    package struct TypeCount: Sendable, Hashable {
        /// The type.
        package let type: String
        /// Its events.
        package let events: Int64
    }

    /// Events while a cycle was the current one.
    package struct CycleCount: Sendable, Hashable {
        /// Its number.
        package let cycle: Int64
        /// Position of the first event.
        package let first: Int64
        /// Number of all events, the store's own included.
        package let events: Int64
    }

    /// Events of an hour of the day.
    package struct HourCount: Sendable, Hashable {
        /// The hour in UTC, 0 to 23.
        package let hour: Int
        /// Number of all events, the store's own included.
        package let events: Int64
    }
}
