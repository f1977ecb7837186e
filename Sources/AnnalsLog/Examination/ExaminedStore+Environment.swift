import AnnalsCodec
import AnnalsModel
import Foundation
import GRDBSQLite

// What the process was given, and what it runs on.

extension ExaminedStore {
    /// Variables that somebody reads.
    private static let known: Set<String> = [
        "ANNALS_STORE", "ANNALS_ACTOR", "ANNALS_KEY", "ANNALS_PAGER",
    ]

    /// Variables whose name nobody reads, as one that is misspelled.
    func variables() -> [ExaminedCheck] {
        let unknown = environment.keys.filter {
            $0.hasPrefix("ANNALS_") && !Self.known.contains($0)
        }
        .sorted()
        guard let first = unknown.first else {
            let set = environment.keys.filter(Self.known.contains).sorted()
            return [
                ExaminedCheck(
                    "environment", .ok,
                    set.isEmpty
                        ? "no variable of Annals is set"
                        : "set, and read: \(set.joined(separator: ", "))")
            ]
        }
        let shown = unknown.prefix(Limits.examinedNamesMax).map(\.terminalSafe)
        return [
            ExaminedCheck(
                "environment", .note,
                "nobody reads \(shown.joined(separator: ", "))",
                remedy: .words(
                    "Unset \(first.terminalSafe), or spell it as one of"
                        + " \(Self.known.sorted().joined(separator: ", ")).")
            )
        ]
    }

    /// Whether text on this terminal is UTF-8.
    func locale() -> [ExaminedCheck] {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { self.environment[$0] }
            .first { !$0.isEmpty }
        let encoding = (name ?? "").lowercased().replacing("-", with: "")
        guard let name, !encoding.contains("utf8") else {
            return [ExaminedCheck("locale", .ok, name?.terminalSafe ?? "none is set")]
        }
        return [
            ExaminedCheck(
                "locale", .note, "\(name.terminalSafe) is not of UTF-8, which Annals writes",
                remedy: .words("Set LC_ALL=C.UTF-8."))
        ]
    }

    /// What the program is made of.
    func versions() -> [ExaminedCheck] {
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: &system.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return [
            ExaminedCheck(
                "versions", .ok,
                "Annals \(AnnalsVersion.current), SQLite \(LinkedLibraries.sqlite),"
                    + " LZ4 \(LinkedLibraries.lz4), Linux \(kernel.terminalSafe)")
        ]
    }
}
