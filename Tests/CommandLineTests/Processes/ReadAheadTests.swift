import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// Values that are made ahead, and a reader that ends before they are all taken.
@Suite struct ReadAheadTests {
    /// Libdispatch ends the process where a semaphore goes that is below what it began with.
    @Test func endingBeforeAllIsTakenEndsNothingElse() async throws {
        for taken in 0...3 {
            weak var left: ReadAhead<Int>?
            do {
                let ahead = ReadAhead<Int>(2) { 1 }
                left = ahead
                for _ in 0..<taken { #expect(try ahead.next(waiting: {}) == 1) }
                ahead.stop()
            }
            // The thread is the last that has it.
            while left != nil { try await Task.sleep(for: .milliseconds(1)) }
        }
    }
}
