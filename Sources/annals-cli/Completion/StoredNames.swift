import Annals
import ArgumentParser
import Foundation

/// Names that complete an option or argument, out of the store that the command line names.
///
/// Whatever goes wrong, as where there is no store, there are none: somebody is still typing.
enum StoredNames: Sendable {
    case streams
    case categories
    case eventTypes
    case actors
    case agents
    case tasks
    case messages
    case configurations
    case correlations
    case tags
    case projections
    /// Those of the fleet, which have definitions in the program.
    case definitions
    case tables
    case workspaces
    case rules
    case moments
    /// Two moments with two dots between them.
    case ranges
    /// Words for the version that a stream must have.
    case versions
    /// Words for the projections that a new store starts with.
    case initialProjections

    /// What completes a text.
    ///
    /// - Parameter words: The words of the command line, which name the store.
    func beginning(with text: String, on words: [String]) -> [String] {
        guard let store = try? StoreGlance(Self.path(in: words)) else {
            return (try? found(nil, text)) ?? []
        }
        defer { store.close() }
        return ((try? found(store, text)) ?? []).filter { $0.hasPrefix(text) && Self.isPlain($0) }
    }

    /// The store that a command line names, else the one of the environment or of the folder.
    private static func path(in words: [String]) -> String {
        let environment = ProcessInfo.processInfo.environment
        var path = environment["ANNALS_STORE"] ?? "annals.db"
        for (word, next) in zip(words, words.dropFirst()) where word == "--store" { path = next }
        for word in words where word.hasPrefix("--store=") { path = String(word.dropFirst(8)) }
        // The shell has not put the home folder in its place yet.
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return home + path.dropFirst()
    }

    /// Whether a terminal shows a name as it is: others are not offered.
    private static func isPlain(_ name: String) -> Bool { name.terminalSafe == name }

    private func found(_ store: StoreGlance?, _ text: String) throws -> [String] {
        func names(_ kind: NameKind, _ beginning: String) throws -> [String] {
            try store?.names(kind, beginning: beginning, limit: Limits.completedNamesMax) ?? []
        }
        func ids(_ category: String) throws -> [String] {
            try names(.ids(category: category), text)
        }
        return switch self {
        case .streams: try Self.streams(text, names)
        case .categories: try names(.categories, text)
        case .eventTypes: try names(.eventTypes, text)
        case .actors: try names(.actors, text)
        case .agents: try ids(AgentStatus.category)
        case .tasks: try ids(AgentTask.category)
        case .messages: try ids(AgentMessage.category)
        case .configurations: try ids(ConfigurationEntry.category)
        case .correlations: try names(.correlations, text)
        case .tags: try names(.tags, text)
        case .projections: try names(.projections, text)
        case .definitions: ProjectionSource.fleet.map(\.name)
        case .tables: try names(.tables, text)
        case .workspaces: try store?.workspaceNames().sorted() ?? []
        case .rules: try store?.ruleNames() ?? []
        case .moments: try Self.moments(text, store, names)
        case .ranges: try Self.ranges(text, store, names)
        case .versions: ["none", "exists", "any"]
        case .initialProjections: ["fleet", "none"]
        }
    }

    /// Whole names where a category is given, else the categories.
    private static func streams(
        _ text: String, _ names: (NameKind, String) throws -> [String]
    ) throws -> [String] {
        guard let slash = text.firstIndex(of: "/") else {
            // The store's own is looked at by those who know it.
            return try names(.categories, text).filter { !text.isEmpty || $0 != "annals" }
                .map { "\($0)/" }
        }
        let category = String(text[..<slash])
        let beginning = String(text[text.index(after: slash)...])
        return try names(.ids(category: category), beginning).map { "\(category)/\($0)" }
    }

    private static func moments(
        _ text: String, _ store: StoreGlance?, _ names: (NameKind, String) throws -> [String]
    ) throws -> [String] {
        let tag = "tag:"
        if text.hasPrefix(tag) {
            return try names(.tags, String(text.dropFirst(tag.count))).map { tag + $0 }
        }
        let words = ["head", "head~1", "start", "now", "today", "yesterday", "ago:1h", "ago:1d"]
        guard let store else { return words }
        let last = try store.cycle()
        let cycles = (max(0, last - 9)...max(0, last)).reversed().map { "cycle:\($0)" }
        return words + cycles + (try names(.tags, "").map { tag + $0 })
    }

    private static func ranges(
        _ text: String, _ store: StoreGlance?, _ names: (NameKind, String) throws -> [String]
    ) throws -> [String] {
        let dots = ".."
        guard let range = text.range(of: dots, options: .backwards) else {
            return try moments(text, store, names).map { $0 + dots }
        }
        let start = text[..<range.upperBound]
        return try moments(String(text[range.upperBound...]), store, names).map { start + $0 }
    }
}

extension CompletionKind {
    /// Completes with names of the store.
    static func stored(_ names: StoredNames) -> CompletionKind {
        .custom { words, _, text in names.beginning(with: text, on: words) }
    }

    /// Completes with the kinds of actors.
    static var actorKinds: CompletionKind { .list(Actor.Kind.allCases.map(\.rawValue)) }
}
