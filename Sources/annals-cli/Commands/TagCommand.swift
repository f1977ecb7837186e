import Annals
import AnnalsJSON
import ArgumentParser

/// `annals tag`.
struct TagCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Name a moment, take a name away, or list the names.",
        subcommands: [SetOne.self, RemoveOne.self, ListAll.self],
        defaultSubcommand: SetOne.self)

    /// `annals tag NAME [MOMENT]`.
    struct SetOne: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Name a moment, so that tag:NAME means it.",
            discussion: "A name that is in use moves to the new moment; the log keeps the old one.")

        @Argument(
            help: "The name.",
            completion: .stored(.tags))
        var name: String

        @Argument(
            help: "The moment: head~3, cycle:12, 345, a time, ago:2h (default: head).",
            completion: .stored(.moments))
        var moment: String?

        @Option(
            parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
        var reason: String?

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let actor = try actor.actor()
            let moment =
                try moment.map { text throws(StoreError) in try GivenMoment.read(text) } ?? .head
            let store = try options.openToWrite()
            defer { store.close() }
            let receipt = try store.setTag(name, at: moment, by: actor, reason: reason)
            let position = try store.position(of: .tag(name))
            try options.renderer().object(
                Tag(name: name, moment: position, position: receipt.position))
        }
    }

    /// `annals tag remove NAME`.
    struct RemoveOne: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Take a name away from its moment.",
            discussion: "The log keeps that the moment had it.")

        @Argument(
            help: "The name.",
            completion: .stored(.tags))
        var name: String

        @Option(
            parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
        var reason: String?

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let actor = try actor.actor()
            let store = try options.openToWrite()
            defer { store.close() }
            let position = try store.position(of: .tag(name))
            let receipt = try store.removeTag(name, by: actor, reason: reason)
            try options.renderer().object(
                Tag(name: name, moment: position, position: receipt.position))
        }
    }

    /// `annals tag list`.
    struct ListAll: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List every tag, by name.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let store = try options.openToRead()
            defer { store.close() }
            let rows = try options.renderer().rows(of: Tag.self)
            for tag in try store.tags() { try rows.write(tag) }
            try rows.finish()
        }
    }
}
