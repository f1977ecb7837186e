import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import Synchronization
import Testing

/// Whenever somebody erases or compacts while a store is verified, nothing is found: what was read
/// before and what is read after are both true.
@Suite(.storesChecked) struct VerifiedErasureTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    @Test(arguments: Seeds.next(isLong ? 5 : 1)) func findsNothing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var moment = 1
        while try isReached(moment, &random) {
            moment += Self.isLong ? 1 : 1 + random.number(0...(moment * 2))
        }
        #expect(moment > 2)
    }

    /// Verifies a store, and erases and compacts when it reports for the so manyth time how far it
    /// is.
    ///
    /// - Returns: Whether it came to that.
    private func isReached(_ moment: Int, _ random: inout SeededRandom) throws -> Bool {
        let erasable = try ErasableStore(random, events: 300)
        _ = random.next()
        let log = erasable.log
        let asked = Atomic(0)
        var watch = LogVerification.Watch()
        var findings: [VerificationFinding] = []
        watch.onFinding = { findings.append($0) }
        watch.progress = { _, _ in
            guard asked.wrappingAdd(1, ordering: .relaxed).newValue == moment else { return }
            // Elsewhere, as by another process.
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                _ = try? History(log: log).erase(
                    .stream(erasable.secret), includingCauses: false, by: erasable.maria,
                    reason: "a request")
                _ = try? log.compact { _, _ in }
                done.signal()
            }
            done.wait()
        }
        let report = try Verification(of: log, .everything, watch).run()
        let place: Comment = "at moment \(moment)"
        #expect(findings.map(\.message) == [], place)
        #expect(report.outcome == .verified, place)
        return asked.load(ordering: .relaxed) >= moment
    }

    /// Between its transaction and its last step an erasure leaves tables that hold what was
    /// erased: that is no tampering, and not in order either.
    @Test func cannotTellInTheMiddleOfOne() throws {
        let erasable = try ErasableStore(SeededRandom(seed: 1))
        var stop = ProjectionStore.Watch()
        stop.isCancelled = { true }
        #expect(throws: StoreError(.interrupted, "")) {
            _ = try erasable.history.erase(
                .stream(erasable.secret), includingCauses: false, by: erasable.maria,
                reason: "a request", watch: stop)
        }
        var findings: [VerificationFinding] = []
        var watch = LogVerification.Watch()
        watch.onFinding = { findings.append($0) }
        let report = try Verification(of: erasable.log, .everything, watch).run()
        #expect(findings.isEmpty)
        #expect(report.outcome == .unknown)
        #expect(report.limits.contains { $0.contains("texts") && $0.contains("steps left") })
        _ = try erasable.history.erase(
            .stream(erasable.secret), includingCauses: false, by: erasable.maria,
            reason: "a request")
        #expect(try Verification(of: erasable.log, .everything).run().outcome == .verified)
    }
}
