import Annals
import AnnalsJSON
import ArgumentParser

/// `annals backup`.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store while others use it, and verify the copy.",
        discussion: """
            The copy gets its name after its log is verified. The store records the backup as an \
            event, unless it can only be read. With --verify it makes none, and verifies one that \
            is there.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the copy goes.", valueName: "path"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Backups of this name to keep: an older one becomes PATH.1, then PATH.2.",
            valueName: "n"))
    var keep: Int?

    @Option(
        name: .customLong("exec"),
        help: ArgumentHelp(
            "Then run this in a shell: %f is the copy's path, quoted, and %% a percent sign.",
            valueName: "command"),
        transform: ShellCommand.init(parsing:))
    var command: ShellCommand?

    @Option(
        help: ArgumentHelp(
            "Verify this copy, and see how far it is behind the store.", valueName: "path"),
        completion: .file())
    var verify: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if verify != nil {
            guard output == nil, keep == nil, command == nil else {
                throw ValidationError(
                    "--verify only looks at a copy that is there: leave out -o, --keep and --exec.")
            }
        } else if output == nil {
            throw ValidationError(
                "Give -o PATH to make a backup, or --verify PATH to look at one.")
        }
    }

    func run() throws {
        if let verify { return try check(verify) }
        guard let output else { return }
        let actor = try actor.actor()
        let store = try options.openToNote()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Copying", unit: "%", total: 100)
        defer { meter.finish() }
        let backup = try store.backUp(to: output, keep: keep, by: actor) { share in
            meter.update(Int64(share * 100))
            if Interruption.isRequested {
                throw StoreError(.interrupted, "the backup was stopped, and nothing of it is left")
            }
        }
        meter.finish()
        try options.renderer().object(backup)
        try command?.run(on: output)
    }

    // MARK: Looking at one that is there

    private func check(_ copy: String) throws {
        let store = try options.path()
        Interruption.watch()
        let meter = ProgressMeter("Verifying", unit: "%", total: 100)
        defer { meter.finish() }
        let found = try Store.verifyBackup(
            at: copy, of: store,
            run: LongRun(
                progress: { done, total in
                    meter.update(Int64(Double(done) / Double(max(1, total)) * 100))
                },
                isCancelled: { Interruption.isRequested }))
        meter.finish()
        if let obstacle = found.obstacle {
            Warning.say("the copy was not compared with the store: \(obstacle)")
        }
        try options.renderer().object(found)
        guard !found.isGood else { return }
        let isForeign = found.standing == .foreign
        throw StoreError(
            .invalidArgument,
            isForeign
                ? "\(copy) is a whole store, but another one than \(store): give a backup of it"
                : "\(copy) is whole, but it and \(store) have different events after position"
                    + " \(found.common ?? 0): one of them was put back and went on by itself")
    }
}
