import Annals
import AnnalsJSON
import ArgumentParser

/// `annals config set`.
struct SetConfiguration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a configuration, or one place in it.",
        discussion: """
            annals config set KEY VALUE replaces the whole; annals config set KEY /place VALUE \
            sets one value in it. A value is JSON if it reads as JSON, else text; @FILE reads it \
            from a file, - from standard input, and text that begins so goes in JSON's quotes.
            """)

    @Argument(
        help: "The key; of a file, its path below config/.",
        completion: .stored(.configurations))
    var key: String

    @Argument(
        help: ArgumentHelp("The value, and before it the place.", valueName: "[place] value"))
    var words: [String]

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard words.count <= 2 else {
            throw ValidationError("Give one value, in quotes if it has blanks: KEY [PLACE] VALUE.")
        }
        try change.act.check(besides: words.last, "the value")
    }

    func run() throws {
        let actor = try actor.actor()
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let place = try words.count == 2 ? JSONPointer(words[0]) : nil
        let given = words.last ?? ""
        let value = try GivenValue.parse(
            try GivenText.text(
                given, "the value", limit: Limits.bodyBytesMax, besides: try options.path()),
            called: given)
        let store = try options.openToWrite()
        defer { store.close() }
        let entry = try store.setConfiguration(
            key, to: value, at: place, by: actor, reason: change.reason,
            correlation: change.correlation, cycle: change.cycle, context: context,
            expected: expected)
        try options.renderer().object(entry)
    }
}
