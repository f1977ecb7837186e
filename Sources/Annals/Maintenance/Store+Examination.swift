import AnnalsLog
public import AnnalsModel

extension Store {
    /// Looks at a store and at all it lives on, whatever state it is in: file, folder, permissions,
    /// disk, clock, write-ahead log, locks, leftovers, backups.
    ///
    /// Nothing is changed, no file is made, and nobody is waited for.
    ///
    /// - Parameters:
    ///   - path: Path of the store, be there one or not.
    ///   - environment: The variables of the process, of which some are looked at too.
    /// - Returns: What was looked at, in the same order each time; what cannot be looked at, such
    ///   as the events of a file that is no store, is left out.
    /// - Throws: `invalidArgument` for what cannot be a path.
    public static func examine(
        at path: String, environment: [String: String] = [:]
    ) throws(StoreError) -> [ExaminedCheck] {
        try ExaminedStore(at: path, environment: environment).examine()
    }
}
