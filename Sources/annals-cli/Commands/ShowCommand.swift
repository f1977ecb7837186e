import Annals
import AnnalsJSON
import ArgumentParser

/// `annals show`.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one event with everything it says.",
        discussion: """
            Texts of several lines are shown by lines, as what the event changed in them.
            """)

    @Argument(
        help: "Position of the event, or another moment: head, head~3, tag:NAME.",
        completion: .stored(.moments))
    var position: String

    @OptionGroup var words: WordOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(position)
        let store = try options.openToRead()
        defer { store.close() }
        let event = try store.event(at: try store.position(of: moment))
        let renderer = options.renderer()
        if renderer.format == .table { return try show(event, of: store, renderer) }
        guard renderer.format == .csv else { return try renderer.object(event) }
        let rows = try EventRows(renderer)
        try rows.write(event)
        try rows.finish()
    }

    /// Shows the members of an event, and below them the texts that it changed by lines.
    private func show(_ event: Event, of store: Store, _ renderer: Renderer) throws {
        let texts = changedTexts(of: event, in: store)
        guard !texts.isEmpty else { return try renderer.object(event) }
        var data = event.change.data
        for text in texts { data.removeValue(at: text.pointer) }
        var json = event.json()
        json["data"] = data.isEmpty ? nil : .object(data)
        try renderer.object(json)
        let values = ChangedValues(output: renderer.output, marksWords: words.word)
        for text in texts { try values.write(text, of: event.stream) }
        try renderer.output.flush()
    }

    /// The texts of several lines that an event gave and that were not the same before.
    ///
    /// Where an earlier event of the stream cannot be read, there are none: what this one says is
    /// shown all the same, as a whole.
    private func changedTexts(of event: Event, in store: Store) -> [ValueDifference] {
        guard ChangedValues.hasLines(.object(event.change.data)),
            let difference = try? store.difference(by: event.position)
        else { return [] }
        return difference.values.filter { value in
            value.new != nil && ChangedValues.isShownByLines(old: value.old, new: value.new)
        }
    }
}
