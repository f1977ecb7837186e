// From when on something about a store is said to be odd.

extension Limits {
    /// µs since the last backup from which it is said: a week.
    public static let backupAgeMax: Int64 = 7 * 86_400_000_000
    /// Bytes of a write-ahead log from which it is said: some times what a checkpoint leaves.
    public static let examinedWALBytes: Int64 = 64 << 20
    /// Inodes that must be free, for the files beside a store and a draft.
    public static let freeInodesMin: UInt64 = 16
    /// Times that the lock of the writers is looked at, and µs between two looks: together a third
    /// of a second, longer than a transaction takes.
    public static let lockLooks = 12
    /// µs between two of them.
    public static let lockPauseMicroseconds: UInt32 = 30_000
    /// Characters of another program's command line that are shown.
    public static let commandLineCharactersMax = 80
    /// Programs, files or names that are listed in one sentence.
    public static let examinedNamesMax = 5
}
