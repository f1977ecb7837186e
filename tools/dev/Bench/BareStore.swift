import AnnalsModel
import CBare

/// All rows of a store's log in memory, for the bare store to write them again.
final class BareSource {
    fileprivate let pointer: OpaquePointer

    /// Reads the store at a path, which nothing may be writing.
    init(store path: String) throws {
        guard let pointer = annals_bare_read(path) else {
            throw BenchFailure("The rows of \(path) could not be read.")
        }
        self.pointer = pointer
    }

    deinit {
        annals_bare_free(pointer)
    }

    /// Number of events.
    var count: Int {
        Int(annals_bare_count(pointer))
    }
}

/// The bare-SQLite baseline: writes the rows of a source again, and does nothing else.
final class BareStore {
    private let pointer: OpaquePointer
    private let source: BareSource

    /// Makes a new file.
    init(path: String, source: BareSource) throws {
        guard let pointer = annals_bare_open(path, source.pointer) else {
            throw BenchFailure("The bare store \(path) could not be made.")
        }
        self.pointer = pointer
        self.source = source
    }

    deinit {
        annals_bare_close(pointer)
    }

    /// Writes the next events of the source as one durable transaction.
    func append(_ count: Int) throws {
        let code = annals_bare_append(pointer, Int64(count))
        guard code == 0 else {
            throw BenchFailure("The bare store failed with SQLite code \(code).")
        }
    }
}

/// Why a benchmark could not be run.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
