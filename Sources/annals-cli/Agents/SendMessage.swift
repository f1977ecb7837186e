import Annals
import ArgumentParser

/// `annals message send`.
struct SendMessage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a message, one delivery to each recipient, all or none.")

    @Argument(help: "What it says; @FILE, or - for standard input.")
    var content: String

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A recipient; may be repeated.", valueName: "name"),
        completion: .stored(.agents))
    var to: [String]

    @Option(help: ArgumentHelp("How urgent it is, in any words.", valueName: "word"))
    var priority = "regular"

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A word to sort it by; may be repeated.", valueName: "word"))
    var tag: [String] = []

    @Option(
        help: ArgumentHelp(
            "When it is sent (default: now); sent again with the same time it is the same message.",
            valueName: "time"))
    var sentAt: String?

    @Option(
        help: ArgumentHelp("The delivery's id (default: made of its content).", valueName: "id"))
    var id: String?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        try change.act.check(besides: content, "the message")
    }

    func run() throws {
        let actor = try actor.actor()
        var draft = MessageDraft(
            content: .string(
                try GivenText.text(
                    content, "the message", limit: Limits.bodyBytesMax,
                    besides: try options.path())),
            priority: Priority(rawValue: priority))
        draft.to = to
        draft.tags = tag
        draft.sentAt = sentAt
        draft.id = id
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let store = try options.openToWrite()
        defer { store.close() }
        for name in to { try UnknownAgent.warn(of: name, in: store) }
        let sent = try store.send(
            draft, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected)
        try options.renderer().list(sent, short: MessageCommand.short)
    }
}
