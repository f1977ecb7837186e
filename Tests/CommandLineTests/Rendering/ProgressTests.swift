import AnnalsTesting
import Synchronization
import Testing

@testable import annals

/// Progress shows on terminals only, says what is known, and leaves nothing behind.
@Suite(.storesChecked) struct ProgressTests {
    private final class Clock: Sendable {
        let instant = Mutex(ContinuousClock.now)
        let shown = Mutex("")

        func advance(_ duration: Duration) {
            instant.withLock { $0 += duration }
        }
    }

    private func meter(_ clock: Clock, screen: Screen, total: Int64?) -> ProgressMeter {
        ProgressMeter(
            "Importing", unit: "files", total: total, screen: screen,
            now: { clock.instant.withLock { $0 } },
            write: { text in clock.shown.withLock { $0 += text } })
    }

    @Test func whatAMeterShows() {
        let clock = Clock()
        let meter = meter(clock, screen: .terminal(columns: 60), total: 1000)
        clock.advance(.seconds(5))
        meter.update(450)
        #expect(
            clock.shown.withLock { $0 }
                == "\rImporting  45 %  450 of 1,000 files  90/s  7 s left\u{1B}[K")
        clock.advance(.milliseconds(50))
        meter.update(500)
        meter.finish()
        meter.finish()
        #expect(clock.shown.withLock { $0 }.hasSuffix("7 s left\u{1B}[K\r\u{1B}[K"))
    }

    @Test func aNarrowTerminalCutsTheLine() {
        let clock = Clock()
        let meter = meter(clock, screen: .terminal(columns: 20), total: 1000)
        meter.update(450)
        #expect(clock.shown.withLock { $0 } == "\rImporting  45 %  4…\u{1B}[K")
    }

    @Test func filesSeeNoProgress() {
        let clock = Clock()
        let meter = meter(clock, screen: .plain, total: 1000)
        meter.update(450)
        meter.finish()
        #expect(clock.shown.withLock { $0 } == "")
    }

    @Test(arguments: [
        (Int64(7), Int64?.none, Duration.seconds(0), "Importing  7 files"),
        (1200, nil, .seconds(10), "Importing  1,200 files  120/s"),
        (0, 50, .seconds(3), "Importing  0 %  0 of 50 files"),
        (60, 50, .seconds(2), "Importing  100 %  60 of 50 files  30/s"),
        (5, 0, .seconds(0), "Importing  5 files"),
    ])
    func lines(done: Int64, total: Int64?, elapsed: Duration, text: String) {
        let line = ProgressLine(
            label: "Importing", unit: "files", done: done, total: total, elapsed: elapsed)
        #expect(line.text == text)
    }

    @Test(arguments: [
        (0.2, "1 s"), (59, "59 s"), (61, "1 min 1 s"), (3_600, "1 h 0 min"),
        (1e300, "277777 h 46 min"),
    ])
    func times(seconds: Double, text: String) {
        #expect(ProgressLine.time(seconds) == text)
    }
}
