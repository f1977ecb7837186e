import AnnalsTesting
import Foundation
import Testing

extension RunningCommand {
    /// Waits until the process has a handler for Ctrl-C: earlier it would just end.
    func waitForInterruptHandler(
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !handlesInterrupt() {
            guard ContinuousClock.now < deadline else {
                Issue.record("it handles no interrupt", sourceLocation: sourceLocation)
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func handlesInterrupt() throws -> Bool {
        let status = try String(
            contentsOfFile: "/proc/\(processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
        let mask = UInt64(line.split(separator: "\t").last ?? "", radix: 16) ?? 0
        return mask & (1 << UInt64(SIGINT - 1)) != 0
    }
}
