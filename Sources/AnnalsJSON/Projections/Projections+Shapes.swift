package import AnnalsModel

// The JSON of projections.

extension ProjectionSummary: JSONResult {
    /// The JSON of a projection in a list.
    package static let shape = JSONShape<ProjectionSummary>(
        "Projection", "A projection of a store and what is in it.",
        [
            JSONMember("projection", \.name, "Its name."),
            JSONMember("rows", \.rows, "Number of rows in all its tables."),
            JSONMember("failures", \.failures, "Number of events that it refused."),
            JSONMember("tables", \.tables, "Names of its tables, in the order of the file."),
            JSONMember("views", \.views, "Names of its views, in the order of the file."),
            JSONMember("comment", \.comment, commentMeaning),
            JSONMember("position", \.position, "Position of the event that installed it."),
            JSONMember("sha256", \.sha256, "SHA-256 of its file, in hex."),
        ])

    fileprivate static let commentMeaning =
        "First line of the comment at the top of its file; why it cannot be used, if it cannot."
}

extension ProjectionDetails: JSONResult {
    /// The JSON of a projection with its definition.
    package static let shape = JSONShape<ProjectionDetails>(
        "Projection in full", "A projection with its definition and the columns of its tables.",
        [
            JSONMember("projection", \.summary.name, "Its name."),
            JSONMember("comment", \.summary.comment, ProjectionSummary.commentMeaning),
            JSONMember("rows", \.summary.rows, "Number of rows in all its tables."),
            JSONMember("failures", \.summary.failures, "Number of events that it refused."),
            JSONMember("position", \.summary.position, "Position of the event that installed it."),
            JSONMember("sha256", \.summary.sha256, "SHA-256 of its file, in hex."),
            JSONMember("views", \.summary.views, "Names of its views, in the order of the file."),
            JSONMember(
                "tables", \.tables,
                "Its tables, in the order of the file; none where it cannot be used."),
            JSONMember(
                "definition", \.definition, "The text of its definition file, byte for byte."),
        ])
}

extension ProjectionDetails.Table: JSONResult {
    /// The JSON of a table.
    package static let shape = JSONShape<ProjectionDetails.Table>(
        "Table", "A table of a projection.",
        [
            JSONMember("table", \.name, "Its name."),
            JSONMember("rows", \.rows, "Number of its rows."),
            JSONMember("columns", \.columns, "Its columns, in order."),
        ])
}

extension ProjectionDetails.Column: JSONResult {
    /// The JSON of a column.
    package static let shape = JSONShape<ProjectionDetails.Column>(
        "Column", "A column of a projection's table.",
        [
            JSONMember("column", \.name, "Its name."),
            JSONMember(
                "type", \.type, "Its type as the definition declares it; empty if it does not."),
            JSONMember("key", \.isKey, "Whether it is part of the primary key."),
        ])
}

/// What became of a definition that was to be installed.
package struct ProjectionInstallation: JSONResult {
    /// Name of the projection.
    package let name: String
    /// What became of it.
    package let change: ProjectionChange
    /// What is in it now; nil where somebody removed it meanwhile.
    package let summary: ProjectionSummary?

    /// Says what became of a definition.
    package init(name: String, change: ProjectionChange, summary: ProjectionSummary?) {
        self.name = name
        self.change = change
        self.summary = summary
    }

    /// The JSON of an installation.
    package static let shape = JSONShape<ProjectionInstallation>(
        "Installed projection", "What became of a definition that was to be installed.",
        [
            JSONMember("projection", \.name, "Name of the projection."),
            JSONMember("change", \.change, "What became of it."),
            JSONMember("rows", { $0.summary?.rows ?? 0 }, "Number of rows in all its tables."),
            JSONMember(
                "failures", { $0.summary?.failures ?? 0 }, "Number of events that it refused."),
        ])
}

/// A projection that was taken out of a store.
package struct ProjectionRemoval: JSONResult {
    /// Its name.
    package let name: String

    /// Names a projection that is gone.
    package init(name: String) {
        self.name = name
    }

    /// The JSON of a removal.
    package static let shape = JSONShape<ProjectionRemoval>(
        "Removed projection", "A projection that was taken out of a store.",
        [
            JSONMember("projection", \.name, "Its name."),
            .constant("change", "removed", "What became of it."),
        ])
}

/// What is in a projection after it was rebuilt.
package struct ProjectionContents: JSONResult {
    /// The projection.
    package let summary: ProjectionSummary

    /// Says what is in a projection.
    package init(_ summary: ProjectionSummary) {
        self.summary = summary
    }

    /// The JSON of a rebuilt projection.
    package static let shape = JSONShape<ProjectionContents>(
        "Rebuilt projection", "What is in a projection after it was rebuilt.",
        [
            JSONMember("projection", \.summary.name, "Its name."),
            JSONMember("rows", \.summary.rows, "Number of rows in all its tables."),
            JSONMember("failures", \.summary.failures, "Number of events that it refused."),
        ])
}

/// How a projection's tables compare with a replay.
package struct CheckedProjection: JSONResult {
    /// The projection.
    package let summary: ProjectionSummary
    /// Where its tables differ.
    package let differences: [TableDifference]

    /// Puts a projection and its differences together.
    package init(_ summary: ProjectionSummary, _ differences: [TableDifference]) {
        self.summary = summary
        self.differences = differences
    }

    /// The JSON of a checked projection.
    package static let shape = JSONShape<CheckedProjection>(
        "Checked projection", "How a projection's tables compare with a replay of the log.",
        [
            JSONMember("projection", \.summary.name, "Its name."),
            JSONMember("rows", \.summary.rows, "Number of rows in all its tables."),
            JSONMember("differences", \.differences, "Where they differ; at most 100 places."),
        ])
}

extension TableDifference: JSONResult {
    /// The JSON of a difference, without its projection.
    package static let shape = JSONShape<TableDifference>(
        "Table difference", "One place where a table is not what a replay of the log gives.",
        [
            JSONMember("kind", \.kind, "What is wrong."),
            JSONMember(
                "object", \.object,
                "Table or other object; `projection_failures` for refused events."),
            JSONMember("key", \.key, "Key of the row, or the position of a refused event."),
            JSONMember(
                "column", \.column, "The column that differs.", absent: "if not one column does"),
            JSONMember(
                "expected", \.expected, "What the replay gives.", absent: "if it gives nothing"),
            JSONMember("found", \.found, "What the store holds.", absent: "if it holds nothing"),
        ])
}

extension RefusedEvent: JSONResult {
    /// The JSON of a refusal.
    package static let shape = JSONShape<RefusedEvent>(
        "Refused event", "An event that a projection's tables refused.",
        [
            JSONMember("projection", \.projection, "The projection."),
            JSONMember("position", \.position, "Position of the event."),
            JSONMember(
                "line", \.line, "Line of the statement in the definition file, from 1."),
            JSONMember("message", \.message, "SQLite's words."),
        ])
}
