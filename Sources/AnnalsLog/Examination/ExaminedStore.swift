package import AnnalsModel
import Foundation

/// A store that is looked at from all sides, whatever state it is in, without a change to it.
package final class ExaminedStore {
    /// Path as it was given.
    let given: String
    /// The file, links resolved as far as there is one.
    let file: String
    /// How it looks from outside; nil if nothing is there.
    let status: stat?
    /// The variables of the process.
    let environment: [String: String]
    /// When it is looked at.
    let now = Timestamp.now
    /// Who has the store open, as far as this user may see.
    let users: [OpenProcess]
    /// What opens the log; the error where it cannot be.
    let log: Result<EventLog, StoreError>

    /// Looks at a path.
    package init(at path: String, environment: [String: String]) throws(StoreError) {
        try StoreFile.checkPath(path)
        given = path
        file = System.resolved(path) ?? System.place(of: path) ?? path
        var found = stat()
        status = stat(path, &found) == 0 ? found : nil
        self.environment = environment
        users = OpenProcess.all(using: file)
        log = Self.open(path, file)
    }

    deinit { try? log.get().close() }

    /// Opens the log without making a file: with its index where somebody has made one, and else
    /// as a file that nobody changes.
    private static func open(_ path: String, _ file: String) -> Result<EventLog, StoreError> {
        Result { () throws(StoreError) in
            let place = try StorePath(path)
            let isInUse = System.isThere(file + "-wal") && System.isThere(file + "-shm")
            // A log that is gone shows without a look into the file.
            if place.walBytes == 0 { try WALBaseCheck.check(place) }
            if isInUse { return try EventLog(path: path, mode: .readOnly) }
            do throws(StoreError) {
                return try EventLog(copyAt: path)
            } catch {
                // What is said of a copy fits no store: what is underneath does.
                throw error.cause as? StoreError ?? error
            }
        }
    }

    /// Whether something else than a file is at the path: a pipe, a device, a folder.
    var isNoFile: Bool { status.map { $0.st_mode & S_IFMT != S_IFREG } ?? false }

    /// Whether it is a file of which it is known that it is no store.
    var isNoStore: Bool {
        if case .failure(let error) = log { error.code == .notAStore } else { false }
    }

    /// Path for sentences.
    var name: String { given.terminalSafe }

    /// Folder of the file.
    var folder: String { System.folder(of: file) }

    /// The names in the folder that begin with that of the file, without it.
    var suffixes: [String] {
        let own = System.name(of: file)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(own) && $0 != own }
            .map { String($0.dropFirst(own.count)) }.sorted()
    }

    /// Runs a look at the log; what it needs is missing where the log cannot be opened.
    ///
    /// - Returns: nil then, since that is said once; the error as a check of its own else.
    func reading(
        _ name: String, _ look: (LogReader) throws -> ExaminedCheck
    ) -> [ExaminedCheck] {
        guard let log = try? log.get() else { return [] }
        do {
            return [try log.read { reader in try look(reader) }]
        } catch {
            return [ExaminedCheck(name, .wrong, error.message, remedy: .verify)]
        }
    }
}

extension ExaminedStore {
    /// Every check, in the order in which they are shown.
    private static let checks: [@Sendable (ExaminedStore) -> [ExaminedCheck]] = [
        { $0.store() }, { $0.damage() }, { $0.folderCheck() }, { $0.permissions() },
        { $0.keyFile() }, { $0.disk() }, { $0.fileSystem() }, { $0.clock() }, { $0.wal() },
        { $0.usersCheck() }, { $0.lock() }, { $0.leftovers() }, { $0.keptFiles() },
        { $0.hooks() }, { $0.searchIndexes() }, { $0.lastBackup() }, { $0.lastCheckpoint() },
        { $0.projections() }, { $0.erasures() }, { $0.watching() }, { $0.variables() },
        { $0.locale() }, { $0.versions() },
    ]

    /// Looks from all sides.
    package func examine() -> [ExaminedCheck] { Self.checks.flatMap { $0(self) } }
}

/// How long something took or is ago, in words.
enum Age {
    /// - Parameter microseconds: At least 0; less counts as that.
    static func words(_ microseconds: Int64) -> String {
        let seconds = max(0, microseconds) / 1_000_000
        let units: [(Int64, String)] = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        for (size, name) in units where seconds >= 2 * size {
            return "\(seconds / size) \(name)s"
        }
        return seconds == 1 ? "1 second" : "\(seconds) seconds"
    }
}

/// How many bytes something has, in words.
enum ByteCount {
    static func words(_ bytes: Int64) -> String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where bytes >> shift > 0 {
            let tenths = bytes / ((1 << shift) / 10)
            return "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return bytes == 1 ? "1 byte" : "\(bytes) bytes"
    }

    static func words(_ bytes: UInt64) -> String { words(Int64(clamping: bytes)) }
}
