import AnnalsModel
import Foundation
import GRDBSQLite

/// What the file of a store held when its write-ahead log was last empty: what the log goes on
/// from.
///
/// SQLite applies whatever log lies beside a file, also one that was written for another state of
/// it: after a file was put back from a backup, the mixture is a damaged store. The writers
/// therefore leave on the lock file what the log goes on from; a file that is behind that is not
/// the one it was written for.
struct LogBase: Equatable {
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

extension LogBase {
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
        guard let file = FileHandle(forReadingAtPath: path.file + "-lock"),
            let bytes = try? file.read(upToCount: Self.lineBytesMax)
        else { return nil }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        self.init(line: String(decoding: line, as: UTF8.self))
    }
}

// MARK: In the file

extension LogBase {
    /// What tells one history from another, at a position of a store that a connection reads.
    static func mark(
        at position: Int64, _ statements: StatementCache
    ) throws(StoreError) -> String {
        try EventTable(statements).mark(at: position)
    }

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

    /// Looks at the file without its log.
    ///
    /// It is opened through SQLite, as a file that does not change, since closing a descriptor of
    /// one's own would drop SQLite's locks.
    func standing(ofFile path: StorePath) -> Standing {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let name = StoreConnection.immutableURI(path.file)
        guard sqlite3_open_v2(name, &handle, flags, nil) == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            return .unclear
        }
        defer { sqlite3_close_v2(handle) }
        let statements = StatementCache(handle)
        defer { statements.removeAll() }
        do {
            try StoreConnection.harden(raw: handle)
            let row = try statements.statement(
                "SELECT lower(hex(store.id)), head.size FROM store, head")
            guard try row.step() else { return .unclear }
            defer { row.reset() }
            guard row.text(0) == store, row.int64(1) >= size else { return .foreign }
            let isSame = try size == 0 || Self.mark(at: size, statements) == mark
            return isSame ? .held : .unclear
        } catch {
            return .unclear
        }
    }
}
