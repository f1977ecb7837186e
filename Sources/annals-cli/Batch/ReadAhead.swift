import Dispatch
import Foundation
import Synchronization

/// Makes values on a thread of its own, a few ahead of those that are taken.
final class ReadAhead<Value: Sendable>: Sendable {
    private struct State {
        /// Made, and not taken; nil is the end.
        var made: [Result<Value?, any Error>] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    /// One signal for each that may be made.
    private let room: DispatchSemaphore
    /// One signal for each that was made.
    private let ready = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - count: How many are made ahead.
    ///   - make: The next value; nil after the last. It runs on the thread alone, and no more after
    ///     an error or the end.
    init(_ count: Int, _ make: sending @escaping () throws -> Value?) {
        // A semaphore that goes away below the value that it was made with ends the process.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<count { room.signal() }
        nonisolated(unsafe) let make = make
        let thread = Thread { [self] in
            while makeOne(make) {}
        }
        thread.name = "annals.reader"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// - Returns: Whether there is more to be made.
    private func makeOne(_ make: () throws -> Value?) -> Bool {
        room.wait()
        guard !state.withLock({ $0.isStopped }) else { return false }
        let result = Result { try make() }
        state.withLock { $0.made.append(result) }
        ready.signal()
        if case .success(_?) = result { return true }
        return false
    }

    /// The next value; nil after the last.
    ///
    /// - Parameter wait: Called some times a second while there is none; what it throws ends the
    ///   wait.
    /// - Throws: What making the value threw.
    func next(waiting wait: () throws -> Void) throws -> Value? {
        while ready.wait(timeout: .now() + Self.waitSeconds) == .timedOut { try wait() }
        let result = state.withLock { $0.made.removeFirst() }
        room.signal()
        return try result.get()
    }

    /// Has the thread end once it made what it is at.
    func stop() {
        state.withLock { $0.isStopped = true }
        room.signal()
    }

    private static var waitSeconds: Double { 0.1 }
}
