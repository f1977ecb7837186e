import Annals
import AnnalsJSON
import ArgumentParser
import Foundation

/// `annals erase`.
struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase the content of events for good.",
        discussion: """
            Prints a preview; --apply does it. What events said goes, and all that was made of \
            it; that they happened, when, by whom and in which stream stays, and so do proofs. \
            Backups, restored stores and names are not reached; the preview lists them. An error \
            that names a step that is left asks for the same command again.
            """)

    @Argument(
        help: ArgumentHelp("The stream whose events lose their content.", valueName: "stream"),
        completion: .stored(.streams))
    var stream: String?

    @Option(help: ArgumentHelp("Only the event at this position.", valueName: "position"))
    var position: Int64?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Every event whose content holds this value.", valueName: "value"))
    var about: String?

    @Flag(help: "Also the events that caused them.")
    var withCauses = false

    @Option(parsing: .unconditional, help: ArgumentHelp("Why; it is kept.", valueName: "text"))
    var reason: String?

    @Flag(help: "Erase; without this it is a preview.")
    var apply = false

    @Flag(help: "Erase also what the store's retention keeps.")
    var override = false

    @Option(
        help: ArgumentHelp(
            "First write the events to this new file, one a line.", valueName: "file"),
        completion: .file())
    var export: String?

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        let given = [stream != nil, position != nil, about != nil].filter { $0 }.count
        guard given == 1 else {
            throw ValidationError("Give one of a stream, --position and --about.")
        }
    }

    func run() throws {
        let scope = try scope()
        if let reason { try Store.check(reason: reason, for: scope) }
        guard apply else { return try preview(scope) }
        guard let reason else {
            throw StoreError(
                .invalidArgument, "an erasure needs a reason: say with --reason why")
        }
        let by = try who.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        Interruption.watch()
        try writeExport(of: scope, in: store)
        let meter = ProgressMeter("Erasing", unit: "events")
        defer { meter.finish() }
        let done: ErasureSummary
        do {
            done = try store.erase(
                scope, includingCauses: withCauses, by: by, reason: reason,
                overridingRetention: override, run: .shown(on: meter))
        } catch  where error.code == .retained {
            // Nothing was erased, and what is held about somebody is not left lying about.
            if let export { try? FileManager.default.removeItem(atPath: export) }
            throw error
        }
        meter.finish()
        try options.renderer().object(done)
        Self.warn(of: done.copies)
    }

    private func scope() throws(StoreError) -> ErasureScope {
        if let stream { return .stream(try StreamName(stream)) }
        if let position { return .position(position) }
        return .subject(about ?? "")
    }

    private func preview(_ scope: ErasureScope) throws {
        let store = try options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Looking", unit: "events")
        defer { meter.finish() }
        let preview = try store.previewErasure(
            of: scope, includingCauses: withCauses, run: .shown(on: meter))
        meter.finish()
        try writeExport(of: scope, in: store)
        try options.renderer().object(preview)
        Self.warn(of: preview.copies)
        if preview.isUnfinished {
            Warning.say("an earlier erasure has steps left, which the next one with --apply does")
        }
        let isOne = preview.events == 1
        let what =
            "\(preview.events) \(isOne ? "event would lose its" : "events would lose their")"
            + " content"
        guard preview.retained == 0 else {
            let kept = isOne ? "it" : "\(preview.retained) of them"
            return Warning.say(
                "nothing was changed: \(what), and retention keeps \(kept); wait, or add --apply"
                    + " --override --reason TEXT to do it all the same")
        }
        Warning.say("nothing was changed: \(what); add --apply --reason TEXT to do it")
    }

    private static func warn(of copies: [ErasurePreview.Copy]) {
        guard !copies.isEmpty else { return }
        let paths = copies.map(\.path).joined(separator: ", ")
        Warning.say("copies that hold it are not reached: \(paths)")
    }

    private func writeExport(of scope: ErasureScope, in store: Store) throws {
        guard let export else { return }
        let file = try ExportedEvents(export)
        try store.eventsToErase(scope, includingCauses: withCauses) { try file.write($0) }
        try file.finish()
    }
}
