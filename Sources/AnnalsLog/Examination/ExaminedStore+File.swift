import AnnalsModel
import Foundation

// The file itself: whether it is a store, and is whole.

extension ExaminedStore {
    /// What it is, and where its log ends.
    func store() -> [ExaminedCheck] {
        switch log {
        case .failure(let error):
            if isNoFile {
                return [
                    ExaminedCheck(
                        "store", .wrong, "\(name) is \(kindOfFile), and no store",
                        remedy: .words("Give the path of a store's file."))
                ]
            }
            return [ExaminedCheck("store", .wrong, error.problem, remedy: remedy(for: error))]
        case .success:
            return reading("store") { reader in
                let row = try StoreTable(reader.statements).row()
                let format = try reader.statements.integer("PRAGMA user_version") ?? 0
                let last = try EventTable(reader.statements).last()
                let time = last.map { now.microseconds - $0.recordedAt }
                let words = [
                    "\(try reader.head()) events",
                    time.map {
                        $0 < 0 ? "the last in the future" : "the last \(Age.words($0)) ago"
                    },
                    "format \(format)", "origin \(row.origin.terminalSafe)",
                ]
                return ExaminedCheck("store", .ok, words.compactMap(\.self).joined(separator: ", "))
            }
        }
    }

    private var kindOfFile: String {
        switch (status?.st_mode ?? 0) & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }

    private func remedy(for error: StoreError) -> ExaminedCheck.Remedy {
        switch error.code {
        case .storeMissing: return .createStore
        case .newerFormat: return .words("Use a newer version of Annals, or the one that wrote it.")
        case .corrupt: return .restore
        case .notAStore:
            // The lock of the writers is beside whatever was a store once.
            let wasStore = (try? StorePath(given)).flatMap(StoreFile.noted) != nil
            return wasStore
                ? .restore
                : .words("Give another path; to make a store here, move the file away first.")
        case .unsupported where StoreDraft.hasChanges(beside: file):
            return .words(
                "Its last changes are in \(name)-wal: any verb that opens it takes them in.")
        case .readOnly: return .words("Give this user the permission, or run as the owner.")
        default: return .words(error.message.capitalizedSentence)
        }
    }

    /// The end of the log, which is looked at within milliseconds.
    func damage() -> [ExaminedCheck] {
        reading("damage") { reader in
            let looked = reader.health().filter { ["log_end", "last_events"].contains($0.name) }
            if let bad = looked.first(where: { !$0.isHealthy }) {
                return ExaminedCheck(
                    "damage", .wrong, bad.detail.terminalSafe, remedy: .restore)
            }
            return ExaminedCheck(
                "damage", .ok,
                "the end of the log is whole; only a verification looks at all of it")
        }
    }

    /// Whether the last event fits the clock of this machine.
    func clock() -> [ExaminedCheck] {
        var program = stat()
        if stat("/proc/self/exe", &program) == 0 {
            let built = Int64(program.st_mtim.tv_sec)
            let seconds = now.microseconds / 1_000_000
            guard seconds >= built - 86_400 else {
                return [
                    ExaminedCheck(
                        "clock", .wrong,
                        "it is \(now) here, which is before this program was made",
                        remedy: .words("Set the clock of this machine."))
                ]
            }
        }
        return reading("clock") { reader in
            let last = try EventTable(reader.statements).last()?.recordedAt ?? 0
            guard last - now.microseconds > Limits.healthClockAheadMax else {
                return ExaminedCheck("clock", .ok, "it is \(now) here, after the last event")
            }
            return ExaminedCheck(
                "clock", .wrong,
                "the last event was recorded at \(Timestamp(microseconds: last)), and it is"
                    + " \(now) here; what comes until then is recorded at that time",
                remedy: .words(
                    "Set the clock of this machine, or of the one that wrote the event, by NTP."))
        }
    }
}

extension String {
    /// The sentence of an error as one that stands by itself.
    var capitalizedSentence: String {
        guard let first, first.isLowercase else { return self + "." }
        return first.uppercased() + dropFirst() + "."
    }
}
