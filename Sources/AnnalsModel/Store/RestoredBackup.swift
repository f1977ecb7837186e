/// A backup that became a store again.
public struct RestoredBackup: Sendable, Hashable {
    /// The backup, as the caller named it.
    public let backup: String
    /// The store, as the caller named it.
    public let path: String
    /// Where the file is now that was at that path; nil if none was.
    public internal(set) var kept: String?
    /// Number of events in the store.
    public internal(set) var events: Int64 = 0
    /// Position of the last event that comes from the backup.
    public let position: Int64
    /// Root of its tree in hex at that position.
    public let root: String
    /// Position of the event that records it.
    public internal(set) var event: Int64 = 0
    /// Number of events that only the kept file has; nil if that cannot be told.
    public internal(set) var lost: Int64?
    /// Position after which those begin in the kept file; nil if there are none, or it cannot be
    /// told.
    public internal(set) var lostAfter: Int64?
    /// When the first of those was recorded; nil if there are none, or it cannot be told.
    public internal(set) var lostSince: Timestamp?
    /// Number of events that were erased after the backup was made, and lost their content again;
    /// nil if that cannot be told, so that what was erased may be back.
    public internal(set) var erasedAgain: Int64?
    /// Number of places in which the backup did not hold what its events make, as in a table, and
    /// which were written again.
    public internal(set) var repaired: Int64 = 0
    /// Whether something is damaged beside the events that could not be written again: a
    /// verification of the store says what.
    public internal(set) var hasOtherDamage = false

    /// Begins with what the backup says.
    package init(backup: String, path: String, position: Int64, root: String) {
        self.backup = backup
        self.path = path
        self.position = position
        self.root = root
    }

    /// Says what became of the file that was there.
    package mutating func note(kept: String) { self.kept = kept }

    /// Says what only the kept file has.
    ///
    /// - Parameter since: When the first of these events was recorded.
    package mutating func note(lost: Int64, after position: Int64, since: Timestamp?) {
        self.lost = lost
        lostAfter = lost > 0 ? position : nil
        lostSince = lost > 0 ? since : nil
    }

    /// Says in how many places the backup was not what its events make.
    package mutating func note(repaired: Int64) { self.repaired = repaired }

    /// Says that something is damaged beside the events.
    package mutating func noteOtherDamage() { hasOtherDamage = true }

    /// Says how many events lost their content again.
    package mutating func note(erasedAgain: Int64) { self.erasedAgain = erasedAgain }

    /// Says which event records it, the last one of the store.
    package mutating func note(event: Int64) {
        self.event = event
        events = event
    }
}
