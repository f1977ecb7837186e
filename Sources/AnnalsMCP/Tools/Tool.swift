import AnnalsModel

/// One tool: what it is for, what it takes and gives, and what it does.
struct Tool: Sendable {
    /// What has to be allowed for it.
    enum Need: Sendable {
        /// Reading.
        case read
        /// Reading every category.
        case readAll
        /// SQL over everything.
        case query
        /// Appending.
        case append
        /// Rolling back.
        case rollback
    }

    /// What clients are told of its effects, all four of the protocol's hints.
    struct Hints: Sendable {
        var isReadOnly = true
        var isDestructive = false
        var isIdempotent = true
        /// Nothing here reaches beyond the store.
        var isOpenWorld = false

        var json: JSONObject {
            [
                "readOnlyHint": .bool(isReadOnly), "destructiveHint": .bool(isDestructive),
                "idempotentHint": .bool(isIdempotent), "openWorldHint": .bool(isOpenWorld),
            ]
        }
    }

    /// Its name: words with underscores.
    let name: String
    /// What people are shown.
    let title: String
    /// What it is for, how its result is read; nothing that is stored is ever in it.
    let description: String
    /// What has to be allowed for it.
    let need: Need
    /// What clients are told of its effects.
    var hints = Hints()
    /// The schema of its arguments.
    let input: JSONObject
    /// The schema of its result.
    let output: JSONObject
    /// Does it.
    let run: @Sendable (ToolCall) async throws -> ToolOutcome

    /// Whether somebody may call it.
    func isOffered(to access: ToolAccess) -> Bool {
        switch need {
        case .read: access.mayRead
        case .readAll: access.mayRead && access.reachesAll
        case .query: access.mayQuery && access.reachesAll
        case .append: access.mayAppend
        case .rollback: access.mayRollback
        }
    }

    /// The tool as a list of tools has it.
    var json: JSONObject {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": .object(input), "outputSchema": .object(output),
            "annotations": .object(hints.json),
        ]
    }
}

extension Tool {
    /// Every tool, in the order of lists.
    static let all: [Tool] = [
        .overview, .log, .event, .state, .query, .diff, .blame, .bisect, .trace, .verify, .record,
        .rollbackPreview, .rollbackApply,
    ]
}
