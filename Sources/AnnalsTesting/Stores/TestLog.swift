package import AnnalsLog
import AnnalsProjections

/// A new store in a temporary directory of its own, open for writing.
///
/// In a test with the trait `.storesChecked` it is gone through when its directory goes away.
package struct TestLog {
    /// Where it is, and what is made beside it.
    package let folder: TemporaryDirectory
    /// Its log.
    package let log: EventLog

    /// Path of its file.
    package var path: String { folder.path(Self.name) }

    private static let name = "store.db"

    /// Makes and opens it.
    ///
    /// - Parameters:
    ///   - origin: Its name in checkpoints; made from its id if nil.
    ///   - hasTables: Whether tables of projections follow what is appended.
    package init(origin: String? = nil, hasTables: Bool = false) throws {
        folder = try TemporaryDirectory()
        let path = folder.path(Self.name)
        try StoreFile.create(path, origin: origin) { _ in }
        log = try EventLog(path: path, mode: .readWrite) { hasTables ? InlineProjections() : nil }
    }

    /// Lends its log, and closes it.
    package func use(_ body: (EventLog) throws -> Void) throws {
        defer { log.close() }
        try body(log)
    }
}
