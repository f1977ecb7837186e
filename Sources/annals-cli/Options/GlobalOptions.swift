import Annals
import ArgumentParser
import Foundation

/// What every command takes: which store, and how results are written.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store (default: $ANNALS_STORE, else ./annals.db).", valueName: "path"),
        completion: .file())
    var store: String?

    @Option(name: .shortAndLong, help: "How results are written.")
    var format: OutputFormat = .table

    @Flag(help: "Cut nothing to the width of the terminal.")
    var wide = false

    @Option(help: ArgumentHelp("Only these columns, in this order.", valueName: "a,b"))
    var columns: ColumnChoice?

    @Flag(name: .customLong("no-pager"), help: "Leave results longer than the screen to it.")
    var withoutPager = false

    /// Path of the store where none is given.
    static let usualPath = "annals.db"

    /// Path of the store.
    ///
    /// - Throws: `invalidArgument` where an empty path was given: a variable in a script that was
    ///   not set must not lead to another store.
    func path() throws(StoreError) -> String {
        let given = store ?? ProcessInfo.processInfo.environment["ANNALS_STORE"] ?? Self.usualPath
        guard !given.isEmpty else {
            throw StoreError(
                .invalidArgument,
                "the path of the store is empty: give --store a file, or unset ANNALS_STORE")
        }
        return given
    }

    /// Opens the store to read it; nothing of it is changed.
    func openToRead() throws(StoreError) -> Store {
        try Store(opening: try path(), mode: .readOnly)
    }

    /// Opens the store to append to it; a cycle that is closed is signed with the key of the
    /// environment.
    func openToWrite() throws(StoreError) -> Store {
        guard format != .value || columns != nil else {
            throw StoreError(
                .invalidArgument,
                "--format value prints one cell: choose one with --columns; nothing was done")
        }
        return try Store(
            opening: try path(), mode: .readWrite,
            signing: SigningKey.file == nil ? nil : SigningKey.ofCycles)
    }

    /// Opens the store to append to it, or, where it cannot be written, to read it: for work that
    /// leaves a note in the store but does not need one.
    func openToNote() throws(StoreError) -> Store {
        do {
            return try openToWrite()
        } catch  where error.code == .readOnly {
            return try openToRead()
        }
    }

    /// What writes results to standard output in the format that was asked for.
    ///
    /// - Parameter isPaged: Whether a pager may show them: not where somebody waits for each.
    func renderer(isPaged: Bool = true) -> Renderer {
        Renderer(
            format: format, output: .standard(isWide: wide, isPaged: isPaged && !withoutPager),
            choice: columns)
    }
}
