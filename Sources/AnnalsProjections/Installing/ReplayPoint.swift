import AnnalsLog
import AnnalsModel
import Foundation

/// What tells that tables filled up to a position still belong to the log they are beside.
///
/// A store may be replaced by another or by its own backup, an uncommitted event may be gone after
/// a crash, something may have been erased: then the position alone says nothing.
struct ReplayPoint: Equatable {
    /// The position of an event; 0 before the first.
    let position: Int64
    /// Position of the last erasure in the whole log; 0 if there is none.
    let erased: Int64
    /// The store, the start of the machine and the event, as one text.
    private(set) var identity: String

    init(position: Int64, erased: Int64, identity: String) {
        self.position = position
        self.erased = erased
        self.identity = identity
    }

    /// The point after an event of the log.
    init(at position: Int64, _ reader: LogReader) throws(StoreError) {
        let last = try EventTable(reader.statements).lastPosition(ofType: "annals.erased")
        try self.init(at: position, erased: last ?? 0, reader)
    }

    /// The point after an event of the log, where nothing is known of an erasure after another.
    init(at position: Int64, erased: Int64, _ reader: LogReader) throws(StoreError) {
        let statements = reader.statements
        self.position = position
        self.erased = erased
        let events = EventTable(statements)
        identity = try StoreTable(statements).hexID() + " " + Self.machineStart
        if let event = try events.identity(at: position) { identity += " " + event }
    }

    /// Another text after every start of the machine: a scratch file does not wait for the disk,
    /// so that it is worth nothing after a loss of power.
    private static let machineStart: String = {
        let id = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return id?.trimmingCharacters(in: .whitespacesAndNewlines) ?? UUID().uuidString
    }()
}
