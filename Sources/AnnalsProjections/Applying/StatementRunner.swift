import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// Runs one statement of a directive for events, on one connection.
final class StatementRunner {
    private enum Source {
        case member(String)
        case envelope(EnvelopeParameter)
    }

    private let definition: ProjectionStatement
    private let connection: OpaquePointer
    private let limit: StepLimit
    private var prepared: (statement: Statement, sources: [(index: Int32, source: Source)])?

    init(_ definition: ProjectionStatement, _ connection: OpaquePointer, _ limit: StepLimit) {
        self.definition = definition
        self.limit = limit
        self.connection = connection
    }

    /// Runs the statement with the event's parameters.
    func run(_ event: ProjectedEvent) throws(Refusal) {
        let (statement, sources) = try prepare()
        for (index, source) in sources {
            switch source {
            case .member(let name): statement.bind(index, event.change.data[name])
            case .envelope(let parameter): bind(statement, index, parameter, event)
            }
        }
        try statement.run(line: definition.line, within: limit)
    }

    private func prepare() throws(Refusal) -> (Statement, [(index: Int32, source: Source)]) {
        if let prepared { return prepared }
        let statement: Statement
        do {
            statement = try Statement(connection, definition.sql)
        } catch {
            throw .failure(error)
        }
        var sources: [(index: Int32, source: Source)] = []
        for index in 0..<sqlite3_bind_parameter_count(statement.handle) {
            guard let name = sqlite3_bind_parameter_name(statement.handle, index + 1) else {
                continue
            }
            let text = String(cString: name)
            let bare = String(text.dropFirst())
            if text.hasPrefix(":") {
                sources.append((index + 1, .member(bare)))
            } else if let parameter = EnvelopeParameter(rawValue: bare) {
                sources.append((index + 1, .envelope(parameter)))
            }
        }
        prepared = (statement, sources)
        return (statement, sources)
    }

    private func bind(
        _ statement: Statement, _ index: Int32, _ parameter: EnvelopeParameter,
        _ event: ProjectedEvent
    ) {
        switch parameter {
        case .position: statement.bind(index, event.position)
        case .stream: statement.bind(index, event.stream.description)
        case .category: statement.bind(index, event.stream.category)
        case .id: statement.bind(index, event.stream.id)
        case .version: statement.bind(index, event.version)
        case .type: statement.bind(index, event.type.name)
        case .actor: statement.bind(index, event.actor.name)
        case .kind: statement.bind(index, event.actor.kind.rawValue)
        case .cycle: statement.bind(index, event.cycle)
        case .recordedAt: statement.bind(index, event.recordedAt.rfc3339)
        case .data: statement.bind(index, .object(event.change.data))
        case .context:
            statement.bind(index, event.context.isEmpty ? nil : .object(event.context))
        }
    }
}
