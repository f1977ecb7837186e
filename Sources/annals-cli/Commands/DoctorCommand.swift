import Annals
import AnnalsJSON
import AnnalsModel
import ArgumentParser
import Foundation

/// `annals doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the store and all it lives on, and say what to do.",
        discussion: """
            It works where the store cannot be opened too, changes nothing, and waits for nobody. \
            The exit code is 1 if something is wrong.
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let path = try options.path()
        let checks = try Store.examine(
            at: path, environment: ProcessInfo.processInfo.environment)
        let rows = try options.renderer().rows(
            of: ExaminedCheck.self, whole: ["detail", "advice"])
        for check in checks {
            var row = check.json()
            if let remedy = check.remedy {
                row["advice"] = .string(remedy.advised(for: path) + origin(of: remedy))
            }
            try rows.write(row)
        }
        try rows.finish()
        let wrong = checks.filter { $0.state == .wrong }.map(\.name)
        guard wrong.isEmpty else {
            throw StoreError(
                .io, "something is wrong: see \(wrong.joined(separator: ", ")) above")
        }
    }
}

extension DoctorCommand {
    /// Where the path comes from, where there is no store at it.
    private func origin(of remedy: ExaminedCheck.Remedy) -> String {
        guard case .createStore = remedy else { return "" }
        if options.store != nil { return " (the path is that of --store)" }
        let isSet = ProcessInfo.processInfo.environment["ANNALS_STORE"] != nil
        return isSet
            ? " (the path is that of ANNALS_STORE)"
            : " (the path is the usual one: neither --store nor ANNALS_STORE names another)"
    }
}

extension ExaminedCheck.Remedy {
    /// The sentence with what to run.
    fileprivate func advised(for path: String) -> String {
        let store = "--store \(path.quotedForShell)"
        return switch self {
        case .words(let words): words
        case .createStore: "Give another path, or make one: annals init \(store)"
        case .verify: "Run annals verify \(store)"
        case .restore:
            "Run annals verify \(store), then annals restore --from BACKUP \(store)"
        case .backUp: "Run annals backup -o PATH --keep 7 \(store)"
        case .verifyBackup(let backup):
            "Run annals backup --verify \(backup.quotedForShell) \(store)"
        case .renewIndex(let kind): "Run annals search-index add \(kind) \(store)"
        case .listRefused: "See annals projections failures \(store)"
        case .finishErasure: "Run the last annals erase again; any erasure does what is left."
        case .signCheckpoint: "Run annals checkpoint --key FILE -o FILE \(store)"
        case .watchFolder(let folder):
            "Run annals watch \(folder.quotedForShell) \(store), or import it again."
        case .drainHooks: "Run annals hook drain \(store)"
        }
    }
}
