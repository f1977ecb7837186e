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

    @Argument(help: "Position of the event, or another moment: head, head~3, tag:NAME.")
    var position: String

    @OptionGroup var words: WordOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try Moment(position)
        let store = try options.openToRead()
        defer { store.close() }
        let event = try store.event(at: try store.position(of: moment))
        let renderer = options.renderer()
        if renderer.format == .table { return try show(event, of: store, renderer) }
        guard renderer.format == .csv else { return try renderer.object(event) }
        let rows = EventRows(renderer)
        try rows.write(event)
        try rows.finish()
    }

    /// Shows the members of an event, and below them the texts that it changed by lines.
    private func show(_ event: Event, of store: Store, _ renderer: Renderer) throws {
        var data = event.change.data
        let texts = try store.difference(by: event.position)?.values.filter { value in
            value.new != nil && ChangedValues.isShownByLines(old: value.old, new: value.new)
        }
        guard let texts, !texts.isEmpty else { return try renderer.object(event) }
        for text in texts { data.removeValue(at: text.pointer) }
        var json = event.json()
        json["data"] = data.isEmpty ? nil : .object(data)
        try renderer.object(json)
        let values = ChangedValues(output: renderer.output, marksWords: words.word)
        for text in texts { try values.write(text, of: event.stream) }
        try renderer.output.flush()
    }
}
