import CAllocations
import Foundation

/// Calls of the allocator.
enum Allocations {
    /// There is one count in a process, so that one piece of work at a time is counted.
    private static let turn = NSLock()

    /// Whether this platform lets them be counted.
    static var areCounted: Bool { annals_allocations_are_counted() != 0 }

    /// Counts what all threads of the process ask for while a piece of work is done.
    static func during(_ work: () throws -> Void) rethrows -> Int64 {
        turn.lock()
        defer { turn.unlock() }
        annals_allocations_begin()
        do {
            try work()
        } catch {
            _ = annals_allocations_end()
            throw error
        }
        return annals_allocations_end()
    }
}
