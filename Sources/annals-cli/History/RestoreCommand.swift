import Annals
import AnnalsJSON
import ArgumentParser

/// `annals restore`.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a new store that ends at a moment, or a backup the store again.",
        discussion: """
            With --at it makes a store with the same events at the same positions with the same \
            leaves, an id and an origin of its own, and nothing from after the moment. It never \
            replaces a file. The old store records the restore as an event, unless it can only be \
            read.

            With --from a copy of the backup takes the store's place, whose file is kept beside \
            it. What was erased since the backup is erased again.
            """)

    @Option(
        help: ArgumentHelp("The moment at which the new store ends.", valueName: "moment"),
        completion: .stored(.moments))
    var at: String?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The new store.", valueName: "path"),
        completion: .file())
    var output: String?

    @Flag(help: "With --at: make it also where the moment is before the first event.")
    var empty = false

    @Option(
        help: ArgumentHelp("The backup that becomes the store.", valueName: "path"),
        completion: .file())
    var from: String?

    @Flag(help: "With --from: also where the store loses events that the backup has not.")
    var older = false

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if from != nil {
            guard at == nil, output == nil, !empty else {
                throw ValidationError(
                    "Give --from to put a backup in the store's place, or --at and -o to make"
                        + " another store, not both.")
            }
            return
        }
        guard !older else { throw ValidationError("--older belongs to --from: give a backup.") }
        guard at != nil, output != nil else {
            throw ValidationError(
                "Give --at MOMENT and -o PATH to make another store, or --from BACKUP.")
        }
    }

    func run() throws {
        if let from { return try putBack(from) }
        guard let at, let output else { return }
        let moment = try GivenMoment.read(at)
        let actor = try who.actor()
        let store = try options.openToNote()
        defer { store.close() }
        if !empty, try store.position(of: moment) == 0, try store.head() > 0 {
            throw StoreError(
                .invalidArgument,
                "\(at.quotedForMessage) is before the first event, so that the new store would "
                    + "have none: give a later moment, or add --empty")
        }
        let made = try reported(as: "Restoring") { report in
            try store.restore(at: moment, to: output, by: actor, progress: report)
        }
        try options.renderer().object(made)
    }

    private func putBack(_ backup: String) throws {
        let path = try options.path()
        let restored = try reported(as: "Restoring") { report in
            try Store.restore(
                from: backup, to: path, goingBack: older, by: try who.actor(), progress: report)
        }
        if let lost = restored.lost, lost > 0, let kept = restored.kept,
            let after = restored.lostAfter
        {
            Warning.note(
                "\(lost == 1 ? "1 event is" : "\(lost) events are") only in \(kept): see with"
                    + " annals log --store \(kept.quotedForShell) --in \(after).. --all")
        }
        if restored.kept != nil, restored.erasedAgain == nil {
            Warning.say(
                "what was erased after the backup was made is there again, as far as it is in the"
                    + " backup, since the old store cannot be read: erase it again")
        }
        try options.renderer().object(restored)
    }

    /// Runs work with a meter, until it is asked to end.
    private func reported<Value>(
        as title: String, _ work: ((Double) throws -> Void) throws -> Value
    ) throws -> Value {
        Interruption.watch()
        let meter = ProgressMeter(title, unit: "%", total: 100)
        defer { meter.finish() }
        return try work { share in
            meter.update(Int64(share * 100))
            if Interruption.isRequested {
                throw StoreError(.interrupted, "stopped: nothing was made")
            }
        }
    }
}
