import AnnalsIntegrity
package import AnnalsModel
import Foundation
import GRDB

/// How the file of a store comes to be.
package enum StoreFile {
    /// Refuses a path with a NUL character, since the system would take what stands before it for
    /// the whole, and a private key, which nobody is to read in a message.
    ///
    /// - Throws: `invalidArgument`.
    package static func checkPath(_ path: String) throws(StoreError) {
        guard !path.utf8.contains(0) else {
            throw StoreError(
                .invalidArgument,
                "the path \(path.quotedForMessage) has a NUL character, which no file's name has:"
                    + " give another path")
        }
        // Messages quote paths, and end up in logs.
        guard !path.contains(SignerKey.prefix) else {
            throw StoreError(
                .invalidArgument,
                "a private key itself was given where the path of a file belongs, and is not"
                    + " repeated here: give the path of the file that it is in; whoever saw the"
                    + " command, in a list of processes or a history, has the key now")
        }
    }

    /// Makes an empty store with mode 0600.
    ///
    /// It is made under another name and moved into place when it is whole, so that a crash
    /// leaves no half store behind.
    ///
    /// - Parameters:
    ///   - origin: Name of the log in checkpoints.
    ///   - prepare: Fills the new store before it gets its name.
    /// - Throws: `invalidName` if no key can have the origin as its name;
    ///   `storeExists` if there is a file of that name, even one that another process made
    ///   meanwhile, or what a store at this path left behind; `io`; and what `prepare` throws.
    package static func create(
        _ path: String, origin: String?, prepare: (String) throws -> Void
    ) throws {
        if let origin { try checkOrigin(origin) }
        let draft = try StoreDraft(for: path)
        do {
            try write(draft.path, origin: origin)
        } catch {
            throw StoreError.wrapping(error, doing: "make a store at \(path.terminalSafe)")
        }
        try prepare(draft.path)
        try draft.keep()
    }

    /// Refuses an origin that no key could sign for: a key has the origin as its name.
    private static func checkOrigin(_ origin: String) throws(StoreError) {
        guard (try? KeyName(origin)) != nil, origin.utf8.count <= Limits.keyNameBytesMax else {
            throw StoreError(
                .invalidName,
                "\(origin.quotedForMessage) cannot be the name of a log: give 1 to "
                    + "\(Limits.keyNameBytesMax) bytes without spaces, + and control characters, "
                    + "such as example.com/log")
        }
    }

    /// Removes a store that ``create(_:origin:prepare:)`` has just made and nobody has opened yet.
    package static func removeNew(_ path: String) {
        unlink(path)
        StoreDraft.removeSideFiles(of: path, and: ["-lock"])
    }

    private static func write(_ draft: String, origin: String?) throws {
        let id = UUID()
        let queue = try DatabaseQueue(path: draft)
        try queue.inTransaction { db in
            try Format.create(db)
            guard let handle = db.sqliteConnection else {
                throw StoreError(.io, "the new file is closed")
            }
            let statements = StatementCache(handle)
            try StoreTable(statements).insert(
                StoreTable.Row(
                    id: id.bytes, origin: origin ?? "annals/\(id.uuidString.lowercased())",
                    createdAt: .now))
            try TreeTable(statements).insertHead(WriterState().frontier)
            return .commit
        }
        try queue.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }
}
