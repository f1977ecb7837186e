import CAllocations

/// Calls of the allocator.
enum Allocations {
    /// Whether this platform lets them be counted.
    static var areCounted: Bool { annals_allocations_are_counted() != 0 }

    /// Counts what all threads of the process ask for while a piece of work is done.
    static func during(_ work: () throws -> Void) rethrows -> Int64 {
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
