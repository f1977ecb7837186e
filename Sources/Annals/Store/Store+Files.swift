import AnnalsLog
public import AnnalsModel

// A program that reads or writes files beside a store asks here first.

extension Store {
    /// Refuses to read a file that belongs to a store.
    ///
    /// Once a second descriptor of such a file is closed, the locks of SQLite on it are gone, and
    /// so is what they protect. https://www.sqlite.org/howtocorrupt.html
    ///
    /// Files are compared by device and inode, so links and other spellings are seen through.
    ///
    /// - Parameters:
    ///   - path: What is about to be opened.
    ///   - store: Path of a store that may be opened later; those that this process has open are
    ///     compared too.
    /// - Throws: `invalidArgument` with the path of the store.
    public static func checkInput(_ path: String, besides store: String) throws(StoreError) {
        try OpenStores.checkInput(path, besides: store)
    }

    /// Refuses to write to a path that leads to a store that this process has open, or to a file
    /// that belongs to one, be it there or not.
    ///
    /// - Parameter path: What is about to be made, replaced or removed.
    /// - Throws: `invalidArgument` with the path of the store.
    public static func checkOutput(_ path: String) throws(StoreError) {
        try OpenStores.checkOutput(path)
    }

    /// Makes a new file for what leaves a store: whole and durable once this returns.
    ///
    /// - Throws: `storeExists` if something is there; `invalidArgument` for a file of a store;
    ///   `io`.
    package static func makeFile(_ bytes: [UInt8], at path: String) throws(StoreError) {
        try OutputFile.make(bytes, at: path)
    }
}
