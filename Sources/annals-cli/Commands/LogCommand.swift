import Annals
import ArgumentParser
import Foundation

/// `annals log`.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show events, first to last.",
        discussion: """
            Every filter that is given must hold. Times are UTC. Events of the store itself are \
            listed with --all alone; head~N counts them, too. --patch shows each event with what \
            it changed, texts of several lines by lines.
            """)

    @OptionGroup(title: "Which events") var filter: EventFilter

    @Flag(help: "Show the last event first.")
    var reverse = false

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Stop after this many events.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Continue with events as any process appends them, until Ctrl-C.")
    var follow = false

    @Flag(help: "Show each event with what it changed, texts by lines.")
    var patch = false

    @OptionGroup var words: WordOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if follow, reverse {
            throw ValidationError("--follow goes forward: leave out --reverse.")
        }
        if patch, options.format != .table {
            throw ValidationError(
                "--patch is for people: leave it out, since data has what an event sets.")
        }
        if words.word, !patch {
            throw ValidationError("--word marks what --patch shows: give both.")
        }
        if let limit, limit < 0 {
            throw ValidationError("--limit is a number of events, 0 or more.")
        }
    }

    func run() throws {
        var query = try filter.query()
        query.isReversed = reverse
        let store = try options.openToRead()
        defer { store.close() }
        if let range = try filter.range() {
            let ends = try store.positions(of: range)
            query.after = ends.after
            // While following, the end of an open range moves on.
            query.through = follow && range.through == .head ? nil : ends.through
        }
        if follow, query.through != nil {
            throw StoreError(
                .invalidArgument,
                "--follow has no end, but --in \(filter.in ?? "") has one: write A.. instead")
        }
        let renderer = options.renderer(isPaged: !follow)
        let rows = try rows(renderer, of: store)
        if follow {
            try self.follow(query, in: store, to: rows)
        } else {
            let events = store.events(query)
            var left = limit ?? Int.max
            var last: Int64?
            while left > 0, case let page = try events.nextPage(), !page.isEmpty {
                for event in page.prefix(left) { try rows.write(event) }
                last = page.prefix(left).last?.position
                left -= min(left, page.count)
            }
            let notes = last == nil && limit != 0 ? try UnusedName.notes(query, in: store) : []
            try rows.finish(isExplained: !notes.isEmpty)
            for note in notes { Warning.note(note) }
            let shown = (limit ?? Int.max) - left
            return try noteHidden(query, shown: shown, last: left == 0 ? last : nil, in: store)
        }
        try rows.finish()
    }

    private func rows(_ renderer: Renderer, of store: Store) throws -> any EventWriter {
        if patch { return PatchedEvents(store, renderer.output, marksWords: words.word) }
        if options.format == .cloudEvents { return try CloudEventLines(store, renderer) }
        return try EventRows(renderer)
    }

    /// Says to people how many events lie between those that are listed: `head~N` counts them.
    ///
    /// - Parameter last: The position at which the limit ended the list; nil if it did not.
    private func noteHidden(
        _ query: EventQuery, shown: Int, last: Int64?, in store: Store
    ) throws {
        guard options.format == .table, Screen.of(descriptor: STDOUT_FILENO).isTerminal,
            filter.isWithoutNames, limit != 0
        else { return }
        let head = try query.through ?? store.head()
        let begin = reverse ? last.map { $0 - 1 } ?? query.after : query.after
        let end = reverse ? head : last ?? head
        let hidden = end - begin - Int64(shown)
        guard hidden > 0 else { return }
        Warning.note(
            hidden == 1
                ? "1 more in this range is the store's own: --all lists it, and head~N counts it"
                : "\(hidden) more in this range are the store's own: --all lists them, and head~N"
                    + " counts them")
    }

    private func follow(_ query: EventQuery, in store: Store, to rows: any EventWriter) throws {
        Interruption.watch()
        var left = limit ?? Int.max
        var unshown = false
        var failure: (any Error)?
        try store.follow(query) {
            // Asked before each wait: whatever came is to be seen by then.
            if unshown {
                unshown = false
                do { try rows.flush() } catch { failure = error }
            }
            return failure != nil || left == 0 || Interruption.isRequested
        } _: { event in
            guard left > 0 else { return }
            try rows.write(event)
            left -= 1
            unshown = true
        }
        if let failure { throw failure }
    }
}
