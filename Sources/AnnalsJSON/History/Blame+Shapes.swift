package import AnnalsModel

// The JSON of who gave values, and of the event that changed an answer.

extension BlamedValue: JSONResult {
    /// The JSON of a value with its event.
    package static let shape = JSONShape<BlamedValue>(
        "Blamed value", "A value of a document, and the event that gave it.",
        [
            JSONMember(
                "pointer", \.pointer,
                "Where the value is; empty for a document that is an empty object or absent."),
            JSONMember(
                "value", \.value, "The value.", absent: "if the event took it away"),
            .all(giving(), of: \.event),
            JSONMember(
                "before", \.before, "The value before the event.", absent: "if there was none"),
            JSONMember("confirmed", \.confirmed, confirmedMeaning),
        ])
}

extension BlamedColumn: JSONResult {
    /// The JSON of a column with its event.
    package static let shape = JSONShape<BlamedColumn>(
        "Blamed column", "A column of a merged row, and the event that gave its value.",
        [
            JSONMember("column", \.column, "Name of the column."),
            JSONMember(
                "pointer", \.pointer, "Where in the document the value is.",
                absent: "for NULL, and for a column that holds more than one member"),
            JSONMember(
                "value", \.value, "The value as SQL shows it; null for NULL.",
                absent: "if the row is gone"),
            .all(giving(), of: \.event),
            JSONMember(
                "before", \.before, "The value before the event.", absent: "if there was no row"),
            JSONMember("confirmed", \.confirmed, confirmedMeaning),
        ])
}

extension BlamedLine: JSONResult {
    /// The JSON of a line with its event.
    package static let shape = JSONShape<BlamedLine>(
        "Blamed line", "A line of a text, and the event that brought it.",
        [
            JSONMember("line", \.line, "Its place in the text, from 1."),
            JSONMember("text", \.text, "The line without its newline."),
            .all(giving(), of: \.event),
            JSONMember(
                "correlation", \.event.correlation, "The run or session that it is part of.",
                absent: "if none was given"),
            JSONMember(
                "causation", \.event.causation, "Position of the event that led to it.",
                absent: "if none was given"),
        ])
}

private let confirmedMeaning = "Number of later events that wrote the same value again."

/// What is said of an event that gave a value.
private func giving() -> [JSONMember<Event>] {
    [
        JSONMember("position", \.position, "Position of the event."),
        JSONMember("cycle", \.cycle, "Its cycle."),
        JSONMember("recorded_at", \.recordedAt, "When it was stored."),
        JSONMember("actor", \.actor.name, "Name of who did it."),
        JSONMember("kind", \.actor.kind, "What sort of actor did it."),
        JSONMember("type", \.type.name, "What happened."),
        JSONMember("reason", \.reason, "Why it was done.", absent: "if none was given"),
    ]
}

extension Bisection: JSONResult {
    /// The JSON of a change that was found.
    package static let shape = JSONShape<Bisection>(
        "Bisection", "The event after which the answer to a question changed.",
        [
            .all(of: \.event),
            JSONMember(
                "before", \.before,
                "First value of the query's first row before the event; null if there was no row."),
            JSONMember("after", \.after, "The same after the event."),
            JSONMember("looks", \.looks, "Number of moments that were looked at."),
        ])
}
