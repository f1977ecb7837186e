package import Annals
package import AnnalsModel

/// One of the tables of a report.
package enum ReportTable: String, Sendable, CaseIterable {
    /// Events by actor.
    case actors
    /// Events by type.
    case types
    /// Events by cycle.
    case cycles
    /// Events by hour of the day.
    case hours
    /// How long tasks took.
    case tasks
    /// Messages, and how fast they were answered.
    case messages
    /// What was rolled back.
    case rollbacks

    /// What it says, as a heading.
    package var title: String {
        switch self {
        case .actors: "Events by actor"
        case .types: "Events by type"
        case .cycles: "Events by cycle"
        case .hours: "Busy hours of the day (UTC)"
        case .tasks: "How long tasks took that were done"
        case .messages: "Messages, and how fast they were answered"
        case .rollbacks: "What was rolled back"
        }
    }

    /// What one of its rows is.
    package var result: any JSONResult.Type {
        switch self {
        case .actors: Report.ActorCount.self
        case .types: Report.TypeCount.self
        case .cycles: Report.CycleCount.self
        case .hours: Report.HourCount.self
        case .tasks: Report.TaskTimes.self
        case .messages: Report.MessageCount.self
        case .rollbacks: Report.RolledBack.self
        }
    }

    /// The names of its columns.
    package var columns: [String] { names(of: result) }

    private func names<Row: JSONResult>(of result: Row.Type) -> [String] {
        result.shape.descriptions.map(\.name)
    }

    /// Its rows in a report.
    package func rows(of report: Report) -> [any JSONResult] {
        switch self {
        case .actors: report.actors
        case .types: report.types
        case .cycles: report.cycles
        case .hours: report.hours
        case .tasks: report.tasks
        case .messages: report.messages
        case .rollbacks: report.rollbacks
        }
    }

    /// The same as values by column.
    package func cells(of report: Report) -> [[JSONValue]] {
        rows(of: report).map { row in
            let object = row.json()
            return columns.map { object[$0] ?? .null }
        }
    }
}
