import Annals
import AnnalsJSON
import ArgumentParser

/// `annals verify`.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Derive the store again from its events and compare it with all that is stored.",
        discussion: """
            Ends with what was compared and what this run cannot prove. Exit codes: 0 verified, \
            1 tampered with or damaged, 2 cannot tell.
            """)

    @Flag(help: "Leave projections, stored documents, snapshots and SQLite's indexes out.")
    var log = false

    @Option(
        help: ArgumentHelp(
            "Compare with a note, several notes, a folder of them or a .tlog-proof kept elsewhere.",
            valueName: "path"),
        completion: .file())
    var against: String?

    @Option(
        help: ArgumentHelp(
            "Check signatures with a verifier key, or with a file of them, one a line.",
            valueName: "key or file"),
        completion: .file())
    var key: String?

    @Flag(help: "Work out what can be rebuilt from events that verify, such as tables.")
    var repair = false

    @Flag(help: "With --repair: rebuild it.")
    var apply = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if apply, !repair { throw ValidationError("Give --apply together with --repair.") }
        if repair, log || against != nil || key != nil {
            throw ValidationError("Give --repair alone: it verifies everything in the store.")
        }
    }

    func run() throws {
        if repair { return try runRepair() }
        do {
            let store = try options.openToRead()
            defer { store.close() }
            let report = try verify(store)
            switch report.outcome {
            case .verified: return
            case .damaged:
                throw StoreError(
                    .corrupt,
                    "the store was tampered with or is damaged, see the \(report.findings)"
                        + " findings above: restore it from a backup, or see what"
                        + " annals verify --repair can rebuild")
            case .unknown:
                throw StoreError(
                    .outcomeUnknown,
                    "not everything that was given could be compared: see above what was not")
            }
        } catch let error as StoreError {
            throw Self.isVerdict(error) ? error : Self.unknown(error)
        }
    }

    /// Whether an error says that the store is not as it should be.
    private static func isVerdict(_ error: StoreError) -> Bool {
        [.corrupt, .notAStore, .storeReplaced, .outcomeUnknown].contains(error.code)
    }

    /// What kept the store from being verified says nothing about it.
    private static func unknown(_ error: StoreError) -> StoreError {
        StoreError(.outcomeUnknown, error.advised, cause: error)
    }

    private func runRepair() throws {
        let store = try apply ? options.openToWrite() : options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Verifying", unit: "events", total: try? store.head())
        defer { meter.finish() }
        let done = try store.repair(applying: apply, run: .shown(on: meter))
        meter.finish()
        try options.renderer().object(done)
    }

    private func verify(_ store: Store) throws -> VerificationReport {
        let verification = try verificationOptions()
        Interruption.watch()
        // A damaged head is a finding, and no reason to stop here.
        let meter = ProgressMeter("Verifying", unit: "events", total: try? store.head())
        defer { meter.finish() }
        let findings = FindingRows(options.renderer())
        let report = try store.verify(verification, run: .shown(on: meter)) { finding in
            meter.finish()
            try findings.add(finding)
        }
        meter.finish()
        try findings.finish(report)
        return report
    }

    /// What was kept elsewhere: a file, standard input, or the folder of `checkpoint --to`.
    private static func kept(_ place: String, besides store: String) throws(StoreError) -> [UInt8] {
        let archive = CheckpointArchive(at: place)
        guard place != "-", archive.isFolder else {
            return try GivenText.bytes(
                place == "-" ? place : "@" + place, "the checkpoint", limit: Limits.proofBytesMax,
                besides: store)
        }
        guard let notes = try archive.bytes() else {
            throw StoreError(
                .invalidArgument,
                "the folder \(place.quotedForMessage) has no checkpoint-….note, as annals"
                    + " checkpoint --to keeps one there")
        }
        return notes
    }

    private func verificationOptions() throws -> VerificationOptions {
        let path = try options.path()
        let kept = try against.map { try Self.kept($0, besides: path) }
        let keys = try key.flatMap { key in try GivenKeys.keys([key]) }
        return VerificationOptions(
            log ? .log : .everything, against: kept,
            keys: keys?.texts.map { "\($0)\n" }.joined() ?? "")
    }
}
