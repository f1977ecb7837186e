import AnnalsIntegrity
import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

/// What the file of a store held when its write-ahead log was last empty: what the log goes on
/// from.
///
/// SQLite applies whatever log lies beside a file, also one that was written for another state of
/// it: after a file was put back from a backup, the mixture is a damaged store. The writers
/// therefore leave on the lock file what the log goes on from; a file that is behind that is not
/// the one it was written for.
struct WALBase: Equatable {
    /// `store.id` as hex digits.
    var store: String
    /// Position of the last event in the file itself.
    var size: Int64
    /// Which event that is: its recorded time and check bytes; empty where there is none.
    var mark: String
    /// Whether the log holds changes since, that are not in the file.
    var isLogged: Bool
    /// The file as it was left.
    var file: FileState

    /// How a file looks from outside, as long as nobody writes it.
    struct FileState: Equatable {
        /// Time of the last change, in ns since 1970 UTC.
        var modified: Int64
        var bytes: Int64

        /// - Returns: nil if there is no file.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }

        init(_ status: stat) {
            let time = status.st_mtim
            let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(
                by: 1_000_000_000)
            modified = overflow ? 0 : seconds &+ Int64(time.tv_nsec)
            bytes = Int64(status.st_size)
        }

        init(modified: Int64, bytes: Int64) {
            (self.modified, self.bytes) = (modified, bytes)
        }
    }
}

// MARK: On the lock file

extension WALBase {
    private static let word = "annals-log-base-1"
    /// Bytes of the line at most.
    static let lineBytesMax = 512

    /// Reads what a writer left.
    ///
    /// - Returns: nil for anything else.
    init?(line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 8, words[0] == Self.word, words[7] == "end",
            let size = Int64(words[2]), size >= 0, let modified = Int64(words[5]),
            let bytes = Int64(words[6])
        else { return nil }
        store = String(words[1])
        self.size = size
        mark = String(words[3])
        isLogged = words[4] == "logged"
        file = FileState(modified: modified, bytes: bytes)
    }

    /// How it stands on the lock file.
    var line: String {
        "\(Self.word) \(store) \(size) \(mark) \(isLogged ? "logged" : "empty")"
            + " \(file.modified) \(file.bytes) end"
    }

    /// What the lock file beside a store says; nil if it says nothing.
    init?(besideStore path: StorePath) {
        // The lock is not touched: closing a descriptor drops no lock of another one.
        let descriptor = open(
            path.file + "-lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Self.lineBytesMax)
        let count = read(descriptor, &bytes, bytes.count)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        self.init(line: String(decoding: line, as: UTF8.self))
    }
}

// MARK: In the file

extension WALBase {
    /// How a store's file itself, without its log, stands to what a log goes on from.
    enum Standing {
        /// It is at that state or after it.
        case held
        /// It is another store, or before that state.
        case foreign
        /// It cannot be told: where moving the log into the file was broken off, the file alone
        /// makes no sense.
        case unclear
    }

    /// Looks at the file without its log, and then at both together.
    ///
    /// The log is the file's if the file alone is at a state that the log goes on from: at the
    /// noted one, or at a later one on the way to where both together end.
    func standing(ofFile path: StorePath) -> Standing {
        guard let now = FileState(of: path.file) else { return .unclear }
        if now.bytes < file.bytes { return .foreign }
        let alone: (size: Int64, mark: String)
        do {
            guard let end = try end(ofFile: path) else { return .foreign }
            alone = end
        } catch {
            return .unclear
        }
        do {
            let queue = try StoreConnection.reader(path.file, immutable: false)
            defer { try? queue.close() }
            return try queue.read { db in
                guard let handle = db.sqliteConnection else { return .unclear }
                let statements = StatementCache(handle)
                defer { statements.removeAll() }
                let pages = try statements.integer("PRAGMA page_count") ?? 0
                let pageBytes = try statements.integer("PRAGMA page_size") ?? 0
                let size = try TreeTable(statements).head().frontier.size
                let mark = try EventTable(statements).mark(at: alone.size)
                let isOn = size >= alone.size && mark == alone.mark
                return isOn && now.bytes / max(pageBytes, 1) <= pages ? .held : .foreign
            }
        } catch {
            // The file makes sense without the log and not with it.
            let code = StoreError.wrapping(error, doing: "read the store").code
            return code == .corrupt || code == .notAStore ? .foreign : .unclear
        }
    }

    /// Where the file itself ends; nil if it is another store, or before the noted state.
    ///
    /// - Throws: `corrupt` … where the file alone makes no sense.
    private func end(
        ofFile path: StorePath
    ) throws(StoreError) -> (size: Int64, mark: String)? {
        try StoreConnection.reading(fileAlone: path.file) { statements throws(StoreError) in
            let id = try StoreTable(statements).hexID()
            let end = try TreeTable(statements).head().frontier.size
            guard id == store, end >= size else { return nil }
            let events = EventTable(statements)
            let known = size == 0 ? "" : try events.mark(at: size)
            guard known == mark else {
                throw StoreError(.corrupt, "the file alone has another event there")
            }
            let last = try events.mark(at: end)
            guard end == 0 || !last.isEmpty else {
                // Of what was moved into it, the head came before the events.
                throw StoreError(.corrupt, "the file alone has no event at its end")
            }
            return (end, last)
        }
    }
}
