import AnnalsModel
import Foundation

// What lies beside the store, and belongs to nobody any more.

extension ExaminedStore {
    /// Drafts that nobody works on, and files beside a store that is gone.
    func leftovers() -> [ExaminedCheck] {
        let suffixes = suffixes
        var left = suffixes.filter { suffix in
            Self.isDraft(suffix) && !Self.isHeld(file + suffix)
        }
        // Scratch files of a rebuild lie beside a store that nobody has open.
        if users.isEmpty { left += suffixes.filter { $0.hasPrefix("-rebuild-") } }
        var changes: [String] = []
        if status == nil {
            changes = ["-wal", "-journal"].filter { LogReader.bytes(ofFile: file + $0) > 0 }
        }
        if let change = changes.first {
            return [
                ExaminedCheck(
                    "leftovers", .wrong,
                    "\(name)\(change) holds the last changes of a store that is not here",
                    remedy: .words("Put the store's file back beside it, or move both away."))
            ]
        }
        guard !left.isEmpty else { return [ExaminedCheck("leftovers", .ok, "none")] }
        let bytes = left.reduce(0) { $0 + LogReader.bytes(ofFile: file + $1) }
        return [
            ExaminedCheck(
                "leftovers", .note,
                "\(names(left)), \(ByteCount.words(bytes)), of work that was killed",
                remedy: .words("Remove them, or do the work again, which removes drafts itself."))
        ]
    }

    private static func isDraft(_ suffix: String) -> Bool {
        let digits = suffix.dropFirst(StoreDraft.mark.count)
        return suffix.hasPrefix(StoreDraft.mark) && digits.count == StoreDraft.randomDigits
            && digits.allSatisfy(\.isHexDigit)
    }

    /// Whether the maker of a draft still has it.
    private static func isHeld(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    private func names(_ suffixes: [String]) -> String {
        let own = System.name(of: file)
        let shown = suffixes.prefix(Limits.examinedNamesMax).map { (own + $0).terminalSafe }
        let more = suffixes.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// Files that a backup took the place of.
    func keptFiles() -> [ExaminedCheck] {
        let kept = suffixes.filter { suffix in
            let rest = suffix.dropFirst(StoreReplacement.suffix.count)
            return suffix.hasPrefix(StoreReplacement.suffix)
                && (rest.isEmpty || rest.first == "." && rest.dropFirst().allSatisfy(\.isNumber))
        }
        guard !kept.isEmpty else { return [] }
        let bytes = kept.reduce(0) { $0 + LogReader.bytes(ofFile: file + $1) }
        return [
            ExaminedCheck(
                "kept_files", .note,
                "\(names(kept)), \(ByteCount.words(bytes)), whose place a backup took",
                remedy: .words("Remove them with what is beside them once nobody needs them."))
        ]
    }

    /// Indexes of the text that are not used.
    func searchIndexes() -> [ExaminedCheck] {
        let kinds = SearchIndexKind.allCases.filter { System.isThere(file + $0.suffix) }
        guard !kinds.isEmpty, let log = try? log.get() else { return [] }
        // Looking at one whose writer was killed would take its journal in.
        let journals = kinds.filter { System.isThere(file + $0.suffix + "-journal") }
        guard journals.isEmpty else {
            return [
                ExaminedCheck(
                    "search_index", .note, "the index of \(journals[0].rawValue) is being made",
                    remedy: .renewIndex(journals[0].rawValue))
            ]
        }
        do {
            let found = try log.searchIndexes()
            guard let bad = found.first(where: { !$0.isUsable }) else {
                let words = found.map { "\($0.kind.rawValue) up to position \($0.position)" }
                return [
                    ExaminedCheck("search_index", .ok, words.joined(separator: ", "))
                ]
            }
            return [
                ExaminedCheck(
                    "search_index", .note,
                    "the index of \(bad.kind.rawValue) is not used: it is damaged, of another store"
                        + " or from before an erasure",
                    remedy: .renewIndex(bad.kind.rawValue))
            ]
        } catch {
            return [
                ExaminedCheck(
                    "search_index", .note, error.message, remedy: .renewIndex(kinds[0].rawValue))
            ]
        }
    }
}
