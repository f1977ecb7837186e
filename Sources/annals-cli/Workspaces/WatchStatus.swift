import Annals
import Foundation

/// One line on a terminal's standard error that says how a watch goes; elsewhere nothing.
final class WatchStatus {
    private let screen: Screen
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private var files = 0
    private var versions = 0
    private var findings = 0
    private var reading: WorkspaceProgress?
    private var hasCaughtUp = false
    private var shownAt: ContinuousClock.Instant?
    /// When the rate was last taken, and the versions then.
    private var measured: (at: ContinuousClock.Instant, versions: Int)
    private var rate = 0.0
    private var isShown = false

    init(
        screen: Screen = .of(descriptor: STDERR_FILENO),
        now: @escaping () -> ContinuousClock.Instant = { .now },
        write: @escaping (String) -> Void = { text in
            try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
        }
    ) {
        self.screen = screen
        self.now = now
        self.write = write
        measured = (now(), 0)
    }

    /// Takes a report into account; the line changes ten times a second at most.
    func update(_ report: WorkspaceWatchReport) {
        guard screen.isTerminal else { return }
        switch report {
        case .reading(let progress): reading = progress
        case .watching(let files, _):
            hasCaughtUp = true
            self.files = files
        case .file: versions += 1
        case .finding: findings += 1
        case .alive(let files):
            self.files = files
            reading = nil
        case .cycle, .warning, .writtenBack: break
        }
        let instant = now()
        measure(instant)
        if let shownAt, instant - shownAt < .milliseconds(100) { return }
        shownAt = instant
        isShown = true
        write("\r\(text.cut(toWidth: (screen.columns ?? 80) - 1))\u{1B}[K")
    }

    /// Takes the line away.
    func finish() {
        if isShown { write("\r\u{1B}[K") }
        isShown = false
    }

    private func measure(_ instant: ContinuousClock.Instant) {
        let seconds = (instant - measured.at) / .seconds(1)
        guard seconds >= 1 else { return }
        rate = Double(versions - measured.versions) / seconds
        measured = (instant, versions)
    }

    /// `Watching  1,234 files  56 versions  2 findings  12/s`.
    private var text: String {
        if let reading, !hasCaughtUp {
            return "Catching up  \(Int64(reading.files).grouped) of"
                + " \(Int64(reading.total).grouped) files"
        }
        return "Watching  \(Int64(files).grouped) files  \(Int64(versions).grouped) versions"
            + "  \(Int64(findings).grouped) findings  \(Int64(rate.rounded()).grouped)/s"
    }
}
