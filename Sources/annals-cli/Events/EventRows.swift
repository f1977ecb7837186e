import Annals
import AnnalsJSON

/// Writes events one after the other.
protocol EventWriter {
    /// Adds an event.
    func write(_ event: Event) throws

    /// Shows what has come so far.
    func flush() throws

    /// Ends the result.
    ///
    /// - Parameter isExplained: Whether a sentence says why there is none.
    func finish(isExplained: Bool) throws
}

extension EventWriter {
    /// Ends the result.
    func finish() throws { try finish(isExplained: false) }
}

/// Writes events as rows: complete for programs, in short for people.
struct EventRows: EventWriter {
    /// The columns of an event in CSV: its members, but not whether it was erased, which the
    /// absence of its content says.
    static let columns = Event.columns().filter { $0.name != "erased" }

    private static let shortColumns = [
        Column("position"), Column("time", .leading, .time), Column("cycle", rank: 2),
        Column("actor", .leading),
        Column("type", .leading), Column("stream", .leading), Column("change", .leading, rank: 1),
        Column("reason", .leading),
    ]

    private let rows: any RowWriter
    private let isShort: Bool
    private let isChosen: Bool

    /// Begins a result; `finish` it.
    ///
    /// - Throws: `invalidArgument` where a column is chosen that is not there.
    init(_ renderer: Renderer) throws {
        isChosen = renderer.choice != nil
        isShort = renderer.format == .table && !isChosen
        rows =
            try isShort
            ? renderer.rows(Self.shortColumns)
            : renderer.rows(Self.columns, more: Self.shortColumns)
    }

    /// Adds an event.
    func write(_ event: Event) throws {
        if isShort { return try rows.write(Self.cells(event)) }
        var row = event.json()
        if isChosen {
            for (column, cell) in zip(Self.shortColumns, Self.cells(event)) {
                row[column.name] = row[column.name] ?? cell
            }
        }
        try rows.write(row)
    }

    private static func cells(_ event: Event) -> [JSONValue] {
        [
            .number(JSONNumber(event.position)), .string(event.recordedAt.short),
            .number(JSONNumber(event.cycle)), .string(event.actor.name), .string(event.type.name),
            .string(event.stream.description), .string(event.changeInShort),
            event.reason.map { .string($0) } ?? .null,
        ]
    }

    /// Shows what has come so far.
    func flush() throws {
        try rows.flush()
    }

    /// Ends the result.
    func finish(isExplained: Bool) throws {
        try isExplained ? rows.finishUnshown() : rows.finish()
    }
}

extension Timestamp {
    /// The second, in UTC, as in `2025-01-31 08:30:00`.
    var short: String {
        String(rfc3339.prefix(19).replacing("T", with: " "))
    }
}

extension Event {
    /// Which members the event sets, and with a minus which it takes away, as in
    /// `status, notes, -captain`; of a fact which members its context has.
    var changeInShort: String {
        if isErased { return "(erased)" }
        if change.deleted { return "(deleted)" }
        if isFact { return "context: \(Self.short(context.keys))" }
        return Self.short(
            change.data.keys + change.unset.map { "-\($0.description.dropFirst())" })
    }

    private static func short(_ members: [String]) -> String {
        let shown = members.prefix(membersShownMax).joined(separator: ", ")
        let left = members.count - membersShownMax
        return left > 0 ? "\(shown), +\(left)" : shown
    }

    private static let membersShownMax = 6
}
