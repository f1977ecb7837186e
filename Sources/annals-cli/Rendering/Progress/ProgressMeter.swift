import Foundation
import Synchronization

/// Shows on a terminal's standard error how far long work has come.
///
/// It may be told from any thread, and as often as one likes: the line changes ten times a second
/// at most. Where standard error is no terminal it stays silent.
final class ProgressMeter: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isShown = false
    }

    private let label: String
    private let unit: String
    private let total: Int64?
    private let screen: Screen
    private let began: ContinuousClock.Instant
    private let now: @Sendable () -> ContinuousClock.Instant
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// Prepares a meter; nothing shows before the first ``update(_:)``.
    ///
    /// - Parameters:
    ///   - label: what is being done, as in `Importing`.
    ///   - unit: what is counted, in the plural, as in `files`.
    ///   - total: how many there will be, nil where nobody knows.
    init(
        _ label: String, unit: String, total: Int64? = nil,
        screen: Screen = .of(descriptor: STDERR_FILENO),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        write: @escaping @Sendable (String) -> Void = { text in
            if Pager.isShowing { return }
            try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        }
    ) {
        self.label = label
        self.unit = unit
        self.total = total
        self.screen = screen
        self.now = now
        self.write = write
        began = now()
    }

    /// Says how many are done.
    func update(_ done: Int64) {
        guard screen.isTerminal else {
            return
        }
        let instant = now()
        state.withLock { state in
            if let shownAt = state.shownAt, instant - shownAt < .milliseconds(100) {
                return
            }
            state.shownAt = instant
            state.isShown = true
            let line = ProgressLine(
                label: label, unit: unit, done: done, total: total, elapsed: instant - began)
            // Back to the first column, and away with what was there.
            write("\r\(line.text.cut(toWidth: (screen.columns ?? 80) - 1))\u{1B}[K")
        }
    }

    /// Takes the line away: the work is done, or has failed.
    func finish() {
        state.withLock { state in
            if state.isShown {
                write("\r\u{1B}[K")
                state.isShown = false
            }
        }
    }
}
