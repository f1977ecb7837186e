package import AnnalsModel

/// What can be looked at.
package enum PagePlace: Sendable, Hashable {
    /// The events, newest first.
    case timeline
    /// One event, by its position.
    case event(Int64)
    /// The document of a stream.
    case document(StreamName)
    /// Which streams there are, of one category or all.
    case documents
    /// Which tables there are.
    case tables
    /// The rows of one table.
    case table(String)
    /// What differs between two moments.
    case compare
    /// Who acts.
    case actors
    /// One actor, by its name.
    case actor(String)
    /// Tasks by how far they are.
    case tasks
    /// Files that were captured.
    case files
    /// Taking changes back.
    case rollback
    /// A question to the tables.
    case query
    /// Whether the log is as it was written.
    case integrity
    /// Counts of what happened.
    case reports

    /// Its path.
    package var path: String {
        switch self {
        case .timeline: "/"
        case .event(let position): "/event/\(position)"
        case .document(let stream):
            "/doc/\(stream.category)/\(PageAddress.encoded(stream.id))"
        case .documents: "/docs"
        case .tables: "/tables"
        case .table(let name): "/tables/\(PageAddress.encoded(name))"
        case .compare: "/compare"
        case .actors: "/actors"
        case .actor(let name): "/actors/\(PageAddress.encoded(name))"
        case .tasks: "/tasks"
        case .files: "/files"
        case .rollback: "/rollback"
        case .query: "/query"
        case .integrity: "/integrity"
        case .reports: "/reports"
        }
    }

    /// The places that the page leads to from everywhere, each with its name.
    static let led: [(place: PagePlace, name: String)] = [
        (.timeline, "Timeline"), (.documents, "Documents"), (.tables, "Tables"),
        (.compare, "Compare"), (.actors, "Actors"), (.tasks, "Tasks"), (.files, "Files"),
        (.rollback, "Roll back"), (.query, "Query"), (.reports, "Reports"),
        (.integrity, "Integrity"),
    ]

    /// Whether a path is that of a place.
    ///
    /// - Parameter parts: What is between its slashes.
    package static func isPath(_ parts: [String]) -> Bool {
        guard let first = parts.first else { return false }
        return parts == [""] || ["doc", "event"].contains(first)
            || led.contains { !first.isEmpty && $0.place.path == "/\(first)" }
    }

    /// The one of those under which it stands.
    var led: PagePlace {
        switch self {
        case .event: .timeline
        case .document(let stream):
            stream.category == StreamName.fileCategory ? .files : .documents
        case .table: .tables
        case .actor: .actors
        default: self
        }
    }
}
