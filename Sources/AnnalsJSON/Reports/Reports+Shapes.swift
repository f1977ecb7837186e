package import Annals
import AnnalsModel

// The JSON of reports.

extension Report.ActorCount: JSONResult {
    /// The JSON of an actor's count.
    package static let shape = JSONShape<Report.ActorCount>(
        "Events of an actor", "How many events an actor has in a report.",
        [
            JSONMember("actor", \.actor.name, "Its name."),
            JSONMember("kind", \.actor.kind, "What sort of actor it is."),
            JSONMember(
                "events", \.events,
                "Number of its events, those by which it keeps the store included."),
        ])
}

extension Report.TypeCount: JSONResult {
    /// The JSON of a type's count.
    package static let shape = JSONShape<Report.TypeCount>(
        "Events of a type", "How many events a report has of a type.",
        [
            JSONMember("type", \.type, "What happened, `category.verb`."),
            JSONMember("events", \.events, "Number of its events."),
        ])
}

extension Report.CycleCount: JSONResult {
    /// The JSON of a cycle's count.
    package static let shape = JSONShape<Report.CycleCount>(
        "Events of a cycle", "How many events came while a cycle was the current one.",
        [
            JSONMember("cycle", \.cycle, "Its number."),
            JSONMember("position", \.first, "Position of the first of them."),
            JSONMember("events", \.events, "Number of all events, the store's own included."),
        ])
}

extension Report.HourCount: JSONResult {
    /// The JSON of an hour's count.
    package static let shape = JSONShape<Report.HourCount>(
        "Events of an hour", "How many events were recorded in an hour of the day.",
        [
            JSONMember("hour", \.hour, "The hour in UTC, 0 to 23."),
            JSONMember("events", \.events, "Number of all events, the store's own included."),
        ])
}

extension Report.TaskTimes: JSONResult {
    /// The JSON of a task's times.
    package static let shape = JSONShape<Report.TaskTimes>(
        "Times of a task", "A task that was done, and how long it took.",
        [
            JSONMember("task", \.id, "Its id."),
            JSONMember("title", \.title, "Its title.", null: "if it has none"),
            JSONMember("agent", \.agent, "Who had it in the end.", null: "if nobody had"),
            JSONMember("lead_ms", \.lead, "Milliseconds from when it came to when it was done."),
            JSONMember(
                "wait_ms", \.waited, "Those of them in which nobody had begun.",
                null: "if no event says that somebody began"),
            JSONMember("cycles", \.cycles, "Cycles from when it came to when it was done."),
            JSONMember("came_at", \.came.time, "When it came."),
            JSONMember(
                "began_at", \.began?.time, "When somebody began.",
                null: "if no event says that"),
            JSONMember("done_at", \.ended.time, "When it was done."),
            JSONMember("position", \.ended.position, "Position of the event that did it."),
        ])
}

extension Report.MessageCount: JSONResult {
    /// The JSON of the messages to one recipient.
    package static let shape = JSONShape<Report.MessageCount>(
        "Messages to an agent", "How many messages were sent to one, and how fast it answered.",
        [
            JSONMember("agent", \.to, "Whom they are to.", null: "if they do not say"),
            JSONMember("messages", \.messages, "How many were sent."),
            JSONMember("answered", \.answered, "How many of them were dealt with."),
            JSONMember(
                "median_ms", \.median,
                "Milliseconds from sending to that, of the one in the middle.",
                null: "if none was dealt with"),
            JSONMember(
                "longest_ms", \.longest, "The same of the one that took longest.",
                null: "if none was dealt with"),
        ])
}

extension Report.RolledBack: JSONResult {
    /// The JSON of a rollback in a report.
    package static let shape = JSONShape<Report.RolledBack>(
        "Reported rollback", "Something that was rolled back.",
        [
            JSONMember("position", \.position, "Position of the event that sums it up."),
            JSONMember("recorded_at", \.time, "When it was."),
            JSONMember("actor", \.actor.name, "Name of who did it."),
            JSONMember("kind", \.actor.kind, "What sort of actor did it."),
            JSONMember("to", \.to, "Position that it went back to.", null: "if it was erased"),
            JSONMember(
                "events", \.events, "Number of events that it took back.",
                null: "if it was erased"),
            JSONMember(
                "streams", \.streams, "Number of streams that it changed.",
                null: "if it was erased"),
            JSONMember(
                "conflicts", \.conflicts,
                "Number of places that stayed as somebody else wrote them.",
                null: "if it was erased"),
            JSONMember("reason", \.reason, "Why.", null: "if none was given, or it was erased"),
        ])
}

extension Report: JSONResult {
    /// The JSON of a report.
    package static let shape = JSONShape<Report>(
        "Report", "What happened in a stretch of the log, counted.",
        [
            JSONMember("after", \.range.after, "Position after which the stretch begins."),
            JSONMember("through", \.range.through, "Its last position."),
            JSONMember("actors", \.actors, "Events by actor, most first."),
            JSONMember("types", \.types, "Events by type, most first; the store's own left out."),
            JSONMember(
                "cycles", \.cycles,
                "Events by cycle, first to last; none where fewer than two cycles were opened."),
            JSONMember("hours", \.hours, "Events by hour of the day."),
            JSONMember("tasks", \.tasks, "Tasks that were done, the last one first."),
            JSONMember(
                "all_tasks", \.hasAllTasks,
                "Whether those are all: of very many the last are looked at, and none with very"
                    + " many events."),
            JSONMember("messages", \.messages, "Messages by recipient, most first."),
            JSONMember("all_messages", \.hasAllMessages, "Whether those are all messages."),
            JSONMember("rollbacks", \.rollbacks, "Rollbacks, the last one first."),
        ])
}
