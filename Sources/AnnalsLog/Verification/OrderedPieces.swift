import Foundation
import Synchronization

/// Work on pieces with consecutive numbers by several threads, whose results are taken in order.
///
/// A thread runs at most a few pieces ahead of the one that is taken next, so that the memory of
/// all results that wait is bounded.
final class OrderedPieces<Piece: Sendable>: Sendable {
    private struct State {
        var next = 0
        var made: [Int: Piece] = [:]
        var isStopped = false
    }

    private let count: Int
    private let threads: Int
    private let make: @Sendable (Int) -> Piece
    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let arrived = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - count: Number of pieces.
    ///   - threads: Number of threads that make them.
    ///   - make: Makes the piece of a number, from 0.
    init(_ count: Int, threads: Int, make: @escaping @Sendable (Int) -> Piece) {
        self.count = count
        self.threads = threads
        self.make = make
        // Not its first value: a semaphore that goes away below that ends the process.
        for _ in 0..<2 * threads { room.signal() }
    }

    /// Gives every piece to a closure, in order; an error ends it.
    func forEach(_ body: (Piece) throws -> Void) throws {
        guard count > 0 else { return }
        for _ in 0..<threads { Thread.detachNewThread { self.work() } }
        defer { stop() }
        for number in 0..<count {
            try body(take(number))
            room.signal()
        }
    }

    private func take(_ number: Int) -> Piece {
        while true {
            if let piece = state.withLock({ $0.made.removeValue(forKey: number) }) { return piece }
            arrived.wait()
        }
    }

    private func work() {
        defer { ended.signal() }
        while true {
            room.wait()
            let number: Int? = state.withLock { state in
                guard !state.isStopped, state.next < count else { return nil }
                defer { state.next += 1 }
                return state.next
            }
            guard let number else { return }
            let piece = make(number)
            state.withLock { $0.made[number] = piece }
            arrived.signal()
        }
    }

    /// Ends every thread and waits for it: what they use may go away then.
    private func stop() {
        state.withLock { $0.isStopped = true }
        for _ in 0..<threads { room.signal() }
        for _ in 0..<threads { ended.wait() }
    }
}
