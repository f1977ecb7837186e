import ArgumentParser
import Foundation

/// What ArgumentParser says of a command: its options and arguments, for completing and for the
/// manual.
struct CommandOutline: Decodable {
    /// An option, a flag or a positional argument.
    struct Argument: Decodable {
        /// How an option is written.
        struct Name: Decodable {
            let kind: String
            let name: String

            /// With its dashes.
            var typed: String { (kind == "short" ? "-" : "--") + name }
        }

        /// What completes a value; none of them where nothing does.
        struct Completion: Decodable {
            struct List: Decodable {
                let values: [String]
            }
            struct File: Decodable {
                let extensions: [String]?
            }
            struct Nothing: Decodable {}

            let list: List?
            let file: File?
            let directory: Nothing?
            let custom: Nothing?
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let defaultValue: String?
        let allValues: [String]?
        let isOptional: Bool
        let isRepeating: Bool
        let parsingStrategy: String
        let sectionTitle: String?
        let shouldDisplay: Bool
        let completionKind: Completion?

        var isPositional: Bool { kind == "positional" }
        var takesValue: Bool { kind == "option" }
        /// Whether further words up to the next option are its values too.
        var takesSeveral: Bool { takesValue && parsingStrategy == "upToNextOption" }
        /// The ways to write it, long ones first.
        var typed: [String] {
            (names ?? []).sorted { $0.kind == "long" && $1.kind != "long" }.map(\.typed)
        }
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?

    /// The options and arguments that help shows.
    var shown: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

    private struct Dump: Decodable {
        let command: CommandOutline
    }

    /// The outline of a command, or of options.
    init(of arguments: any ParsableArguments.Type) throws {
        let dump = Data(arguments._dumpHelp().utf8)
        self = try JSONDecoder().decode(Dump.self, from: dump).command
    }
}
